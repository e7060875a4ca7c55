package dev.hone.api.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChunkFramingTest {

  private final EmbeddedChannel plain = new EmbeddedChannel(new HttpResponseEncoder());
  private final EmbeddedChannel framed = new EmbeddedChannel(new HttpResponseEncoder());

  @Test
  void writesTheBytesThatTheEncoderWould() {
    ChunkFraming.next(framed.pipeline());

    chunked("a", "", "data: é\n\n", "x".repeat(200), "y".repeat(16 * 1024), "z".repeat(70_000));

    assertSameBytes();
  }

  @Test
  void writesASmallChunkAsOneBuffer() {
    ChunkFraming.next(framed.pipeline());
    writeHead(framed, true);
    read(framed);

    HttpContent chunk = chunk("data: {}\n\n");
    framed.writeOutbound(chunk);

    assertEquals(List.of("a\r\ndata: {}\n\n\r\n"), read(framed));
    assertEquals(0, chunk.refCnt());
  }

  @Test
  void leavesAResponseAloneThatIsNotChunked() {
    ChunkFraming.next(framed.pipeline());

    both(channel -> writeHead(channel, false));
    both(channel -> channel.writeOutbound(chunk("12345")));
    both(channel -> channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT));

    assertSameBytes();
  }

  @Test
  void isForOneResponseOfAConnection() {
    ChunkFraming.next(framed.pipeline());
    chunked("first");
    assertSameBytes();
    writeHead(framed, true);
    read(framed);

    framed.writeOutbound(chunk("second"));

    assertTrue(read(framed).size() > 1, "the encoder's several buffers");
  }

  @Test
  void isThereOnceForAllResponsesOfAConnection() {
    for (int i = 0; i < 3; i++) {
      ChunkFraming.next(framed.pipeline());
      chunked("one", "two");
    }

    assertSameBytes();
    assertEquals(
        1,
        framed.pipeline().toMap().values().stream().filter(ChunkFraming.class::isInstance).count());
  }

  private void chunked(String... chunks) {
    both(channel -> writeHead(channel, true));
    for (String text : chunks) {
      both(channel -> channel.writeOutbound(chunk(text)));
    }
    both(channel -> channel.writeOutbound(LastHttpContent.EMPTY_LAST_CONTENT));
  }

  private void both(Consumer<EmbeddedChannel> write) {
    write.accept(plain);
    write.accept(framed);
  }

  private static void writeHead(EmbeddedChannel channel, boolean chunked) {
    DefaultHttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    if (chunked) {
      HttpUtil.setTransferEncodingChunked(head, true);
    } else {
      HttpUtil.setContentLength(head, 5);
    }
    channel.writeOutbound(head);
  }

  private static HttpContent chunk(String text) {
    return new DefaultHttpContent(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }

  private void assertSameBytes() {
    assertEquals(String.join("", read(plain)), String.join("", read(framed)));
  }

  private static List<String> read(EmbeddedChannel channel) {
    List<String> buffers = new ArrayList<>();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      buffers.add(next.toString(StandardCharsets.UTF_8));
      next.release();
    }
    return buffers;
  }
}
