package dev.hone.model;

import dev.hone.refinement.Models;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/** What models cost, by Hone's name of the model, for those who watch what a run spends. */
@ConfigMapping(prefix = "hone.models")
interface PricesConfig {

  @WithParentName
  Map<String, Priced> models();

  interface Priced {

    Optional<Price> price();
  }

  /** Each by the million tokens. */
  interface Price {

    double prompt();

    double completion();

    /** Of prompt tokens from the provider's cache; as the others where it isn't given. */
    Optional<Double> cached();

    /** An ISO 4217 code. */
    @WithDefault("USD")
    String currency();
  }

  /** The price of a model; {@code null} where none is configured. */
  default Models.Price of(String model) {
    return Optional.ofNullable(models().get(model))
        .flatMap(Priced::price)
        .map(
            price ->
                new Models.Price(
                    price.prompt(),
                    price.completion(),
                    price.cached().orElse(null),
                    price.currency()))
        .orElse(null);
  }
}
