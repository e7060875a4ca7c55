package dev.hone.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          How do I learn to play the guitar?            | HOW_TO  | learn to play the guitar
          Could you please explain recursion to a child | EXPLAIN | recursion
          How does photosynthesis work?                 | EXPLAIN | photosynthesis
          How does the moon affect the tides?           | WHY     | “How does the moon affect the tides?”
          Why is my cat so loud?                        | WHY     | “Why is my cat so loud?”
          What's the difference between TCP and UDP?    | COMPARE | TCP and UDP
          tea vs coffee                                 | COMPARE | tea vs coffee
          Write me a poem about my dog                  | VERSE   | your dog
          Write a poem                                  | VERSE   | the evening
          Draft an email to my landlord                 | LETTER  | an email to your landlord
          Plan a party for me                           | PLAN    | a party for you
          Write a regex for dates                       | CODE    | a regex for dates
          I am bored. What is jazz?                     | EXPLAIN | jazz
          Hello                                         | GENERAL | “Hello”
          """)
  void findsWhatAQuestionIsAbout(String question, Topic.Kind kind, String text) {
    assertEquals(new Topic(kind, text), Topic.of(question));
  }
}
