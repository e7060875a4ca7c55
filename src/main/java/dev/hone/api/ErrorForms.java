package dev.hone.api;

import dev.hone.refinement.Json;
import dev.hone.refinement.Problem;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Chooses how an error looks by the path that was asked. */
@ApplicationScoped
class ErrorForms {

  private static final ErrorForm PROBLEM =
      new ErrorForm() {
        @Override
        public boolean isFor(String path) {
          return true;
        }

        @Override
        public String mediaType() {
          return "application/problem+json";
        }

        @Override
        public String body(Problem problem) {
          return Json.text(problem);
        }
      };

  private final List<ErrorForm> others;

  ErrorForms(@All List<ErrorForm> others) {
    this.others = others;
  }

  ErrorForm of(String path) {
    return others.stream().filter(form -> form.isFor(path)).findFirst().orElse(PROBLEM);
  }
}
