package dev.hone.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a judge is asked, as far as the demo model can read it.
 *
 * @param question what the person had asked
 * @param verdict what is to follow the reason
 */
record JudgePrompt(String question, List<String> rubrics, List<String> answers, Verdict verdict) {

  enum Verdict {
    VIOLATION,
    BEST,
    /** The reason alone, as for a lone candidate that nothing can be compared with. */
    NONE
  }

  private static final Pattern FENCE =
      Pattern.compile("(?s)<(data-[0-9A-Za-z]{1,40})>\\n?(.*?)\\n?</\\1>");
  private static final String FENCED = "\0fenced\0";
  private static final Pattern RUBRIC = Pattern.compile("(?m)^ *\\d+[.)] (.*)$");
  private static final Pattern USER =
      Pattern.compile(
          "(?ims)^[^\\w\\n]{0,5}user\\b[^\\w\\n]{0,5}[:>\\n](.*?)"
              + "(?=^[^\\w\\n]{0,5}(?:user|assistant|system|developer|tool)\\b"
              + "[^\\w\\n]{0,5}[:>\\n]|</user|\\z)");

  /** Reads a user message; empty if it asks for no judgement. */
  static Optional<JudgePrompt> in(String text) {
    List<String> fenced = FENCE.matcher(text).results().map(fence -> fence.group(2)).toList();
    // What is fenced may hold anything, headings and tags too: it must not be read as the prompt.
    String prompt = FENCE.matcher(text).replaceAll(FENCED);
    String required = section(prompt, "Output Requirement");
    if (!required.contains("<reason>")) {
      return Optional.empty();
    }
    return Optional.of(
        new JudgePrompt(
            question(String.join("\n", contents(prompt, "Query", fenced))),
            RUBRIC.matcher(section(prompt, "Rubrics")).results().map(JudgePrompt::rubric).toList(),
            contents(prompt, "Answers?", fenced),
            verdict(required)));
  }

  /** What is fenced in a section, or the section itself if nothing is. */
  private static List<String> contents(String prompt, String heading, List<String> fenced) {
    String section = section(prompt, heading);
    int inside = count(section, FENCED);
    int before = count(prompt.substring(0, start(prompt, heading)), FENCED);
    return inside == 0 ? List.of(section.strip()) : fenced.subList(before, before + inside);
  }

  private static Verdict verdict(String required) {
    if (required.contains("<violation>")) {
      return Verdict.VIOLATION;
    }
    return required.contains("<best>") ? Verdict.BEST : Verdict.NONE;
  }

  /** What the person said last; all of the query if it isn't clear who said what. */
  private static String question(String query) {
    List<String> said = new ArrayList<>();
    USER.matcher(query).results().forEach(match -> said.add(match.group(1).strip()));
    return said.isEmpty() ? query.strip() : said.get(said.size() - 1);
  }

  private static String rubric(MatchResult line) {
    return line.group(1).strip();
  }

  private static int start(String prompt, String heading) {
    Matcher matcher = Pattern.compile("(?m)^#+ " + heading + "\\s*$").matcher(prompt);
    return matcher.find() ? matcher.end() : prompt.length();
  }

  private static String section(String prompt, String heading) {
    String rest = prompt.substring(start(prompt, heading));
    Matcher next = Pattern.compile("(?m)^# ").matcher(rest);
    return next.find() ? rest.substring(0, next.start()) : rest;
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
