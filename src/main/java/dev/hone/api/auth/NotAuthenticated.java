package dev.hone.api.auth;

/** Nobody that is known here. The message is fit for a client. */
public final class NotAuthenticated extends RuntimeException {

  private final boolean shown;

  private NotAuthenticated(String message, boolean shown) {
    super(message, null, false, false);
    this.shown = shown;
  }

  /** The caller showed nothing. */
  public static NotAuthenticated nothingShown() {
    return new NotAuthenticated("A key or a token is needed: Authorization: Bearer …", false);
  }

  /** The caller showed something that isn't good. */
  static NotAuthenticated refused(String message) {
    return new NotAuthenticated(message, true);
  }

  /** What was shown has come to its end while it was made use of. */
  public static NotAuthenticated expired() {
    return refused("What was shown has expired; go on with a newer one.");
  }

  /** The value of {@code WWW-Authenticate} (RFC 6750). */
  public String challenge() {
    return shown ? "Bearer error=\"invalid_token\"" : "Bearer";
  }
}
