package dev.hone.refinement;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;

/**
 * JSON that our own readers refuse; the message is fit for a client and says what would be right.
 */
public final class InvalidValue extends JsonMappingException {

  public InvalidValue(JsonParser in, String right) {
    super(in, right);
  }
}
