package dev.hone.api;

import dev.hone.refinement.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Which models there are, in OpenAI's shape. */
@Path("/v1/models")
public class ModelsResource {

  private final Models models;

  ModelsResource(Models models) {
    this.models = models;
  }

  /**
   * @param demo {@code true} where the demo model answers, else {@code null}
   * @param examples questions to try the demo model with; {@code null} for others
   * @param price by the million tokens; {@code null} where none is configured
   */
  record Model(
      String id,
      String object,
      String ownedBy,
      Boolean demo,
      List<String> examples,
      Models.Price price) {

    static Model of(Models.Description model) {
      return new Model(
          model.name(),
          "model",
          "hone",
          model.demo() ? true : null,
          model.demo() ? model.examples() : null,
          model.price());
    }
  }

  record All(String object, List<Model> data) {}

  @GET
  public Response list() {
    return Replies.ok(new All("list", models.describe().stream().map(Model::of).toList()));
  }
}
