package dev.hone.process;

/** Who may ask a server. */
enum Mode {
  NONE,
  API_KEY,
  OIDC;

  /** Whether runs have owners who show something. */
  boolean hasOwners() {
    return this != NONE;
  }

  /** As {@code hone.auth.mode} has it. */
  String setting() {
    return name().toLowerCase().replace('_', '-');
  }
}
