package dev.hone.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hone.refinement.Assessment;
import dev.hone.refinement.Evaluation;
import dev.hone.refinement.Json;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Message;
import dev.hone.refinement.Models;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.Rewards.InvalidReward;
import dev.hone.refinement.Subject;
import dev.hone.reward.judge.ScriptedModel;
import dev.hone.reward.param.Params;
import dev.hone.reward.param.Range;
import dev.hone.reward.remote.RemoteConfig;
import dev.hone.reward.rule.Rule;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RewardRegistryTest {

  private final ScriptedModel judge = new ScriptedModel();
  private final RewardRegistry registry =
      new RewardRegistry(
          new OneModel(judge), List.of(new Sameness()), new Config(Optional.empty()), null);

  @ParameterizedTest
  @CsvSource({
    "base_helpfulness_pointwise, 3",
    "base_harmlessness_pointwise, 4",
    "base_honesty_pointwise, 3"
  })
  void hasTheJudgesOfTheReferenceWithTheirRubrics(String name, int rubrics) {
    judge.answers("<reason>Hm.</reason><violation>1</violation>");

    Evaluation evaluation = evaluate(spec('"' + name + '"'));

    assertEquals(rubrics, evaluation.rubrics().size());
    assertEquals(1 - 1.0 / rubrics, evaluation.score());
    assertEquals(name, evaluation.details().get(0).name());
  }

  static Stream<String> tasks() {
    return Stream.of(
        "safety=1",
        "factuality=1",
        "focus=1",
        "math=1",
        "precise_if=2",
        "brainstorming=3",
        "chat=3",
        "generation=3",
        "role_playing=1",
        "summarization=3",
        "translation=2",
        "classification=0",
        "closed_qa=0",
        "code=0",
        "open_qa=0",
        "reasoning=0",
        "rewrite=0");
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void hasTheTaskJudgesOfTheReferenceWithTheirRubricsAndInAllModes(String task) {
    String name = task.replaceAll("=.*", "");
    int rubrics = Integer.parseInt(task.replaceAll(".*=", ""));

    assertEquals(rubrics, rubricsOf(name + "_listwise_reward"));
    assertEquals(rubrics, rubricsOf(name + "_pairwise_reward"));
    assertTrue(rubricsOf(name + "_pointwise_reward") >= Math.max(1, rubrics));
  }

  private int rubricsOf(String name) {
    return registry.describe().stream()
        .filter(reward -> reward.name().equals(name))
        .map(reward -> Json.MAPPER.<JsonNode>valueToTree(reward).at("/params/0/default").size())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void takesMoreJudgesFromAFileAndReplacesOursByName(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("judges.json");
    Files.writeString(
        file,
        """
        {"judges": [
          {"name": "haiku", "modes": ["pointwise"], "description": "Haiku.", "task": "Judge it.",
           "rubrics": ["Has 17 syllables."]},
          {"name": "base_honesty_{mode}", "modes": ["listwise"], "description": "Ours.",
           "task": "Judge it."}]}""");

    RewardRegistry more =
        new RewardRegistry(new OneModel(judge), List.of(), new Config(Optional.of(file)), null);

    List<String> names = more.describe().stream().map(RewardDescription::name).toList();
    assertTrue(names.contains("haiku"));
    assertTrue(names.contains("base_honesty_listwise"));
    assertTrue(!names.contains("base_honesty_pointwise"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{\"judges\": null}", "{\"judges\": [null]}"})
  void saysThatNullIsNoJudge(String text, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("judges.json");
    Files.writeString(file, text);

    String refusal = refusal(new Config(Optional.of(file)));

    assertTrue(refusal.endsWith("judges wants a list of objects, and null is none"), refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"nam\": \"haiku\"}|nam",
        "{\"name\": \"haiku\"}|needs a name, a description and a task",
        "{\"name\": \"haiku\", \"description\": \"H.\", \"task\": \"T.\"}|needs {mode}",
        "{\"name\": \"h_{mode}\", \"description\": \"H.\", \"task\": \"T.\"}|needs rubrics"
      })
  void saysWhereAFileOfJudgesIsWrong(String entry, String wrong, @TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("judges.json");
    Files.writeString(file, "{\"judges\": [" + entry + "]}");
    Config config = new Config(Optional.of(file));

    String refusal = refusal(config);

    assertTrue(refusal.startsWith("hone.rewards.judges: the judges in " + file), refusal);
    assertTrue(refusal.contains(wrong), refusal);
    assertEquals(1, refusal.lines().count(), refusal);
  }

  @Test
  void saysWhichFileOfJudgesIsMissing(@TempDir Path folder) {
    Path file = folder.resolve("nope.json");

    assertEquals(
        "hone.rewards.judges: there is no file " + file, refusal(new Config(Optional.of(file))));
  }

  @Test
  void saysWhichNameTwoRewardsHave(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("judges.json");
    Files.writeString(
        file,
        """
        {"judges": [{"name": "sameness", "modes": ["listwise"], "description": "Same.",
                     "task": "Judge it."}]}""");

    assertTrue(
        refusal(new Config(Optional.of(file))).startsWith("two rewards have the name sameness; "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "remote.legal.url|foo|an address with http:// or https:// and a host, and is foo",
        "remote.legal.url|localhost:80/a|an address with http:// or https:// and a host, and is"
            + " localhost:80/a",
        "remote.legal.url|http:///a|an address with http:// or https:// and a host, and is http:///a",
        "remote.legal.url|http://a:99999/|an address that can be called: port p must be in range 0 <= p <= 65535",
        "remote.legal.max|-1|no less than min, which is 0.0, and is -1.0",
      })
  void saysWhichSettingIsWrong(String setting, String value, String wanted) {
    Map<String, String> settings = new HashMap<>();
    settings.put("hone.rewards.remote.legal.url", "http://127.0.0.1/");
    settings.put("hone.rewards.remote.legal.min", "0");
    settings.put("hone.rewards." + setting, value);

    assertEquals("hone.rewards." + setting + " wants " + wanted, refusal(config(settings)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://reward_server:8080/evaluate", "HTTPS://rewards.example/"})
  void asksWhateverServerCanBeAsked(String url) {
    RewardsConfig config = config(Map.of("hone.rewards.remote.legal.url", url));

    Vertx vertx = Vertx.vertx();
    var registry = new RewardRegistry(new OneModel(judge), List.of(new Sameness()), config, vertx);
    vertx.close();

    assertTrue(registry.describe().stream().anyMatch(each -> each.name().equals("legal")));
  }

  private String refusal(RewardsConfig config) {
    return assertThrows(
            ConfigurationException.class,
            () -> new RewardRegistry(new OneModel(judge), List.of(new Sameness()), config, null))
        .getMessage();
  }

  private static RewardsConfig config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withMapping(RewardsConfig.class)
        .withDefaultValues(settings)
        .build()
        .getConfigMapping(RewardsConfig.class);
  }

  @ParameterizedTest
  @CsvSource({"256K, 262144", "1M, 1048576", "1000, 1000", ", 262144"})
  void theLargestAnswerOfARewardServerIsASize(String size, long bytes) {
    Map<String, String> settings = new HashMap<>();
    settings.put("hone.rewards.remote.legal.url", "http://127.0.0.1/");
    if (size != null) {
      settings.put("hone.rewards.remote.legal.max-size", size);
    }

    assertEquals(bytes, config(settings).remote().get("legal").maxSize().asLongValue());
  }

  @Test
  void mixesByWeightAndKeepsEveryReason() {
    judge.answers("<reason>Hm.</reason><violation>1</violation>");

    Evaluation evaluation =
        evaluate(
            spec(
                """
                {"all": [{"reward": "sameness", "weight": 3},
                  {"reward": {"rubrics": ["Rhymes.", "Scans."]}, "weight": 1}]}"""),
            "An answer.");

    assertEquals((3 * 1 + 1 * 0.5) / 4, evaluation.score());
    assertEquals(
        List.of("sameness", "rubrics"),
        evaluation.details().stream().map(Evaluation.Detail::name).toList());
    assertEquals(
        "sameness (score 1.00): compared\n\nrubrics (score 0.50): Hm.\n\nNot met yet:\n- Rhymes.",
        evaluation.feedback());
  }

  @Test
  void mixesRulesAJudgeAndARewardServerAndStreamsTheCritique() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      String server =
          "{\"score\": 0.25, \"details\": [{\"name\": \"tone\", \"reason\": \"Stiff.\"}]}";
      int port =
          vertx
              .createHttpServer()
              .requestHandler(request -> request.response().end(server))
              .listen(0, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .get(10, TimeUnit.SECONDS)
              .actualPort();
      RewardsConfig config =
          config(Map.of("hone.rewards.remote.taste.url", "http://127.0.0.1:" + port + "/evaluate"));
      judge.answers("<reason>Say", " why.</reason>", "<violation>none</violation>");
      RewardSpec mix =
          spec(
              """
              {"all": [{"reward": "sameness"}, {"reward": {"all": [{"reward": "sameness"}]}},
                {"reward": "base_honesty_pointwise", "weight": 2}, {"reward": "taste", "weight": 4}]}""");

      AssertSubscriber<Assessment> watcher =
          new RewardRegistry(new OneModel(judge), List.of(new Sameness()), config, vertx)
              .reward(mix, Models.DEFAULT, "An answer.")
              .evaluate(subject("An answer."))
              .subscribe()
              .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE))
              .awaitCompletion();

      assertEquals(
          List.of(new Assessment.Critique("Say", null), new Assessment.Critique(" why.", null)),
          watcher.getItems().subList(0, 2));
      Evaluation evaluation = ((Assessment.Verdict) watcher.getLastItem()).evaluation();
      assertEquals((1 + 1 + 2 * 1 + 4 * 0.25) / 8, evaluation.score());
      assertEquals(
          "sameness (score 1.00): compared\n\nmix (score 1.00): sameness (score 1.00): compared\n\n"
              + "base_honesty_pointwise (score 1.00): Say why.\n\ntaste (score 0.25): Stiff.",
          evaluation.feedback());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void judgesByTheRubricsOfTheRequest() {
    judge.answers("<reason>Hm.</reason><violation>2</violation>");

    Evaluation evaluation = evaluate(spec("{\"rubrics\": [\"Rhymes.\", \"Scans.\"]}"));

    assertEquals(
        List.of(
            new Evaluation.RubricVerdict("Rhymes.", true),
            new Evaluation.RubricVerdict("Scans.", false)),
        evaluation.rubrics());
    assertEquals("rubrics", evaluation.details().get(0).name());
    assertTrue(judge.prompt(0).contains("\n1. Rhymes.\n2. Scans.\n"));
  }

  @Test
  void judgesWithTheParamsOfTheRequest() {
    judge.answers("<reason>Hm.</reason><violation>none</violation>");

    evaluate(
        spec(
            """
            {"name": "base_honesty_pointwise", "params":
              {"rubrics": ["Own."], "scenario": "At sea.", "examples": ["E1"], "temperature": 0}}"""));

    assertTrue(judge.prompt(0).contains("# Scenario\n\nAt sea.\n\n# Rubrics\n\n1. Own.\n\n"));
    assertTrue(judge.prompt(0).contains("# Examples\n\nE1\n"));
    assertEquals(0.0, judge.requests().get(0).generation().temperature());
  }

  @Test
  void comparesByARuleWithTheReference() {
    assertEquals(1.0, evaluate(spec("\"sameness\""), "An answer.").score());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"base_helpfulnes_pointwise\"||base_helpfulnes_pointwise is not a reward; GET /v1/rewards"
            + " lists them. Did you mean base_helpfulness_pointwise or base_helpfulness_listwise or"
            + " base_helpfulness_pairwise?",
        "\"zzz\"||zzz is not a reward; GET /v1/rewards lists them",
        "{\"name\": \"base_honesty_pointwise\", \"params\": {\"temperature\": 3}}"
            + "|params.temperature|a number from 0 to 2",
        "{\"name\": \"base_honesty_pointwise\", \"params\": {\"rubrics\": \"Be kind.\"}}"
            + "|params.rubrics|a list of at least one text that is not blank",
        "{\"name\": \"base_honesty_pointwise\", \"params\": {\"heat\": 3}}"
            + "|params.heat|an unknown param; this reward knows examples, rubrics, scenario,"
            + " temperature, votes",
        "\"sameness\"||sameness compares with the right answer, which must be given as reference",
        "{\"name\": \"base_honesty_pointwise\", \"params\": {\"votes\": 10}}"
            + "|params.votes|a whole number from 1 to 9",
        "{\"all\": [{\"reward\": \"base_honesty_pointwise\"}, {\"reward\": \"sameness\"}]}"
            + "|all[1].reward"
            + "|sameness compares with the right answer, which must be given as reference",
        "{\"all\": [{\"reward\": {\"all\": [{\"reward\": {\"name\": \"base_honesty_pointwise\","
            + " \"params\": {\"votes\": 0}}}]}}]}|all[0].reward.all[0].reward.params.votes"
            + "|a whole number from 1 to 9",
        "{\"all\": [{\"reward\": {\"rubrics\": [\"a\"], \"mode\": \"listwise\"}}]}|all[0].reward"
            + "|a pointwise reward: scores of comparisons can't be mixed with others"
      })
  void refusesWhatItCanNotDoBeforeAnyCall(String spec, String field, String right) {
    InvalidReward refusal =
        assertThrows(InvalidReward.class, () -> registry.reward(spec(spec), Models.DEFAULT, null));

    assertEquals(field == null ? "" : field, refusal.field());
    assertEquals(right, refusal.getMessage());
    assertEquals(List.of(), judge.requests());
  }

  @ParameterizedTest
  @CsvSource({"1, 20", "9, 7", "9, 11", "5, 20"})
  void aMixMayHaveJudgesWithVotes(int votes, int judges) {
    assertEquals(votes * judges, reward(mix(judge(votes), judges)).parts());
  }

  @Test
  void aPairwiseJudgeAsksTwiceForEachVote() {
    String pairwise = judge(9).replace("pointwise", "pairwise");

    assertEquals(18, reward(pairwise).parts());
    assertEquals(2, reward("{\"rubrics\": [\"a\"], \"mode\": \"pairwise\"}").parts());
    assertEquals(9, reward(judge(9).replace("pointwise", "listwise")).parts());
  }

  @Test
  void mixesOfMixesAreBoundedAsAWhole() {
    assertEquals(100, reward(mix(mix(judge(1), 5), 20)).parts());
    refused(mix(mix(judge(1), 6), 20), "all", 120);
    refused(mix(mix(judge(9), 12), 1), "all[0].reward.all", 108);
    refused(mix(mix(mix(judge(9), 20), 20), 20), "all[0].reward.all[0].reward.all", 180);
    refused(mix(mix("\"sameness\"", 20), 20), "all", 400);
    assertEquals(List.of(), judge.requests());
  }

  private void refused(String spec, String field, int parts) {
    InvalidReward refusal = assertThrows(InvalidReward.class, () -> reward(spec));
    assertEquals(field, refusal.field());
    assertEquals(
        "at most 100 parts, those of mixes within it and each vote of a judge counted; these are "
            + parts,
        refusal.getMessage());
  }

  private Reward reward(String spec) {
    return registry.reward(spec(spec), Models.DEFAULT, "An answer.");
  }

  private static String judge(int votes) {
    return "{\"name\": \"base_honesty_pointwise\", \"params\": {\"votes\": " + votes + "}}";
  }

  private static String mix(String part, int parts) {
    return "{\"all\": ["
        + String.join(", ", Collections.nCopies(parts, "{\"reward\": " + part + "}"))
        + "]}";
  }

  @Test
  void refusesAModelThatDoesNotExist() {
    InvalidReward refusal =
        assertThrows(
            InvalidReward.class,
            () -> registry.reward(spec("\"base_honesty_pointwise\""), "gpt", null));

    assertEquals("can't be judged: there is only default", refusal.getMessage());
  }

  @Test
  void keepsAMessageShortWhateverTheNameIs() {
    InvalidReward refusal =
        assertThrows(
            InvalidReward.class,
            () -> registry.reward(RewardSpec.named("x".repeat(1_000_000)), Models.DEFAULT, null));

    assertTrue(refusal.getMessage().length() < 200);
  }

  @Test
  void describesEachRewardAsTheApiShowsIt() {
    JsonNode described = Json.MAPPER.valueToTree(registry.describe());

    assertEquals(3 * 20 + 1, described.size());
    JsonNode first = described.get(0);
    assertEquals("judge", first.get("kind").asText());
    assertEquals("pointwise", first.get("mode").asText());
    assertEquals("{\"min\":0.0,\"max\":1.0}", first.get("range").toString());
    assertEquals(false, first.get("needs_reference").booleanValue());
    assertEquals(3, first.get("params").get(0).get("default").size());
    assertEquals("{\"max\":0.0}", described.get(60).get("range").toString());
    assertEquals("rule", described.get(60).get("kind").asText());
  }

  private Evaluation evaluate(RewardSpec spec) {
    return evaluate(spec, null);
  }

  private Evaluation evaluate(RewardSpec spec, String reference) {
    Reward reward = registry.reward(spec, Models.DEFAULT, reference);
    AssertSubscriber<Assessment> watcher =
        reward
            .evaluate(subject(reference))
            .subscribe()
            .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE))
            .awaitCompletion();
    return ((Assessment.Verdict) watcher.getLastItem()).evaluation();
  }

  private static Subject subject(String reference) {
    return new Subject(List.of(Message.user("Why?")), List.of("An answer."), 0, null, reference);
  }

  private static RewardSpec spec(String json) {
    try {
      return Json.MAPPER.readValue(json, RewardSpec.class);
    } catch (Exception e) {
      throw new IllegalArgumentException(e);
    }
  }

  private record Config(Optional<Path> judges) implements RewardsConfig {

    @Override
    public int atOnce() {
      return 4;
    }

    @Override
    public Map<String, RemoteConfig> remote() {
      return Map.of();
    }
  }

  private record OneModel(LanguageModel model) implements Models {

    @Override
    public List<String> names() {
      return List.of(DEFAULT);
    }

    @Override
    public LanguageModel named(String name) {
      if (!name.equals(DEFAULT)) {
        throw new IllegalArgumentException("there is only default");
      }
      return model;
    }
  }

  private static final class Sameness implements Rule {

    @Override
    public String name() {
      return "sameness";
    }

    @Override
    public String description() {
      return "Whether it is the same.";
    }

    @Override
    public Range range() {
      return Range.upTo(0);
    }

    @Override
    public boolean needsReference() {
      return true;
    }

    @Override
    public Check with(Params params) {
      return text -> new Finding(text.text().equals(text.reference()) ? 1 : 0, "compared");
    }
  }
}
