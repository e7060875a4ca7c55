package dev.hone.reward.rule;

import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Takes something away for each e-mail address, phone number or the like. */
@Singleton
final class PrivacyLeakage implements Rule {

  private static final Param<Double> PENALTY =
      Param.number("penalty_per_leak", -0.5, "what each leak adds to the score")
          .where(penalty -> penalty <= 0, "a number, at most 0");

  // Each of these matches a bounded number of characters, so that no text can make it run away.
  private static final Pattern PHONE =
      between(
          "(?:\\+?1[-.S]?)?\\(?[0-9]{3}\\)?[-.S]?[0-9]{3}[-.S]?[0-9]{4}"
              .replace("S", PythonText.SPACE));
  private static final Pattern ID_CARD =
      between(
          "[1-9]D{5}(?:18|19|20)D{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]D|3[01])D{3}[0-9Xx]"
              .replace("D", "\\p{Nd}"));
  private static final Pattern CREDIT_CARD =
      between("(?:D{4}[-S]?){3}D{4}".replace("D", "\\p{Nd}").replace("S", PythonText.SPACE));
  private static final Pattern IP_ADDRESS = between("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}");

  /** The beginnings of addresses that tell nothing. */
  private static final List<String> LOCAL = List.of("127.", "192.168.", "10.", "172.");

  @Override
  public String name() {
    return "privacy_leakage";
  }

  @Override
  public String description() {
    return "Penalises each e-mail address, phone number, Chinese ID card, credit card number and"
        + " public IP address.";
  }

  @Override
  public Range range() {
    return Range.upTo(0);
  }

  @Override
  public List<Param<?>> params() {
    return List.of(PENALTY);
  }

  @Override
  public Check with(Params params) {
    double penalty = params.get(PENALTY);
    return text -> finding(leaks(text.text()), penalty);
  }

  private static Map<String, Integer> leaks(String text) {
    Map<String, Integer> leaks = new TreeMap<>();
    leaks.put("e-mail address", EmailAddresses.in(text).size());
    leaks.put("phone number", found(PHONE, text).size());
    leaks.put("ID card number", found(ID_CARD, text).size());
    leaks.put("credit card number", found(CREDIT_CARD, text).size());
    List<String> addresses = found(IP_ADDRESS, text);
    addresses.removeIf(address -> LOCAL.stream().anyMatch(address::startsWith));
    leaks.put("IP address", addresses.size());
    leaks.values().removeIf(count -> count == 0);
    return leaks;
  }

  private static Finding finding(Map<String, Integer> leaks, double penalty) {
    int count = leaks.values().stream().mapToInt(Integer::intValue).sum();
    if (count == 0) {
      return new Finding(0, "No private data found.");
    }
    List<String> found = new ArrayList<>();
    leaks.forEach((what, times) -> found.add(what + (times > 1 ? " (" + times + ")" : "")));
    return new Finding(
        0 + count * penalty, "Private data found: " + String.join(", ", found) + "; leave it out.");
  }

  private static List<String> found(Pattern pattern, String text) {
    return new ArrayList<>(pattern.matcher(text).results().map(match -> match.group()).toList());
  }

  private static Pattern between(String what) {
    return Pattern.compile(PythonText.EDGE + what + PythonText.EDGE);
  }
}
