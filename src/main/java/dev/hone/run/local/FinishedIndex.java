package dev.hone.run.local;

import dev.hone.refinement.RunState;
import dev.hone.run.RunLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The headers of all finished runs in one file, so that a start need not open each. It only saves
 * time: what it lacks, or what has another size than it says, is read from the run's own file.
 */
final class FinishedIndex {

  private static final Logger LOG = Logger.getLogger(FinishedIndex.class);
  private static final String NAME = ".finished";
  private static final String BETWEEN = "\t";

  /** Of a run that was begun without a key; the words of the key come after. */
  private static final int WORDS = 6;

  /**
   * @param size of the run's file, in bytes
   */
  record Line(FiledRun.Ended run, long size) {}

  private final RunFolder folder;
  private final Path file;

  FinishedIndex(RunFolder folder) {
    this.folder = folder;
    this.file = folder.path().resolve(NAME);
  }

  /** By run; empty if there is none. */
  Map<String, Line> read() {
    Map<String, Line> lines = new HashMap<>();
    try {
      for (String text : Files.readAllLines(file)) {
        Line line = parse(text);
        if (line != null) {
          lines.put(line.run().id(), line);
        }
      }
    } catch (NoSuchFileException first) {
      return Map.of();
    } catch (IOException e) {
      LOG.warnf("the index of finished runs is not used: %s", e);
      return Map.of();
    }
    return lines;
  }

  /** Where it can't be written, the next start takes longer. */
  void write(Collection<FiledRun.Ended> runs) {
    StringBuilder text = new StringBuilder();
    runs.stream().filter(FinishedIndex::fits).forEach(run -> append(run, text));
    try {
      folder.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warnf("the index of finished runs can't be written: %s", e);
    }
  }

  /** So that it holds nothing of a run that is erased; it is written again at the end. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  private void append(FiledRun.Ended run, StringBuilder text) {
    RunHeader.Ended end = run.end();
    text.append(run.id()).append(BETWEEN).append(folder.size(run.id())).append(BETWEEN);
    text.append(end.status()).append(BETWEEN).append(end.at()).append(BETWEEN);
    text.append(end.lastSeq()).append(BETWEEN).append(run.owner());
    if (run.once() != null) {
      text.append(BETWEEN)
          .append(run.once().fingerprint())
          .append(BETWEEN)
          .append(run.once().key());
    }
    text.append('\n');
  }

  /** {@code null} if it isn't whole. */
  private static Line parse(String text) {
    String[] words = text.split(BETWEEN, WORDS + 2);
    try {
      RunHeader.Ended end =
          new RunHeader.Ended(
              RunState.Status.valueOf(words[2]),
              Long.parseLong(words[3]),
              Long.parseLong(words[4]));
      RunLog.Once once = words.length == WORDS ? null : new RunLog.Once(words[7], words[6]);
      RunHeader header = RunHeader.open(words[5], once).with(end);
      return new Line(new FiledRun.Ended(words[0], header), Long.parseLong(words[1]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException torn) {
      return null;
    }
  }

  private static boolean fits(FiledRun.Ended run) {
    String key = run.once() == null ? "" : run.once().key();
    return (run.owner() + key).chars().noneMatch(Character::isISOControl);
  }
}
