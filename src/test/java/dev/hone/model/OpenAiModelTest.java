package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.refinement.ModelChunk;
import dev.hone.refinement.Usage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenAiModelTest {

  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final TestModel model = new TestModel(server.baseUri());

  @AfterEach
  void close() {
    model.close();
    server.close();
  }

  @Test
  void streamsTheAnswerAndEndsWithWhatTheProviderCounted() {
    server.enqueue(ScriptedAnswer.tokens("I ", "am ", "Höne 🙂"));

    List<ModelChunk> chunks = model.complete();

    assertEquals("I am Höne 🙂", TestModel.text(chunks));
    assertEquals(new ModelChunk.Finished("stop", Usage.of(10, 3)), TestModel.finished(chunks));
  }
}
