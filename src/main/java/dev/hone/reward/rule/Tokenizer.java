package dev.hone.reward.rule;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import dev.hone.reward.param.Param;
import dev.hone.reward.param.Params;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Cuts a text into the pieces that a rule compares or counts. */
@FunctionalInterface
interface Tokenizer {

  Param<String> TYPE =
      Param.choice(
          "tokenizer_type", List.of("tiktoken", "simple"), "tiktoken", "how words are found");
  Param<String> ENCODING =
      Param.choice(
          "encoding_name",
          Arrays.stream(EncodingType.values()).map(EncodingType::getName).toList(),
          EncodingType.CL100K_BASE.getName(),
          "the vocabulary of tiktoken");
  Param<Boolean> CHINESE_ONLY =
      Param.bool("chinese_only", false, "for the reference's jieba tokenizer, which isn't here")
          .where(only -> !only, "false: only the tokenizer jieba knows it, which isn't here");

  List<String> tokens(String text);

  /** The first use of a vocabulary reads it, which takes half a second. */
  static boolean mayTakeLong(Params params) {
    return params.get(TYPE).equals("tiktoken");
  }

  static Tokenizer of(Params params) {
    return params.get(TYPE).equals("simple")
        ? PythonText::split
        : new Tiktoken(params.get(ENCODING));
  }

  /** OpenAI's tokens, each as the text that it stands for alone. */
  final class Tiktoken implements Tokenizer {

    private static final EncodingRegistry VOCABULARIES = Encodings.newLazyEncodingRegistry();

    private final String name;

    Tiktoken(String name) {
      this.name = name;
    }

    @Override
    public List<String> tokens(String text) {
      Encoding encoding = VOCABULARIES.getEncoding(name).orElseThrow();
      try {
        return texts(encoding, encoding.encode(whole(text)));
      } catch (UnsupportedOperationException e) {
        // A special token such as <|endoftext|> in the text: the reference then splits at white
        // space.
        return PythonText.split(text);
      }
    }

    /** Half a character becomes the replacement sign, as in the reference. */
    private static String whole(String text) {
      return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    }

    private static List<String> texts(Encoding encoding, IntArrayList tokens) {
      Map<Integer, String> known = new HashMap<>();
      String[] texts = new String[tokens.size()];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = known.computeIfAbsent(tokens.get(i), token -> text(encoding, token));
      }
      return Arrays.asList(texts);
    }

    private static String text(Encoding encoding, int token) {
      IntArrayList alone = new IntArrayList(1);
      alone.add(token);
      return new String(encoding.decodeBytes(alone), StandardCharsets.UTF_8);
    }
  }
}
