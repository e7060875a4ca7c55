package dev.hone.process;

import dev.hone.model.Gate;
import dev.hone.model.ScriptedAnswer;
import dev.hone.model.ScriptedModelServer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The model behind the servers of a test. Runs have names, which their questions say, so that it
 * knows whose call a request is and counts them; the answer to a call can be held at any token.
 * Each telling of an answer is another text. Candidates get better and better.
 */
final class ScriptedRuns implements AutoCloseable {

  /** A step of a run, as the model is asked for it. */
  record Call(String run, boolean judge, int candidate) implements Comparable<Call> {

    static Call writer(String run, int candidate) {
      return new Call(run, false, candidate);
    }

    static Call judge(String run, int candidate) {
      return new Call(run, true, candidate);
    }

    @Override
    public int compareTo(Call other) {
      return toString().compareTo(other.toString());
    }
  }

  /**
   * @param number which one it is of the answers to a call, from 1
   */
  private record Telling(Call call, int number) {}

  /**
   * @param tokens how many come before it
   */
  private record Hold(int tokens, Gate gate) {}

  /** More than any answer has: a hold after the last token and before what ends the answer. */
  static final int ALL = Integer.MAX_VALUE;

  /** Of an answer or a critique, tags not counted. */
  static final int TOKENS = 25;

  private static final Pattern NAME = Pattern.compile("Question of run (\\S+)\\.");
  private static final Pattern ANSWER = Pattern.compile("Answer (\\d+) of \\S+, told");

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final Map<Call, Integer> asked = new ConcurrentHashMap<>();
  private final Map<Telling, Hold> holds = new ConcurrentHashMap<>();
  private volatile Duration pace = Duration.ZERO;

  ScriptedRuns() {
    server.otherwise(this::answer);
  }

  /** What to ask for a run of this name: {@code more} begins with a comma or is empty. */
  static String request(String run, int iterations, String more) {
    return """
        {"messages": [{"role": "user", "content": "Question of run %s."}],
         "reward": {"rubrics": ["It is right.", "It is short."]}, "max_iterations": %d%s}
        """
        .formatted(run, iterations, more);
  }

  /** How the first telling begins, as watchers see it. */
  static String firstTelling(Call call, int tokens) {
    List<String> words = words(call, 1);
    return String.join("", words.subList(0, Math.min(tokens, words.size())));
  }

  /** An answer, or a critique, in full. */
  static String telling(Call call, int telling) {
    return String.join("", words(call, telling));
  }

  String baseUrl() {
    return server.baseUri().toString();
  }

  ScriptedModelServer server() {
    return server;
  }

  /** Between the tokens of answers to come. */
  ScriptedRuns pace(Duration each) {
    pace = each;
    return this;
  }

  /**
   * Holds the first answer to a call.
   *
   * @param tokens how many come before; with 0 there is not even an answer yet
   */
  Gate hold(Call call, int tokens) {
    return hold(call, 1, tokens);
  }

  /**
   * Holds an answer to a call.
   *
   * @param telling which one, from 1
   */
  Gate hold(Call call, int telling, int tokens) {
    Gate gate = new Gate();
    holds.put(new Telling(call, telling), new Hold(tokens, gate));
    return gate;
  }

  /** What was asked for a call, in the order of arrival. */
  List<ScriptedModelServer.Received> requests(Call call) {
    return server.requests().stream()
        .filter(
            request -> call.equals(call(ScriptedModelServer.text(request.body()), request.body())))
        .toList();
  }

  /** How often each was asked for. */
  Map<Call, Integer> asked() {
    return new TreeMap<>(asked);
  }

  /** The calls of one run. */
  Map<Call, Integer> asked(String run) {
    return asked().entrySet().stream()
        .filter(entry -> entry.getKey().run().equals(run))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public void close() {
    server.close();
  }

  private ScriptedAnswer answer(JsonObject request) {
    String text = ScriptedModelServer.text(request);
    Call call = call(text, request);
    if (call == null) {
      return ScriptedAnswer.error(400, "no_name", "a question says its run");
    }
    int telling = asked.merge(call, 1, Integer::sum);
    return script(call, telling, holds.get(new Telling(call, telling)));
  }

  /** {@code null} if it is of no run. */
  private static Call call(String text, JsonObject request) {
    Matcher name = NAME.matcher(text);
    if (!name.find()) {
      return null;
    }
    String run = name.group(1);
    if (text.contains("<violation>")) {
      Matcher answer = ANSWER.matcher(text);
      return Call.judge(run, answer.find() ? Integer.parseInt(answer.group(1)) : -1);
    }
    long answers =
        request.getJsonArray("messages").stream()
            .filter(message -> "assistant".equals(((JsonObject) message).getString("role")))
            .count();
    return Call.writer(run, (int) answers);
  }

  private ScriptedAnswer script(Call call, int telling, Hold hold) {
    List<String> tokens = tokens(call, telling);
    int held = hold == null ? -1 : Math.min(hold.tokens(), tokens.size());
    ScriptedAnswer answer = ScriptedAnswer.stream();
    for (int i = 0; i <= tokens.size(); i++) {
      if (i == held) {
        answer = answer.hold(hold.gate());
      }
      if (i < tokens.size()) {
        answer = answer.text(tokens.get(i));
      }
    }
    answer = answer.finish("stop").usage(10, tokens.size()).done();
    return pace.isZero() ? answer : answer.every(pace);
  }

  private static List<String> tokens(Call call, int telling) {
    List<String> tokens = new ArrayList<>(words(call, telling));
    if (call.judge()) {
      tokens.set(0, "<reason>" + tokens.get(0));
      tokens.add("</reason><violation>");
      tokens.add(call.candidate() == 0 ? "1, 2" : call.candidate() == 1 ? "1" : "none");
      tokens.add("</violation>");
    }
    return tokens;
  }

  private static List<String> words(Call call, int telling) {
    List<String> words = new ArrayList<>();
    words.add(call.judge() ? "Critique" : "Answer");
    words.add(" " + call.candidate());
    words.add(" of " + call.run() + ",");
    words.add(" told " + telling + ":");
    for (int i = words.size(); i < TOKENS; i++) {
      words.add(" word" + i);
    }
    return words;
  }
}
