package dev.hone.reward.rule;

import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether Python code is indented in one way and names things in snake_case. */
@Singleton
final class CodeStyle implements Rule {

  private static final Pattern FUNCTION =
      Pattern.compile("defS++([a-zA-Z_][a-zA-Z0-9_]*+)S*+\\(".replace("S", PythonText.SPACE));

  /** All runs of letters and digits, so that none is tried again from its middle. */
  private static final Pattern ASSIGNED =
      Pattern.compile("([a-zA-Z0-9_]++)(S*+=)?+".replace("S", PythonText.SPACE));

  private static final Pattern LEADING_DIGITS = Pattern.compile("^[0-9]+");

  private static final Pattern SNAKE_CASE = Pattern.compile("[a-z_][a-z0-9_]*+");

  @Override
  public String name() {
    return "code_style";
  }

  @Override
  public String description() {
    return "Whether Python code blocks don't mix tabs and spaces and use snake_case names.";
  }

  @Override
  public Range range() {
    return Range.UNIT;
  }

  @Override
  public Check with(Params params) {
    return text -> finding(CodeBlocks.in(text.text()));
  }

  private static Finding finding(List<String> blocks) {
    if (blocks.isEmpty()) {
      return new Finding(0, "There is no code block; put the code between lines of ```.");
    }
    double total = 0;
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      total += score(blocks.get(i), "block " + (i + 1), wrong);
    }
    double score = total / blocks.size();
    return Finding.of(
        score,
        "Code style score: %.3f. %s",
        score,
        wrong.isEmpty() ? "Nothing to mend." : String.join("; ", wrong) + ".");
  }

  private static double score(String code, String block, List<String> wrong) {
    double score = 0;
    if (isIndentedInOneWay(code)) {
      score += 0.5;
    } else {
      wrong.add("In " + block + " tabs and spaces are mixed");
    }
    List<String> names = names(code);
    long good = names.stream().filter(name -> SNAKE_CASE.matcher(name).matches()).count();
    if (good < names.size()) {
      wrong.add("In " + block + " " + good + " of " + names.size() + " names are in snake_case");
    }
    return score + (names.isEmpty() ? 1.0 : (double) good / names.size()) * 0.5;
  }

  private static boolean isIndentedInOneWay(String code) {
    return Stream.of(code.split("\n"))
            .filter(line -> !PythonText.isBlank(line))
            .map(line -> line.charAt(0))
            .filter(first -> first == ' ' || first == '\t')
            .distinct()
            .count()
        < 2;
  }

  private static List<String> names(String code) {
    return Stream.concat(
            FUNCTION.matcher(code).results().map(match -> match.group(1)),
            ASSIGNED
                .matcher(code)
                .results()
                .filter(match -> match.group(2) != null)
                .map(match -> LEADING_DIGITS.matcher(match.group(1)).replaceFirst("")))
        .filter(name -> !name.isEmpty())
        .toList();
  }
}
