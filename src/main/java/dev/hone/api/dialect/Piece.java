package dev.hone.api.dialect;

/** What an event adds to the parts of a run. */
public sealed interface Piece {

  /** A part begins; its id is unique among the parts of its run. */
  record Begun(String id, Source source) implements Piece {}

  /** More of a part that has begun and isn't over; never empty. */
  record More(String id, String text) implements Piece {}

  /**
   * Nothing more comes of a part.
   *
   * @param discarded why its text is void; {@code null} if it counts
   */
  record Over(String id, Source source, String discarded) implements Piece {}
}
