package dev.hone.demo;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How a person may want an answer, as far as the demo model can do something about it. */
enum Style {
  SHORTER("\\b(short|shorter|shorten|brief|briefer|concise|too long|fewer words|less text)\\b"),
  SIMPLER("\\b(simpler|simple|simply|child|children|kids?|eli5|plain|easier|layman|beginners?)\\b"),
  OTHER_LANGUAGE(
      "\\b(german|deutsch|french|spanish|italian|chinese|japanese|portuguese|dutch|polish|turkish"
          + "|russian|arabic|hindi|korean)\\b");

  private final Pattern asked;

  Style(String asked) {
    this.asked = Pattern.compile(asked, Pattern.CASE_INSENSITIVE);
  }

  static Set<Style> in(String wish) {
    return EnumSet.allOf(Style.class).stream()
        .filter(style -> style.asked.matcher(wish).find())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Style.class)));
  }
}
