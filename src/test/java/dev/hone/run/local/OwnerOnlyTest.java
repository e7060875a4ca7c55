package dev.hone.run.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hone.run.Quota;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {

  @TempDir Path temporary;

  @BeforeEach
  void onlyWhereThereArePermissions() {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
  }

  @Test
  void aFolderAndAllThatIsInItAreOfOneUserAlone() throws IOException {
    Path path = temporary.resolve("new/data");

    fill(path);

    assertEquals("rwx------", permissions(path.getParent()));
    assertEquals("rwx------", permissions(path));
    Map<String, String> files = files(path);
    assertEquals(
        Set.of(".finished", ".lock", ".tokens", "r1.ndjson", "r1.ndjson.damaged", "r2.ndjson"),
        files.keySet());
    assertEquals(Set.of("rw-------"), Set.copyOf(files.values()), files::toString);
  }

  @Test
  void aFolderThatExistsStaysAsItIs() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwx---"));

    fill(temporary);

    assertEquals("rwxrwx---", permissions(temporary));
    assertEquals(Set.of("rw-------"), Set.copyOf(files(temporary).values()));
  }

  /** With a file of each kind. */
  private static void fill(Path path) throws IOException {
    RunHeader header = RunHeader.open("ann", null);
    try (RunFolder folder = RunFolder.open(path, Sync.NONE)) {
      folder.create("r1", new Lines().add(header)).close();
      folder.create("r2", new Lines().add(header)).close();
      folder.replace("r2", new Lines().add(header));
      folder.copyDamaged("r1");
      new FinishedIndex(folder).write(List.of());
      FileLedger ledger = FileLedger.open(folder, Clock.systemUTC());
      ledger.add("ann", Quota.TOKENS, 1).await().indefinitely();
      ledger.close();
    }
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> permissions = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        permissions.put(file.getFileName().toString(), permissions(file));
      }
    }
    return permissions;
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
