package dev.hone.model;

import dev.hone.refinement.Usage;
import java.util.ArrayList;
import java.util.List;

/** What a parser has told, call by call. */
final class Recorded implements ChunkParser.Sink {
  final List<String> calls = new ArrayList<>();

  @Override
  public void content(char[] characters, int from, int length) {
    calls.add("content " + new String(characters, from, length));
  }

  @Override
  public void reasoning(char[] characters, int from, int length) {
    calls.add("reasoning " + new String(characters, from, length));
  }

  @Override
  public void finishReason(String reason) {
    calls.add("finish " + reason);
  }

  @Override
  public void model(String name) {
    calls.add("model " + name);
  }

  @Override
  public void usage(Usage usage) {
    calls.add("usage " + usage);
  }

  @Override
  public void error(ProviderError error) {
    calls.add("error " + error);
  }

  @Override
  public void done() {
    calls.add("done");
  }
}
