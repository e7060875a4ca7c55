package dev.hone.api;

import dev.hone.refinement.Event;
import dev.hone.refinement.EventJson;
import dev.hone.run.Entry;
import java.nio.charset.StandardCharsets;

/** An event as a WebSocket's text message: its JSON. */
final class TextForm implements Entry.WireForm<String> {

  static final TextForm INSTANCE = new TextForm();

  private TextForm() {}

  @Override
  public int slot() {
    return 1;
  }

  @Override
  public String encode(Event event) {
    return new String(EventJson.encode(event), StandardCharsets.UTF_8);
  }
}
