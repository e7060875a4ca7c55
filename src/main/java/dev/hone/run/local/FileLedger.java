package dev.hone.run.local;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.hone.refinement.Json;
import dev.hone.run.Ledger;
import dev.hone.run.Quota;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * What is used, in the heap, and the day's tokens in a file of the run log's folder too, so that
 * they survive the process. It is written within a second on a worker thread: that much a killed
 * process forgets. Requests of a minute aren't worth a file.
 */
final class FileLedger implements Ledger, Spending {

  private static final Logger LOG = Logger.getLogger(FileLedger.class);
  private static final ObjectReader PAGE = Json.MAPPER.readerFor(MemoryLedger.Page.class);
  private static final long WRITTEN_WITHIN_MS = 1000;

  private final RunFolder folder;
  private final Path file;
  private final MemoryLedger ledger;
  private final AtomicBoolean isDue = new AtomicBoolean();
  private boolean closed;

  private FileLedger(RunFolder folder, Clock clock) {
    this.folder = folder;
    this.file = folder.path().resolve(".tokens");
    this.ledger = new MemoryLedger(clock);
  }

  /** Reads what there is, which blocks; what can't be read counts for nothing. */
  static FileLedger open(RunFolder folder, Clock clock) {
    FileLedger opened = new FileLedger(folder, clock);
    opened.read();
    return opened;
  }

  @Override
  public Uni<Used> add(String owner, Quota quota, long amount) {
    return ledger
        .add(owner, quota, amount)
        .invoke(
            () -> {
              if (quota == Quota.TOKENS && amount > 0) {
                writeSoon();
              }
            });
  }

  @Override
  public void add(String owner, long tokens) {
    ledger.add(owner, tokens);
    writeSoon();
  }

  /** Writes what is not written yet. */
  @Override
  public synchronized void close() {
    if (isDue.getAndSet(false)) {
      write();
    }
    closed = true;
  }

  private void writeSoon() {
    if (!isDue.getAndSet(true)) {
      Infrastructure.getDefaultWorkerPool()
          .schedule(this::writeNow, WRITTEN_WITHIN_MS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void writeNow() {
    if (!closed && isDue.getAndSet(false)) {
      write();
    }
  }

  private void write() {
    try {
      folder.replace(file, Json.bytes(ledger.page(Quota.TOKENS)));
    } catch (IOException e) {
      LOG.warnf("the tokens used today would not survive this process, %s: %s", file, e);
    }
  }

  private void read() {
    try {
      if (Files.exists(file)) {
        ledger.restore(Quota.TOKENS, PAGE.readValue(Files.readAllBytes(file)));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warnf("the tokens used today are counted from zero, %s can't be used: %s", file, e);
    }
  }
}
