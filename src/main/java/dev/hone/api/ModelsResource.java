package dev.hone.api;

import dev.hone.refinement.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Which models there are, in OpenAI's shape. */
@Path("/v1/models")
public class ModelsResource {

  private final Models models;
  private final Presets presets;
  private final long startedAt = Instant.now().getEpochSecond();

  ModelsResource(Models models, Presets presets) {
    this.models = models;
    this.presets = presets;
  }

  /**
   * @param created when this server started, in seconds since 1970
   * @param preset the preset that comes with it; only chat completions know such models
   * @param demo {@code true} where the demo model answers, else {@code null}
   * @param examples questions to try the demo model with; {@code null} for others
   * @param price by the million tokens; {@code null} where none is configured
   */
  record Model(
      String id,
      String object,
      long created,
      String ownedBy,
      String preset,
      Boolean demo,
      List<String> examples,
      Models.Price price) {

    static Model of(Models.Description model, String preset, long created) {
      return new Model(
          preset == null ? model.name() : Presets.model(model.name(), preset),
          "model",
          created,
          "hone",
          preset,
          model.demo() ? true : null,
          model.demo() ? model.examples() : null,
          model.price());
    }
  }

  record All(String object, List<Model> data) {}

  @GET
  public Response list() {
    return Replies.ok(new All("list", all().toList()));
  }

  /** The name has a slash in it where a preset comes with it. */
  @GET
  @Path("/{model:.+}")
  public Response named(@PathParam("model") String id) {
    return all()
        .filter(model -> model.id().equals(id))
        .findFirst()
        .map(Replies::ok)
        .orElseThrow(ProblemException::noSuchModel);
  }

  private Stream<Model> all() {
    List<Models.Description> described = models.describe();
    Stream<Model> plain = described.stream().map(model -> Model.of(model, null, startedAt));
    Stream<Model> withPreset =
        described.stream()
            .flatMap(
                model ->
                    presets.names().stream().map(preset -> Model.of(model, preset, startedAt)));
    return Stream.concat(plain, withPreset);
  }
}
