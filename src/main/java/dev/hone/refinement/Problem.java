package dev.hone.refinement;

import java.util.List;

/**
 * What went wrong, as RFC 9457 has it. Fit for a client: no key, no stack trace, no address,
 * nothing of another owner.
 *
 * @param type {@code about:blank} or {@code urn:hone:problem:…}
 * @param status an HTTP status
 * @param detail may be {@code null}
 * @param errors the fields of a bad request; {@code null} otherwise
 */
public record Problem(
    String type, String title, int status, String detail, List<FieldError> errors) {

  /**
   * @param field its path, such as {@code messages[0].role}; empty for the body itself
   * @param detail what would be right
   */
  public record FieldError(String field, String detail) {}

  public static Problem of(String type, String title, int status, String detail) {
    return new Problem("urn:hone:problem:" + type, title, status, detail, null);
  }
}
