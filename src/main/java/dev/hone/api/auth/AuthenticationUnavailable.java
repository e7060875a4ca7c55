package dev.hone.api.auth;

/** Whether a token is good can't be found out at the moment. The message is fit for a client. */
public final class AuthenticationUnavailable extends RuntimeException {

  AuthenticationUnavailable(Throwable cause) {
    super("The identity provider can't be asked at the moment.", cause);
  }
}
