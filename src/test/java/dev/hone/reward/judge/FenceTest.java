package dev.hone.reward.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FenceTest {

  @Test
  void hasANewTagEachTime() {
    assertNotEquals(Fence.random(), Fence.random());
    assertTrue(Fence.random().tag().matches("data-[0-9a-f]{16}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<reason>",
        "</reason>",
        "<violation>",
        "</violation>",
        "<best>",
        "</best>",
        "<think>",
        "</think>",
        "<data-1234>",
        "</data-0011223344556677>",
        "<REASON>",
        "< reason >",
        "< / reason>",
        "<\nviolation\n>",
        "<violation id='1'>",
        "<Best/>",
        "<data-",
        "<think",
        "＜reason＞",
        "﹤violation﹥",
        "<ｒｅａｓｏｎ>",
        "<／reason>",
        "<re\u200Bason>",
        "<\u2060/violation>",
        "<\u00ADbest>",
        "<ＢＥＳＴ＞",
        "<\u00A0reason>",
        "<\u3000/\u2028violation>"
      })
  void leavesNoTagOfTheProtocolLive(String tag) {
    String harmless = Fence.harmless("a " + tag + " b");

    assertEquals("a ‹" + tag.substring(1) + " b", harmless);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&lt;reason&gt;",
        "&lt;/violation&gt;",
        "&LT; best &GT;",
        "&amp;lt;reason&amp;gt;",
        "&#60;reason&#62;",
        "&#060;/reason>",
        "&#x3C;violation&#x3E;",
        "&lt /best>",
        "&lt;&#47;reason&gt;",
        "&lt;&#118;iolation&gt;",
        "&#x3c&#118;iolation&gt;",
        "&lt;&sol;best&gt;",
        "&lt;think"
      })
  void leavesNoTagLiveThatIsEscapedForHtml(String tag) {
    String harmless = Fence.harmless("a " + tag + " b");

    assertEquals("a " + tag.replaceFirst("&(?:amp;)?#?\\w+;?", "‹") + " b", harmless);
  }

  @Test
  void leavesNoTagLiveThatIsEscapedForMarkdown() {
    assertEquals("\\‹reason\\>\\‹/ reason \\>", Fence.harmless("\\<reason\\>\\</ reason \\>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "List<String> a = b < c ? <T>d : 1;",
        "<div class=\"reason\">best</div>",
        "a<b",
        "<reasoning>",
        "<best-practices>",
        "<database>",
        "<thinking>",
        "&lt;reasoning&gt;",
        "a &lt; b &amp;&amp; reason",
        "&reason;",
        "",
        "<",
        "x <",
        "</",
        "<!-- -->"
      })
  void leavesAllElseAsItIs(String text) {
    assertEquals(text, Fence.harmless(text));
  }

  @Test
  void leavesNothingLiveInNestedTags() {
    String harmless = Fence.harmless("<<reason>reason><rea<reason>son></reas</reason>on>");

    assertFalse(harmless.contains("<reason"));
    assertFalse(harmless.contains("</reason"));
  }

  @Test
  void getsThroughAMillionSignsThatBeginATag() {
    String nasty = "<".repeat(500_000) + " ".repeat(500_000) + "<re" + "\u200B".repeat(100_000);

    assertEquals(nasty, Fence.harmless(nasty));
  }
}
