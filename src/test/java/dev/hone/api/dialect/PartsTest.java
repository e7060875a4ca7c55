package dev.hone.api.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hone.refinement.EvaluationDiscardReason;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What readers get of events that come one by one, merged, dropped or from the middle on. Parts are
 * written as {@code draft-3[text]}, with {@code !reason} where they are void and {@code …} where
 * they are not over.
 */
class PartsTest {

  @Test
  void aPartGrowsAndEndsWithItsStep() {
    Parts parts = Parts.after(0);

    assertEquals(
        "thinking-4[hmm] draft-6[Poor.]",
        read(
            parts,
            event(3, started()),
            event(4, new Fact.ThinkingDelta(0, "hm")),
            event(5, new Fact.ThinkingDelta(0, "m")),
            event(6, draft("Po")),
            event(7, draft("or.")),
            event(8, completed("Poor.", "hmm"))));
  }

  @Test
  void whatWasMergedIsNotDropped() {
    assertEquals(
        "draft-20[Poor.]",
        read(
            Parts.after(0),
            event(3, started()),
            event(20, draft("Poor.")),
            event(21, completed("Poor.", null))));
  }

  @Test
  void aTextWhoseDeltasWereDroppedComesWhole() {
    assertEquals(
        "thinking-9[hmm] draft-9[Poor.]",
        read(Parts.after(0), event(3, started()), event(9, completed("Poor.", "hmm"))));
    assertEquals(
        "draft-4[Po] draft-9[Poor.]",
        read(
            Parts.after(0),
            event(3, started()),
            event(4, draft("Po")),
            event(9, completed("Poor.", null))));
  }

  @Test
  void whatWasToldOfThinkingIsNotToldAgainWhereOnlyTheDraftWasDropped() {
    assertEquals(
        "thinking-4[hmm] draft-5[Po] draft-9[Poor.]",
        read(
            Parts.after(0),
            event(3, started()),
            event(4, new Fact.ThinkingDelta(0, "hmm")),
            event(5, draft("Po")),
            event(9, completed("Poor.", "hmm"))));
  }

  @Test
  void aDraftThatTurnedOutToBeginWithThinkingComesWholeWithoutIt() {
    List<Event> events =
        List.of(
            event(3, started()),
            event(4, draft("Hm.\n")),
            event(5, draft("Poor.")),
            event(6, completed("Poor.", "Hm.\n")));

    for (Parts parts : List.of(Parts.after(0), Parts.oneAtATime())) {
      assertEquals(
          "draft-4[Hm.\nPoor.] thinking-6[Hm.\n] draft-6[Poor.]",
          read(parts, events.toArray(new Event[0])));
    }
  }

  @Test
  void aReaderFromTheMiddleGetsTheRest() {
    assertEquals(
        "draft-6[or.]",
        read(Parts.after(5), event(6, draft("or.")), event(7, completed("Poor.", null))));
  }

  @Test
  void aReaderFromTheMiddleGetsAllIfTheRestWasDropped() {
    assertEquals("draft-9[Poor.]", read(Parts.after(5), event(9, completed("Poor.", null))));
    assertEquals(
        "draft-6[o] draft-9[Poor.]",
        read(Parts.after(5), event(6, draft("o")), event(9, completed("Poor.", null))));
  }

  @Test
  void steeringWhoseNeighboursWereDroppedDoesNotHideThat() {
    assertEquals(
        "draft-10[Poor.]",
        read(
            Parts.after(5),
            event(9, new Fact.SteeringReceived("Shorter.", null, Fact.SteeringWhen.NEXT)),
            event(10, completed("Poor.", null))));
    assertEquals(
        "draft-6[or.]",
        read(
            Parts.after(5),
            event(6, draft("o")),
            event(7, new Fact.SteeringReceived("Shorter.", null, Fact.SteeringWhen.NEXT)),
            event(8, draft("r.")),
            event(9, completed("Poor.", null))));
  }

  @Test
  void aDiscardedDraftIsVoidAndTheNextIsAPartOfItsOwn() {
    assertEquals(
        "draft-4[Poo]!retry draft-7[Poor.]",
        read(
            Parts.after(0),
            event(3, started()),
            event(4, draft("Poo")),
            event(5, new Fact.CandidateDiscarded(0, Fact.CandidateDiscardReason.RETRY)),
            event(6, started()),
            event(7, draft("Poor.")),
            event(8, completed("Poor.", null))));
  }

  @Test
  void aRetryThatASlowReaderMissedIsSeenByItsText() {
    assertEquals(
        "draft-4[Xx] draft-9[Poor.]",
        read(
            Parts.after(0),
            event(3, started()),
            event(4, draft("Xx")),
            event(9, completed("Poor.", null))));
  }

  @Test
  void feedbackGoesOnWhereTheCritiqueEnds() {
    assertEquals(
        "feedback-4[Say more.\n\nNot met]",
        read(
            Parts.after(0),
            event(3, new Fact.EvaluationStarted(0, 0)),
            event(4, feedback("Say ", null)),
            event(5, feedback("more.", null)),
            event(6, evaluated("Say more.\n\nNot met"))));
  }

  @Test
  void feedbackThatNobodyWasSeenWritingComesWhole() {
    assertEquals(
        "feedback-4[Too long.]",
        read(
            Parts.after(0),
            event(3, new Fact.EvaluationStarted(0, 0)),
            event(4, evaluated("Too long."))));
    assertEquals("feedback-4[Too long.]", read(Parts.after(3), event(4, evaluated("Too long."))));
  }

  @Test
  void criticsWhoWriteAtOnceHaveAPartEachAndTheFeedbackOfAllIsAnother() {
    assertEquals(
        "feedback-4[AA] feedback-5[B] feedback-7[a: AA, b: B]",
        read(
            Parts.after(0),
            event(3, new Fact.EvaluationStarted(0, 0)),
            event(4, feedback("A", "a")),
            event(5, feedback("B", "b")),
            event(6, feedback("A", "a")),
            event(7, evaluated("a: AA, b: B"))));
  }

  @Test
  void oneAtATimeTheyAreHeardWhenAllIsSaid() {
    assertEquals(
        "feedback-7[a: A, b: B]",
        read(
            Parts.oneAtATime(),
            event(1, started()),
            event(3, new Fact.EvaluationStarted(0, 0)),
            event(4, feedback("A", "a")),
            event(5, feedback("B", "b")),
            event(7, evaluated("a: A, b: B"))));
  }

  @Test
  void aDiscardedCritiqueIsVoid() {
    assertEquals(
        "feedback-4[Sa]!unparsable feedback-6[Say more.]",
        read(
            Parts.after(0),
            event(3, new Fact.EvaluationStarted(0, 0)),
            event(4, feedback("Sa", null)),
            event(5, new Fact.EvaluationDiscarded(0, null, EvaluationDiscardReason.UNPARSABLE)),
            event(6, feedback("Say more.", null)),
            event(7, evaluated("Say more."))));
  }

  @Test
  void theEndOfTheRunVoidsWhatIsBeingWritten() {
    assertEquals(
        "draft-4[Po]!ended",
        read(
            Parts.after(0),
            event(3, started()),
            event(4, draft("Po")),
            event(5, new Fact.RunCancelled("owner", null, null, null, Usage.NONE))));
  }

  @Test
  void anEmptyDeltaIsNothing() {
    assertTrue(Parts.after(3).take(event(4, draft(""))).isEmpty());
  }

  private static String read(Parts parts, Event... events) {
    List<StringBuilder> written = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (Event event : events) {
      for (Piece piece : parts.take(event)) {
        if (piece instanceof Piece.Begun begun) {
          ids.add(begun.id());
          written.add(new StringBuilder(begun.id()).append("[…"));
        } else if (piece instanceof Piece.More more) {
          StringBuilder text = written.get(ids.indexOf(more.id()));
          text.insert(text.length() - 1, more.text());
        } else if (piece instanceof Piece.Over over) {
          StringBuilder text = written.get(ids.indexOf(over.id()));
          text.setCharAt(text.length() - 1, ']');
          text.append(over.discarded() == null ? "" : "!" + over.discarded());
        }
      }
    }
    return written.stream().map(StringBuilder::toString).collect(Collectors.joining(" "));
  }

  private static Event event(long seq, Fact fact) {
    return new Event("run", seq, Instant.EPOCH, fact);
  }

  private static Fact started() {
    return new Fact.CandidateStarted(0, 0, null);
  }

  private static Fact draft(String text) {
    return new Fact.CandidateDelta(0, text);
  }

  private static Fact completed(String content, String thinking) {
    return new Fact.CandidateCompleted(0, 0, content, thinking, Usage.NONE, "stop", 1);
  }

  private static Fact feedback(String text, String part) {
    return new Fact.FeedbackDelta(0, text, part);
  }

  private static Fact evaluated(String feedback) {
    return new Fact.EvaluationCompleted(
        0, 0, 1.0, List.of(), null, null, feedback, 0, Usage.NONE, 1);
  }
}
