package dev.hone.reward.judge;

import dev.hone.refinement.Json;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Message;
import dev.hone.refinement.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts a judge's question into words. */
final class JudgePrompt {

  private static final PromptFile POINTWISE = PromptFile.resource("/prompts/judge-pointwise.md");
  private static final PromptFile LISTWISE = PromptFile.resource("/prompts/judge-listwise.md");
  private static final PromptFile ALONE = PromptFile.resource("/prompts/judge-alone.md");
  private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\R\\s*");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final JudgeSettings settings;
  private final String rubrics;

  JudgePrompt(JudgeSettings settings) {
    this.settings = settings;
    this.rubrics = numbered(settings.rubrics());
  }

  /** Asks which rubrics the newest candidate violates, in a new fence each time. */
  LanguageModel.Request pointwise(Subject subject) {
    return asked(POINTWISE, subject.messages(), fence -> fence.around(subject.text()));
  }

  /** Asks which of these answers is the best, in a new fence each time. */
  LanguageModel.Request listwise(List<Message> messages, List<String> answers) {
    return asked(
        LISTWISE,
        messages,
        fence ->
            IntStream.range(0, answers.size())
                .mapToObj(i -> "## Answer " + (i + 1) + "\n\n" + fence.around(answers.get(i)))
                .collect(Collectors.joining("\n\n")));
  }

  /** Asks for a critique of an answer that there is nothing to compare with. */
  LanguageModel.Request alone(List<Message> messages, String answer) {
    return asked(ALONE, messages, fence -> fence.around(answer));
  }

  private LanguageModel.Request asked(
      PromptFile file, List<Message> messages, Function<Fence, String> answers) {
    Fence fence = Fence.random();
    String prompt =
        file.fill(
            Map.of(
                "task", settings.task(),
                "scenario", settings.scenario(),
                "rubrics", rubrics,
                "examples", String.join("\n\n", settings.examples()),
                "query", query(messages, fence),
                "answers", answers.apply(fence),
                "fence", fence.tag()));
    return new LanguageModel.Request(List.of(Message.user(prompt)), settings.generation());
  }

  private static String numbered(List<String> rubrics) {
    return IntStream.range(0, rubrics.size())
        .mapToObj(i -> (i + 1) + ". " + LINE_BREAK.matcher(rubrics.get(i).strip()).replaceAll(" "))
        .collect(Collectors.joining("\n"));
  }

  /** Each message in a fence of its own, so that none can pretend to be two. */
  private static String query(List<Message> messages, Fence fence) {
    List<String> fenced = new ArrayList<>(messages.size());
    for (Message message : messages) {
      fenced.add(fence.around(author(message) + ":\n" + said(message)));
    }
    return String.join("\n\n", fenced);
  }

  private static String author(Message message) {
    return message.name() == null
        ? message.role()
        : message.role() + " (" + SPACE.matcher(message.name().strip()).replaceAll(" ") + ")";
  }

  private static String said(Message message) {
    String content = message.content() == null ? "" : message.content();
    return message.toolCalls() == null
        ? content
        : (content + "\ntool calls: " + Json.text(message.toolCalls())).strip();
  }
}
