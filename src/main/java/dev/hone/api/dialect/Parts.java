package dev.hone.api.dialect;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The fold of a run's events into parts: what models think, drafts and feedback. A pure function of
 * the events and of the position that they begin after. Not thread-safe.
 *
 * <p>A reader may have begun in the middle, and a slow one misses deltas that the log has dropped.
 * So a part begins where its first delta comes, and when its step is complete, a text that was not
 * sent in full is sent whole as a part of its own.
 */
public final class Parts {

  private final boolean oneAtATime;
  private final Map<Source, String> open = new LinkedHashMap<>();
  private final Map<Source, Told> told = new HashMap<>();
  private long seq;
  private boolean fromItsStart;
  private boolean dropped;

  private Parts(long after, boolean oneAtATime) {
    this.seq = after;
    this.oneAtATime = oneAtATime;
  }

  /**
   * @param after the position that the events begin after
   */
  public static Parts after(long after) {
    return new Parts(after, false);
  }

  /**
   * From the first event on, for readers who can't tell parts apart: each ends before the next
   * begins, and feedback that several write at once comes whole when it is complete.
   */
  public static Parts oneAtATime() {
    return new Parts(0, true);
  }

  /** What the next event adds; often nothing. */
  public List<Piece> take(Event event) {
    Fact fact = event.fact();
    dropped |= event.seq() > seq + 1 && !(fact instanceof Fact.Delta);
    seq = event.seq();
    List<Piece> pieces = new ArrayList<>();
    if (fact instanceof Fact.Delta delta) {
      more(delta, pieces);
    } else if (fact instanceof Fact.CandidateStarted || fact instanceof Fact.EvaluationStarted) {
      start(pieces);
    } else if (fact instanceof Fact.CandidateDiscarded discarded) {
      endAll(word(discarded.reason()), pieces);
    } else if (fact instanceof Fact.EvaluationDiscarded discarded) {
      Source source = Source.feedback(discarded.candidate(), discarded.part());
      end(source, word(discarded.reason()), pieces);
      told.remove(source);
    } else if (fact instanceof Fact.CandidateCompleted completed) {
      complete(completed, pieces);
    } else if (fact instanceof Fact.EvaluationCompleted completed) {
      complete(completed, pieces);
    } else if (fact instanceof Fact.Terminal) {
      endAll("ended", pieces);
    }
    return pieces;
  }

  private void start(List<Piece> pieces) {
    endAll("ended", pieces);
    told.clear();
    fromItsStart = true;
    dropped = false;
  }

  private void more(Fact.Delta delta, List<Piece> pieces) {
    Source source = Source.of(delta);
    if (delta.text().isEmpty() || oneAtATime && source.part() != null) {
      return;
    }
    if (!open.containsKey(source)) {
      if (source.kind() != Source.Kind.FEEDBACK) {
        endAll(null, pieces); // thinking and answering take turns
      }
      begin(source, pieces);
    }
    told.computeIfAbsent(source, begun -> new Told()).add(delta.text());
    pieces.add(new Piece.More(open.get(source), delta.text()));
  }

  private void complete(Fact.CandidateCompleted completed, List<Piece> pieces) {
    endAll(null, pieces);
    Source thinking = Source.thinking(completed.candidate());
    Source draft = Source.draft(completed.candidate());
    boolean restSeen = !fromItsStart && !dropped && !told.isEmpty();
    if (!restSeen) {
      sendUnlessTold(thinking, completed.thinking(), pieces);
      sendUnlessTold(draft, completed.content(), pieces);
    }
    endStep();
  }

  private void sendUnlessTold(Source source, String text, List<Piece> pieces) {
    Told before = told.get(source);
    if (before == null || !before.isAllOf(text == null ? "" : text)) {
      sendWhole(source, text, pieces);
    }
  }

  /** The feedback may say more than the critique that was seen being written. */
  private void complete(Fact.EvaluationCompleted completed, List<Piece> pieces) {
    Source source = Source.feedback(completed.candidate(), null);
    String rest =
        fromItsStart && !dropped && open.containsKey(source)
            ? told.get(source).restOf(completed.feedback())
            : null;
    if (rest != null && !rest.isEmpty()) {
      pieces.add(new Piece.More(open.get(source), rest));
    }
    endAll(null, pieces);
    if (rest == null) {
      sendWhole(source, completed.feedback(), pieces);
    }
    endStep();
  }

  private void sendWhole(Source source, String text, List<Piece> pieces) {
    if (text != null && !text.isEmpty()) {
      begin(source, pieces);
      pieces.add(new Piece.More(open.get(source), text));
      end(source, null, pieces);
    }
  }

  private void endStep() {
    told.clear();
    fromItsStart = false;
    dropped = false;
  }

  private void begin(Source source, List<Piece> pieces) {
    String id = word(source.kind()) + "-" + seq;
    open.put(source, id);
    pieces.add(new Piece.Begun(id, source));
  }

  private void endAll(String discarded, List<Piece> pieces) {
    List.copyOf(open.keySet()).forEach(source -> end(source, discarded, pieces));
  }

  private void end(Source source, String discarded, List<Piece> pieces) {
    String id = open.remove(source);
    if (id != null) {
      pieces.add(new Piece.Over(id, source, discarded));
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
