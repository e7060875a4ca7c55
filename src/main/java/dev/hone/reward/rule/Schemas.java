package dev.hone.reward.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.resource.DisallowSchemaLoader;
import dev.hone.refinement.Rewards.InvalidReward;
import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import java.util.Locale;

/**
 * Compiles a caller's JSON Schema so that it can harm nobody: it loads nothing from anywhere, its
 * regular expressions are linear, and what it unfolds to is bounded.
 */
final class Schemas {

  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V202012,
          builder ->
              builder
                  .enableSchemaCache(false)
                  .schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())));

  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder()
          .locale(Locale.ROOT)
          .preloadJsonSchema(true)
          .formatAssertionsEnabled(false) // its expressions are backtracking ones
          .regularExpressionFactory(
              expression -> {
                Pattern pattern = LinearRegex.compile(expression);
                return text -> pattern.matcher(text).find();
              })
          .build();

  private Schemas() {}

  /**
   * @throws InvalidReward if it is no schema, or one that can't be used here
   */
  static BoundedSchema of(JsonNode schema, Param<?> param) {
    try {
      return compiled(schema, param);
    } catch (StackOverflowError e) {
      throw Params.wrong(param, "a schema that is nested less deep, references unfolded");
    }
  }

  private static BoundedSchema compiled(JsonNode schema, Param<?> param) {
    SchemaBounds.Bounds bounds;
    try {
      bounds = SchemaBounds.of(schema);
    } catch (IllegalArgumentException e) {
      throw Params.wrong(param, e.getMessage());
    }
    try {
      JsonSchema compiled = FACTORY.getSchema(schema, CONFIG);
      compiled.initializeValidators();
      return new BoundedSchema(compiled, bounds);
    } catch (JsonSchemaException | IllegalArgumentException e) {
      throw Params.wrong(param, "a JSON Schema: " + e.getMessage());
    }
  }
}
