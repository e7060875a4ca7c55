package dev.hone.model;

/**
 * Names from OpenTelemetry's semantic conventions for generative AI. Its own constants are in a
 * library that is an alpha.
 */
final class GenAi {

  static final String OPERATION_NAME = "gen_ai.operation.name";
  static final String PROVIDER_NAME = "gen_ai.provider.name";
  static final String REQUEST_MODEL = "gen_ai.request.model";
  static final String ERROR_TYPE = "error.type";

  static final String CHAT = "chat";

  /** What the conventions want of a client that knows only whose API is spoken. */
  static final String OPENAI = "openai";

  private GenAi() {}
}
