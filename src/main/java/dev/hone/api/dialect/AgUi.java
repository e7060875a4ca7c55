package dev.hone.api.dialect;

import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import dev.hone.refinement.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * AG-UI's events: reasoning messages for what models think, drafts and feedback, and one text
 * message for the best candidate.
 *
 * <p>Its readers take each answer of a server for a run of its own that must begin with {@code
 * RUN_STARTED}; so a reader that goes on gets one too, in front of the first event. Ids of messages
 * name the run, since a reader keeps those of many runs.
 */
final class AgUi implements Dialect {

  private final Parts parts;
  private boolean started;

  AgUi(long after) {
    this.parts = Parts.after(after);
  }

  @Override
  public List<String> frames(Event event) {
    List<Frame> frames = new ArrayList<>();
    if (!started) {
      started = true;
      frames.add(ofRun("RUN_STARTED", event));
    }
    parts.take(event).forEach(piece -> add(piece, event, frames));
    Note note = Note.of(event.fact());
    if (note != null) {
      frames.add(Frame.of("CUSTOM").with("name", event.fact().type()).with("value", note));
    }
    if (event.fact() instanceof Fact.Terminal end) {
      end(end, event, frames);
    }
    return frames.stream()
        .map(frame -> frame.with("timestamp", event.at().toEpochMilli()).json())
        .toList();
  }

  private static void add(Piece piece, Event event, List<Frame> frames) {
    if (piece instanceof Piece.Begun begun) {
      frames.add(message("REASONING_START", begun.id(), event));
      frames.add(
          message("REASONING_MESSAGE_START", begun.id(), event)
              .with("role", "reasoning")
              .with("metadata", PartLabel.of(begun.source(), null)));
    } else if (piece instanceof Piece.More more) {
      frames.add(message("REASONING_MESSAGE_CONTENT", more.id(), event).with("delta", more.text()));
    } else if (piece instanceof Piece.Over over) {
      frames.add(
          message("REASONING_MESSAGE_END", over.id(), event)
              .with("metadata", PartLabel.of(over.source(), over.discarded())));
      frames.add(message("REASONING_END", over.id(), event));
    }
  }

  private static void end(Fact.Terminal end, Event event, List<Frame> frames) {
    if (end.content() != null) {
      frames.add(message("TEXT_MESSAGE_START", "answer", event).with("role", "assistant"));
      frames.add(message("TEXT_MESSAGE_CONTENT", "answer", event).with("delta", end.content()));
      frames.add(message("TEXT_MESSAGE_END", "answer", event));
    }
    Frame last =
        end instanceof Fact.RunFailed failed
            ? Frame.of("RUN_ERROR")
                .with("message", Outcome.text(failed.problem()))
                .with("code", failed.problem().type())
            : ofRun("RUN_FINISHED", event)
                .with("result", Outcome.of(event))
                .with("outcome", outcome(end));
    frames.add(last.with("usage", List.of(tokens(end.usage()))));
  }

  /** A run of ours is a thread of its own. */
  private static Frame ofRun(String type, Event event) {
    return Frame.of(type).with("threadId", event.run()).with("runId", event.run());
  }

  private static Frame message(String type, String id, Event event) {
    return Frame.of(type).with("messageId", event.run() + "-" + id);
  }

  private static Map<String, Long> tokens(Usage usage) {
    Map<String, Long> tokens = new TreeMap<>();
    tokens.put("inputTokens", usage.promptTokens());
    tokens.put("outputTokens", usage.completionTokens());
    tokens.put("totalTokens", usage.totalTokens());
    if (usage.cachedTokens() != null) {
      tokens.put("cachedInputTokens", usage.cachedTokens());
    }
    return tokens;
  }

  /** Its readers know success and interruption, and fail at any other; the result says more. */
  private static Map<String, String> outcome(Fact.Terminal end) {
    return end instanceof Fact.RunCancelled ? null : Map.of("type", "success");
  }
}
