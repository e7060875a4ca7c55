package dev.hone.api.auth;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LocalHost", "127.0.0.1", "127.9.9.9", "[::1]", "::1"})
  void theseAreThisMachine(String host) {
    assertTrue(HostNames.isLoopback(host));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "0.0.0.0",
        "[::]",
        "2130706433",
        "0x7f000001",
        "127.1",
        "localhost."
      })
  void theseAreNot(String host) {
    assertFalse(HostNames.isLoopback(host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "[fd00::7]", "127.0.0.1"})
  void anAddressIsNoName(String host) {
    assertTrue(HostNames.isAddress(host));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "1.2.3", "a.example", "10.0.0.1.example"})
  void aNameIsNoAddress(String host) {
    assertFalse(HostNames.isAddress(host));
  }
}
