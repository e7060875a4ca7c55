package dev.hone.reward.judge;

import dev.hone.refinement.Json;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Reward;
import dev.hone.reward.param.Params;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The judges that {@code judges.json} describes. */
public final class Judges {

  private static final String FILE = "/rewards/judges.json";

  private final JudgeDefinition.All all;

  public Judges() {
    try (InputStream in = Judges.class.getResourceAsStream(FILE)) {
      this.all = Json.MAPPER.readValue(in, JudgeDefinition.All.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each judge in each of its modes, in the order of the file. */
  public List<Judge> named() {
    return all.judges().stream()
        .flatMap(judge -> judge.modes().stream().map(mode -> new Judge(judge, mode)))
        .toList();
  }

  /** A judge of each candidate by rubrics that came with the request. */
  public Reward of(List<String> rubrics, LanguageModel model) {
    JudgeParams params = new JudgeParams(all.inline().with(rubrics));
    return new RubricJudge(
        all.inline().name(), params.settings(Params.of(Map.of(), params.all())), model);
  }
}
