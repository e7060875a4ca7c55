package dev.hone.refinement;

import io.smallrye.mutiny.Multi;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A model that gives prepared answers, one a call, and remembers what it was asked. */
public final class ScriptedWriter implements LanguageModel {

  public final List<Request> requests = new ArrayList<>();
  public final AtomicInteger cancelled = new AtomicInteger();
  private final Deque<Multi<ModelChunk>> answers = new ArrayDeque<>();

  /** An answer in two pieces, of ten tokens asked and five given. */
  public ScriptedWriter answers(String... texts) {
    for (String text : texts) {
      int half = text.length() / 2;
      chunks(
          new ModelChunk.Text(text.substring(0, half)),
          new ModelChunk.Text(text.substring(half)),
          new ModelChunk.Finished("stop", Usage.of(10, 5)));
    }
    return this;
  }

  public ScriptedWriter chunks(ModelChunk... chunks) {
    return stream(
        Multi.createFrom()
            .items(chunks)
            .select()
            .where(chunk -> !(chunk instanceof ModelChunk.Text text && text.text().isEmpty())));
  }

  public ScriptedWriter stream(Multi<ModelChunk> answer) {
    answers.add(answer);
    return this;
  }

  public ScriptedWriter fails(ModelFailure.Kind kind) {
    return stream(Multi.createFrom().failure(new ModelFailure(kind, "scripted " + kind)));
  }

  @Override
  public Multi<ModelChunk> stream(Request request) {
    return Multi.createFrom()
        .deferred(
            () -> {
              requests.add(request);
              return answers.remove().onCancellation().invoke(cancelled::incrementAndGet);
            });
  }
}
