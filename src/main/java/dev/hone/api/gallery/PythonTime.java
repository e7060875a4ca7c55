package dev.hone.api.gallery;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.hone.refinement.InvalidValue;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;

/**
 * A time as Python's {@code datetime} has it: to the microsecond, as a rule without a zone. Written
 * as pydantic does; read with a {@code T} or a blank in the middle.
 *
 * @param offset {@code null} where it has none
 */
@JsonDeserialize(using = PythonTime.Reader.class)
public record PythonTime(LocalDateTime time, ZoneOffset offset) {

  private static final int DATE = "2026-11-24".length();
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");
  private static final DateTimeFormatter ANY =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXX][XX]")
          .optionalEnd()
          .toFormatter();

  public PythonTime {
    time = time.truncatedTo(ChronoUnit.MICROS);
  }

  /** In this machine's zone, which it doesn't say. */
  static PythonTime of(Instant at) {
    return new PythonTime(LocalDateTime.ofInstant(at, ZoneId.systemDefault()), null);
  }

  static PythonTime now() {
    return of(Instant.now());
  }

  /**
   * @throws DateTimeException if it is none
   */
  static PythonTime parse(String text) {
    StringBuilder iso = new StringBuilder(text.strip());
    if (iso.length() > DATE && iso.charAt(DATE) == ' ') {
      iso.setCharAt(DATE, 'T');
    }
    var found = ANY.parseBest(iso, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    if (found instanceof OffsetDateTime at) {
      return new PythonTime(at.toLocalDateTime(), at.getOffset());
    }
    return new PythonTime(
        found instanceof LocalDateTime at ? at : ((LocalDate) found).atStartOfDay(), null);
  }

  @Override
  @JsonValue
  public String toString() {
    return text("Z");
  }

  private String text(String utc) {
    String zone = offset == null ? "" : ZoneOffset.UTC.equals(offset) ? utc : offset.getId();
    return (time.getNano() == 0 ? SECONDS : MICROSECONDS).format(time) + zone;
  }

  /** How a sample's own time is written: as {@code isoformat()} does, which has no Z. */
  static final class IsoFormat extends JsonSerializer<PythonTime> {
    @Override
    public void serialize(PythonTime at, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(at.text("+00:00"));
    }
  }

  static final class Reader extends JsonDeserializer<PythonTime> {
    @Override
    public PythonTime deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      try {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
          return parse(in.getText());
        }
      } catch (DateTimeException notOne) {
        // said below
      }
      throw new InvalidValue(in, "a time such as \"2026-11-24T11:11:40.884058\"");
    }
  }
}
