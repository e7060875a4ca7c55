package dev.hone.api.dialect;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * AI SDK's UI message stream: one assistant message whose reasoning parts are what models think,
 * drafts and feedback, and whose one text part is the best candidate.
 *
 * <p>{@code start} comes only with the run's first event: a reader that goes on would take another
 * one for a replay, and forget what it has.
 */
final class AiSdk implements Dialect {

  private static final String DONE = "[DONE]";
  private static final String ANSWER = "answer";

  private final Parts parts;

  AiSdk(long after) {
    this.parts = Parts.after(after);
  }

  @Override
  public List<String> frames(Event event) {
    List<String> frames = new ArrayList<>();
    if (event.fact() instanceof Fact.RunCreated) {
      frames.add(
          Frame.of("start")
              .with("messageId", event.run())
              .with("messageMetadata", Map.of("hone", Map.of("run", event.run())))
              .json());
      frames.add(Frame.of("start-step").json());
    }
    parts.take(event).forEach(piece -> frames.add(frame(piece).json()));
    Note note = Note.of(event.fact());
    if (note != null) {
      frames.add(frame(note).json());
    }
    if (event.fact() instanceof Fact.Terminal end) {
      end(end, Outcome.of(event), frames);
    }
    return frames;
  }

  private static Frame frame(Piece piece) {
    if (piece instanceof Piece.Begun begun) {
      return Frame.of("reasoning-start")
          .with("id", begun.id())
          .with("providerMetadata", PartLabel.of(begun.source(), null));
    }
    if (piece instanceof Piece.More more) {
      return Frame.of("reasoning-delta").with("id", more.id()).with("delta", more.text());
    }
    Piece.Over over = (Piece.Over) piece;
    return Frame.of("reasoning-end")
        .with("id", over.id())
        .with("providerMetadata", PartLabel.of(over.source(), over.discarded()));
  }

  private static Frame frame(Note note) {
    return Frame.of(note instanceof Note.Evaluated ? "data-evaluation" : "data-steering")
        .with("data", note);
  }

  private static void end(Fact.Terminal end, Outcome outcome, List<String> frames) {
    if (end.content() != null) {
      frames.add(Frame.of("text-start").with("id", ANSWER).json());
      frames.add(Frame.of("text-delta").with("id", ANSWER).with("delta", end.content()).json());
      frames.add(Frame.of("text-end").with("id", ANSWER).json());
    }
    frames.add(Frame.of("finish-step").json());
    if (end instanceof Fact.RunCancelled cancelled) {
      frames.add(Frame.of("abort").with("reason", "cancelled by " + cancelled.by()).json());
    } else if (end instanceof Fact.RunFailed failed) {
      frames.add(Frame.of("error").with("errorText", Outcome.text(failed.problem())).json());
    }
    frames.add(
        Frame.of("finish")
            .with("finishReason", end instanceof Fact.RunFailed ? "error" : "stop")
            .with("messageMetadata", Map.of("hone", outcome, "usage", end.usage()))
            .json());
    frames.add(DONE);
  }
}
