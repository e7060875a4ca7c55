package dev.hone.reward.judge;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hone.refinement.Json;
import dev.hone.refinement.LanguageModel;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The judges of this server: those that come with it, and those of a file of the operator's. */
public final class Judges {

  private static final String OURS = "/rewards/judges.json";

  private final JudgeDefinition inline;
  private final List<JudgeDefinition> definitions;
  private final int atOnce;

  /**
   * @param theirs a file of more judges; one with the name of ours replaces it
   * @param atOnce how many verdicts of one judge may be asked for at the same time
   * @throws IllegalArgumentException if the file can't be read; the message says where and why
   */
  public Judges(Optional<Path> theirs, int atOnce) {
    JudgeDefinition.All ours = ours();
    Map<String, JudgeDefinition> byName = new LinkedHashMap<>();
    ours.judges().forEach(judge -> byName.put(judge.name(), judge));
    theirs.ifPresent(file -> read(file).forEach(judge -> byName.put(judge.name(), judge)));
    this.inline = ours.inline();
    this.definitions = List.copyOf(byName.values());
    this.atOnce = atOnce;
  }

  /** Each judge in each of its modes, in the order of the file. */
  public List<Judge> named() {
    return definitions.stream()
        .flatMap(judge -> judge.modes().stream().map(mode -> new Judge(judge, mode, atOnce)))
        .toList();
  }

  /** A judge by rubrics that came with the request. */
  public Reward of(List<String> rubrics, RewardMode mode, LanguageModel model) {
    return Judge.asDefined(inline.with(rubrics), mode, model);
  }

  private static JudgeDefinition.All ours() {
    try (InputStream in = Judges.class.getResourceAsStream(OURS)) {
      return Json.MAPPER.readValue(in, JudgeDefinition.All.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JudgeDefinition> read(Path file) {
    try {
      JudgeDefinition.All all =
          Json.MAPPER.readValue(Files.readString(file), JudgeDefinition.All.class);
      if (all == null || all.judges() == null || all.judges().contains(null)) {
        throw new IllegalArgumentException("judges wants a list of objects, and null is none");
      }
      all.judges().forEach(JudgeDefinition::check);
      return all.judges();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the judges in " + file + " can't be read: " + oneLine(e), e);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the file " + file + " can't be read: " + e, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the judges in " + file + ": " + e.getMessage(), e);
    }
  }

  private static String oneLine(JsonProcessingException e) {
    JsonLocation where = e.getLocation();
    return e.getOriginalMessage()
        + (where == null
            ? ""
            : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")");
  }
}
