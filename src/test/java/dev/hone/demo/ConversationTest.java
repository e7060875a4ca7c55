package dev.hone.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hone.demo.ChatRequest.ChatMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest {

  @Test
  void whatAReaderWantsInTheFirstAnswerIsNoPartOfTheQuestion() {
    Conversation conversation =
        Conversation.of(
            List.of(
                new ChatMessage(
                    "user", "Explain tides.\n\nA reader asks: Could you make it a list?")));

    assertEquals("Explain tides.", conversation.question());
    assertEquals(List.of("Could you make it a list?"), conversation.newestWishes());
  }
}
