package dev.hone.api.auth;

import java.time.Instant;

/** Who asks, and until when that holds. */
public sealed interface Identity {

  /**
   * @return when it ends; {@code null} if it doesn't end by itself
   */
  Instant until();

  /**
   * Whose runs are whose.
   *
   * @param name 1 to {@value #LONGEST} characters, none of them a control character
   */
  record Owner(String name, Instant until) implements Identity {

    static final int LONGEST = 256;

    public Owner {
      if (!isName(name)) {
        throw new IllegalArgumentException("not an owner's name");
      }
    }

    static boolean isName(String text) {
      return !text.isBlank()
          && text.length() <= LONGEST
          && text.chars().noneMatch(Character::isISOControl);
    }
  }

  /** Whoever has a run's ticket: may read that run, and nothing else. */
  record TicketHolder(String run, Instant until) implements Identity {}
}
