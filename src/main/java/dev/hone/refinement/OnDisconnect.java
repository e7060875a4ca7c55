package dev.hone.refinement;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a run when the connection that started it goes away. */
public enum OnDisconnect {
  @JsonProperty("continue")
  CONTINUE,
  @JsonProperty("cancel")
  CANCEL
}
