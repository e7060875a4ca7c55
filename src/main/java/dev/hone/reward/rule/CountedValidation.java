package dev.hone.reward.rule;

import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.annotation.JsonNodeAnnotation;
import com.networknt.schema.annotation.JsonNodeAnnotations;
import com.networknt.schema.result.JsonNodeResults;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts what the library does and keeps while it holds JSON against a schema, and ends it where
 * that is too much. The library has no bound of its own; it asks these questions on its way.
 */
final class CountedValidation extends ExecutionContext {

  /** What an error takes, but for texts that are copied into it. */
  private static final int BYTES_OF_AN_ERROR = 400;

  /** The library keeps all errors that it finds, also where it is to find something. */
  private static final long MOST_BYTES = 20_000_000;

  private final JsonNodeAnnotations annotations = new Annotations();
  private final JsonNodeResults results = new Results();
  private long steps;
  private long bytes;

  /**
   * @param copied how many characters an error may hold a copy of
   */
  CountedValidation(long copied) {
    setExecutionConfig(new Config(copied));
  }

  @Override
  public JsonNodeAnnotations getAnnotations() {
    return annotations;
  }

  @Override
  public JsonNodeResults getResults() {
    return results;
  }

  private void step(long more) {
    steps += more;
    if (steps > BoundedSchema.MOST_STEPS) {
      throw BoundedSchema.tooMuch();
    }
  }

  private final class Config extends ExecutionConfig {

    private final long copied;

    Config(long copied) {
      this.copied = copied;
      setFormatAssertionsEnabled(false);
    }

    /** Asked wherever a keyword meets a value. */
    @Override
    public boolean isDebugEnabled() {
      step(1);
      return false;
    }

    /** Asked for each error. */
    @Override
    public Locale getLocale() {
      bytes += BYTES_OF_AN_ERROR + copied;
      if (bytes > MOST_BYTES) {
        throw BoundedSchema.tooMuch();
      }
      return Locale.ROOT;
    }
  }

  /** What keywords noted of a value, all of which is read for each unevaluated… of it. */
  private final class Annotations extends JsonNodeAnnotations {

    private final Map<JsonNodePath, Integer> sizes = new HashMap<>();
    private final Map<JsonNodePath, List<JsonNodeAnnotation>> values =
        new LinkedHashMap<>() {
          @Override
          public List<JsonNodeAnnotation> getOrDefault(
              Object path, List<JsonNodeAnnotation> fallback) {
            step(sizes.getOrDefault(path, 0));
            return super.getOrDefault(path, fallback);
          }
        };

    @Override
    public Map<JsonNodePath, List<JsonNodeAnnotation>> asMap() {
      return values;
    }

    @Override
    public void put(JsonNodeAnnotation annotation) {
      JsonNodePath path = annotation.getInstanceLocation();
      int size = annotation.getValue() instanceof Collection<?> all ? all.size() : 0;
      sizes.merge(path, 1 + size, Integer::sum);
      values.computeIfAbsent(path, unknown -> new ArrayList<>()).add(annotation);
    }
  }

  /** What didn't match, all of which is read for each note. */
  private final class Results extends JsonNodeResults {

    private final Map<JsonNodePath, Integer> sizes = new HashMap<>();

    @Override
    public void setResult(
        JsonNodePath path, SchemaLocation schema, JsonNodePath evaluation, boolean valid) {
      sizes.merge(path, 1, Integer::sum);
      super.setResult(path, schema, evaluation, valid);
    }

    @Override
    public boolean isValid(JsonNodePath path, JsonNodePath evaluation) {
      step(1 + sizes.getOrDefault(path, 0));
      return super.isValid(path, evaluation);
    }
  }
}
