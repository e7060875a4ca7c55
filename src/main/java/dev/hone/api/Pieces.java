package dev.hone.api;

import dev.hone.run.Entry;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.List;

/**
 * A slice of the log as the bytes of one reader's stream, a piece at a time: a slice may have many
 * long texts, and a reader who takes nothing is not to hold them all.
 */
final class Pieces {

  /** Enough to be worth a write, and as much as a connection lets wait. */
  private static final int ENOUGH = 64 * 1024;

  private final Iterator<Entry> entries;
  private final StreamForm form;

  Pieces(List<Entry> slice, StreamForm form) {
    this.entries = slice.iterator();
    this.form = form;
  }

  boolean hasNext() {
    return entries.hasNext();
  }

  /** Entries up to some size, at least one; the bytes of one that is alone are not copied. */
  Buffer next() {
    Buffer first = encode();
    if (first.length() >= ENOUGH || !entries.hasNext()) {
      return first;
    }
    Buffer piece = Buffer.buffer(ENOUGH).appendBuffer(first);
    while (entries.hasNext() && piece.length() < ENOUGH) {
      piece.appendBuffer(encode());
    }
    return piece;
  }

  private Buffer encode() {
    return form.encode(List.of(entries.next()));
  }
}
