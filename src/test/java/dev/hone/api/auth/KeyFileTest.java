package dev.hone.api.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {

  @TempDir Path folder;

  private final LogLines log = new LogLines(KeyFile.class);

  @AfterEach
  void stopListening() {
    log.close();
  }

  /** As Kubernetes mounts a secret: a link to a link, which is swapped. */
  @Test
  void seesThatALinkWasSwapped() throws IOException {
    Path keys = mount("1", Keys.line("alice", "a"));
    KeyFile file = KeyFile.open(keys);

    mount("2", Keys.line("alice", "b"));
    file.look();

    assertNull(file.get().ownerOf("a"));
    assertEquals("alice", file.get().ownerOf("b"));
  }

  @Test
  void keepsTheOldKeysWhileTheNewOnesCannotBeUsedAndSaysSoOnce() throws IOException {
    Path keys = write(Keys.line("alice", "a"));
    KeyFile file = KeyFile.open(keys);

    write("alice:5ec4e7");
    file.look();
    file.look();

    assertEquals("alice", file.get().ownerOf("a"));
    assertEquals(1, log.all().size(), log.all()::toString);
    assertTrue(log.all().get(0).contains("line 1 should be"), log.all()::toString);
    assertFalse(log.all().get(0).contains("5ec4e7"), log.all()::toString);
  }

  @Test
  void goesOnWithTheNextContentThatIsRight() throws IOException {
    KeyFile file = KeyFile.open(write(Keys.line("alice", "a")));
    write("");
    file.look();

    write(Keys.line("bob", "b"));
    file.look();

    assertNull(file.get().ownerOf("a"));
    assertEquals("bob", file.get().ownerOf("b"));
  }

  @Test
  void keepsItsKeysWhileTheFileIsAwayAndSaysSoOnce() throws IOException {
    Path keys = write(Keys.line("alice", "a"));
    KeyFile file = KeyFile.open(keys);

    Files.delete(keys);
    file.look();
    file.look();

    assertEquals("alice", file.get().ownerOf("a"));
    assertEquals(1, log.all().size(), log.all()::toString);
  }

  @Test
  void readsNoMoreThanItMay() throws IOException {
    Path keys = write("#".repeat((2 << 20) + 1));

    assertThrows(IllegalArgumentException.class, () -> KeyFile.open(keys));
  }

  @Test
  void doesNotSayWhatItWasAskedToOpen() {
    Path key = Path.of("5ec4e7");

    String message =
        assertThrows(IllegalArgumentException.class, () -> KeyFile.open(key)).getMessage();

    assertEquals("it can't be read (NoSuchFileException)", message);
  }

  private Path write(String content) throws IOException {
    return Files.writeString(folder.resolve("keys"), content);
  }

  private Path mount(String version, String content) throws IOException {
    Path data = Files.createDirectory(folder.resolve("..v" + version));
    Files.writeString(data.resolve("keys"), content);
    Path next = Files.createSymbolicLink(folder.resolve("..next"), data.getFileName());
    Files.move(next, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    Path keys = folder.resolve("keys");
    if (!Files.exists(keys)) {
      Files.createSymbolicLink(keys, Path.of("..data", "keys"));
    }
    return keys;
  }
}
