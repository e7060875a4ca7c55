package dev.hone.demo;

import dev.hone.demo.ChatRequest.ChatMessage;
import java.util.Optional;

/** Decides who is asked, the judge or the writer. A pure function of the request. */
final class DemoModel {

  private final Examples examples = Examples.load();
  private final Writer writer = new Writer(examples, Composer.load());
  private final Judge judge = new Judge(examples);

  Answer answer(ChatRequest request) {
    return JudgePrompt.in(newestUserText(request))
        .map(judge::answer)
        .orElseGet(() -> writer.answer(Conversation.of(request.messages())));
  }

  private static String newestUserText(ChatRequest request) {
    Optional<ChatMessage> newest =
        request.messages().stream()
            .filter(message -> message.role().equals("user"))
            .reduce((earlier, later) -> later);
    return newest.map(ChatMessage::content).orElse("");
  }
}
