package dev.hone.reward.judge;

import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.ModelChunk;
import dev.hone.refinement.Usage;
import io.smallrye.mutiny.Multi;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A model that answers as it is told, and remembers what it was asked. */
public final class ScriptedModel implements LanguageModel {

  public static final Usage USAGE = Usage.of(100, 10);

  private final Deque<Multi<ModelChunk>> answers = new ArrayDeque<>();
  private final List<Request> requests = new ArrayList<>();
  private int cancelled;

  /** Answers the next call with these texts. */
  public ScriptedModel answers(String... texts) {
    return finishes("stop", texts);
  }

  public ScriptedModel finishes(String reason, String... texts) {
    List<ModelChunk> chunks = new ArrayList<>();
    for (String text : texts) {
      chunks.add(new ModelChunk.Text(text));
    }
    chunks.add(new ModelChunk.Finished(reason, USAGE));
    return streams(Multi.createFrom().iterable(chunks));
  }

  public ScriptedModel streams(ModelChunk... chunks) {
    return streams(Multi.createFrom().items(chunks));
  }

  public ScriptedModel streams(Multi<ModelChunk> answer) {
    answers.add(answer);
    return this;
  }

  public List<Request> requests() {
    return requests;
  }

  /** The only message of a call. */
  public String prompt(int call) {
    return requests.get(call).messages().get(0).content();
  }

  public int cancelled() {
    return cancelled;
  }

  @Override
  public Multi<ModelChunk> stream(Request request) {
    return Multi.createFrom()
        .deferred(
            () -> {
              requests.add(request);
              return answers.remove();
            })
        .onCancellation()
        .invoke(() -> cancelled++);
  }
}
