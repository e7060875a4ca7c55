package dev.hone.run;

import io.smallrye.config.ConfigMapping;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** How much each owner may use, on all pods together; what is unset has no bound. */
@ConfigMapping(prefix = "hone.quota")
interface QuotaConfig {

  /** Runs that have not ended; at least 1. Of runs of batches as many at once, on each pod. */
  OptionalInt runs();

  /** Requests to the API, and messages of WebSockets that ask for something; at least 1. */
  OptionalInt requestsPerMinute();

  /** Tokens of all model calls, judges' too, in a day of UTC; at least 1. */
  OptionalLong tokensPerDay();
}
