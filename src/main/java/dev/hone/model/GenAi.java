package dev.hone.model;

/**
 * Names from OpenTelemetry's semantic conventions for generative AI, which all but a few of its
 * attributes begin with. Its own constants are in a library that is an alpha.
 */
final class GenAi {

  static final String OPERATION_NAME = "gen_ai.operation.name";
  static final String PROVIDER_NAME = "gen_ai.provider.name";
  static final String REQUEST_MODEL = "gen_ai.request.model";
  static final String REQUEST_TEMPERATURE = "gen_ai.request.temperature";
  static final String REQUEST_TOP_P = "gen_ai.request.top_p";
  static final String REQUEST_MAX_TOKENS = "gen_ai.request.max_tokens";
  static final String REQUEST_SEED = "gen_ai.request.seed";
  static final String RESPONSE_MODEL = "gen_ai.response.model";
  static final String RESPONSE_FINISH_REASONS = "gen_ai.response.finish_reasons";
  static final String USAGE_INPUT_TOKENS = "gen_ai.usage.input_tokens";
  static final String USAGE_OUTPUT_TOKENS = "gen_ai.usage.output_tokens";
  static final String USAGE_CACHED_TOKENS = "gen_ai.usage.cache_read.input_tokens";
  static final String SERVER_ADDRESS = "server.address";
  static final String SERVER_PORT = "server.port";
  static final String ERROR_TYPE = "error.type";

  static final String CHAT = "chat";

  /** What the conventions want of a client that knows only whose API is spoken. */
  static final String OPENAI = "openai";

  private GenAi() {}
}
