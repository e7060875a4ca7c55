package dev.hone.api.openai;

import dev.hone.api.dialect.Outcome;
import dev.hone.api.dialect.Parts;
import dev.hone.api.dialect.Piece;
import dev.hone.api.dialect.Source;
import dev.hone.refinement.Event;
import dev.hone.refinement.Fact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an OpenAI client sees of a run: a pure function of its events, from the first on. Drafts and
 * feedback are reasoning as they are written, the best candidate is the content at the end. Not
 * thread-safe.
 */
final class ChatChunks {

  private static final Set<String> FINISH_REASONS = Set.of("stop", "length", "content_filter");

  private final String model;
  private final boolean usage;
  private final Parts parts = Parts.oneAtATime();
  private final Map<Integer, String> finishReasons = new HashMap<>();
  private Instant created = Instant.EPOCH;
  private boolean reasoned;

  /**
   * @param model as the client called it
   * @param usage whether the tokens of all calls come at the end
   */
  ChatChunks(String model, boolean usage) {
    this.model = model;
    this.usage = usage;
  }

  /** What the next event adds; a run that ends without an answer adds none. */
  List<ChatChunk> of(Event event) {
    List<ChatChunk> chunks = new ArrayList<>();
    if (event.fact() instanceof Fact.RunCreated) {
      created = event.at();
      chunks.add(chunk(event, new ChatChunk.Delta("assistant", "", null)));
    }
    if (event.fact() instanceof Fact.CandidateCompleted completed) {
      finishReasons.put(completed.candidate(), completed.finishReason());
    }
    for (Piece piece : parts.take(event)) {
      String text = text(piece);
      if (!text.isEmpty()) {
        chunks.add(chunk(event, ChatChunk.Delta.reasoning(text)));
      }
    }
    if (event.fact() instanceof Fact.Terminal end && end.content() != null) {
      answer(event, end, chunks);
    }
    return chunks;
  }

  private void answer(Event event, Fact.Terminal end, List<ChatChunk> chunks) {
    chunks.add(chunk(event, ChatChunk.Delta.content(end.content())));
    chunks.add(
        chunk(
            event,
            List.of(new ChatChunk.Choice(0, ChatChunk.Delta.NOTHING, finishReason(end))),
            null,
            Outcome.of(event).withCandidates(finishReasons.size())));
    if (usage) {
      chunks.add(chunk(event, List.of(), ChatUsage.of(end.usage()), null));
    }
  }

  /** One string holds all parts, so each says what it is. */
  private String text(Piece piece) {
    if (piece instanceof Piece.Begun begun) {
      String heading = (reasoned ? "\n\n" : "") + heading(begun.source()) + "\n\n";
      reasoned = true;
      return heading;
    }
    if (piece instanceof Piece.More more) {
      return more.text();
    }
    String discarded = ((Piece.Over) piece).discarded();
    return discarded == null ? "" : "\n\n(discarded: " + discarded + ")";
  }

  private static String heading(Source source) {
    return switch (source.kind()) {
      case THINKING -> "### Thinking of candidate " + source.candidate();
      case DRAFT -> "### Candidate " + source.candidate();
      case FEEDBACK -> "### Feedback on candidate " + source.candidate();
    };
  }

  private String finishReason(Fact.Terminal end) {
    String reason = finishReasons.get(end.best());
    return FINISH_REASONS.contains(reason == null ? "" : reason) ? reason : "stop";
  }

  private ChatChunk chunk(Event event, ChatChunk.Delta delta) {
    return chunk(event, List.of(new ChatChunk.Choice(0, delta, null)), null, null);
  }

  private ChatChunk chunk(
      Event event, List<ChatChunk.Choice> choices, ChatUsage tokens, Outcome outcome) {
    return new ChatChunk(
        "chatcmpl-" + event.run(),
        "chat.completion.chunk",
        created.getEpochSecond(),
        model,
        choices,
        tokens,
        outcome);
  }
}
