package dev.hone.demo;

/** A request that can't be answered; the message says what would be right. */
final class BadRequest extends RuntimeException {

  private final String param;

  /**
   * @param param the field that is wrong; {@code null} if the body as a whole is
   */
  BadRequest(String message, String param) {
    super(message, null, false, false);
    this.param = param;
  }

  String param() {
    return param;
  }
}
