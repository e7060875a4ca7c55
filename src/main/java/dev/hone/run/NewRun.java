package dev.hone.run;

import dev.hone.refinement.Fact;
import dev.hone.refinement.Sample;
import dev.hone.refinement.Settings;
import java.util.Map;

/**
 * What a caller wants refined, checked and with every default filled in.
 *
 * @param owner who may see the run
 * @param metadata the caller's own strings; may be empty
 */
public record NewRun(String owner, Sample sample, Settings settings, Map<String, String> metadata) {

  Fact.RunCreated created() {
    return new Fact.RunCreated(sample, settings, metadata);
  }
}
