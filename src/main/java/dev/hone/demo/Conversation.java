package dev.hone.demo;

import dev.hone.demo.ChatRequest.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a writer is to do.
 *
 * @param question what the person asked
 * @param rounds what each refinement turn said, oldest first
 * @param newest the newest candidate; empty text before the first
 */
record Conversation(String question, List<Round> rounds, String newest) {

  private static final Pattern FEEDBACK =
      Pattern.compile("(?ms)^## Feedback\\s*$(.*?)(?=^## |\\z)");
  private static final Pattern WISH =
      Pattern.compile("(?ms)^A reader asks: (.*?)(?=^A reader asks: |\\z)");
  private static final int FOLLOW_UP_WORDS = 8;

  /**
   * @param wishes what people asked for, apart from the evaluation's feedback
   */
  record Round(String feedback, List<String> wishes) {}

  static Conversation of(List<ChatMessage> messages) {
    List<String> questions = new ArrayList<>();
    List<Round> rounds = new ArrayList<>();
    String newest = "";
    for (ChatMessage message : messages) {
      Matcher feedback = FEEDBACK.matcher(message.content());
      if (message.role().equals("assistant")) {
        newest = message.content();
      } else if (message.role().equals("user") && !newest.isEmpty() && feedback.find()) {
        rounds.add(round(feedback.group(1)));
      } else if (message.role().equals("user")) {
        questions.add(message.content());
      }
    }
    return of(questions, rounds, rounds.isEmpty() ? "" : newest);
  }

  /** A short follow-up such as "as a list, please" is a wish about the question before it. */
  private static Conversation of(List<String> questions, List<Round> rounds, String newest) {
    if (questions.isEmpty()) {
      return new Conversation("", rounds, newest);
    }
    String last = questions.get(questions.size() - 1);
    List<String> wishes = wishesIn(last);
    if (!wishes.isEmpty()) {
      return new Conversation(withoutWishes(last), after(wishes, rounds), newest);
    }
    boolean wish = !Style.in(last).isEmpty() || !Feature.askedForIn(last).isEmpty();
    if (questions.size() == 1 || !wish || Feature.words(last) > FOLLOW_UP_WORDS) {
      return new Conversation(last, rounds, newest);
    }
    return new Conversation(
        questions.get(questions.size() - 2), after(List.of(last), rounds), newest);
  }

  private static List<Round> after(List<String> wishes, List<Round> rounds) {
    List<Round> all = new ArrayList<>(List.of(new Round("", wishes)));
    all.addAll(rounds);
    return all;
  }

  private static Round round(String text) {
    return new Round(withoutWishes(text), wishesIn(text));
  }

  private static List<String> wishesIn(String text) {
    return WISH.matcher(text).results().map(wish -> wish.group(1).strip()).toList();
  }

  private static String withoutWishes(String text) {
    return WISH.matcher(text).replaceAll("").strip();
  }

  int round() {
    return rounds.size();
  }

  /** The newest feedback; empty text before the first. */
  String feedback() {
    return rounds.isEmpty() ? "" : rounds.get(rounds.size() - 1).feedback();
  }

  /** All wishes so far: what was asked for once still holds. */
  List<String> wishes() {
    return rounds.stream().flatMap(round -> round.wishes().stream()).toList();
  }

  List<String> newestWishes() {
    return rounds.isEmpty() ? List.of() : rounds.get(rounds.size() - 1).wishes();
  }
}
