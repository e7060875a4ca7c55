package dev.hone.api.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.junit.jupiter.api.Test;

/** What is passed on to Vert.x is answered. */
class PingsTest {

  private static final int BURST = 10;

  private int floods;
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new Pings(new MessageRate(1, BURST, () -> 0), () -> floods++));

  @Test
  void aPingIsAnsweredAtOnce() {
    WebSocketFrame ping = ping(1);
    channel.writeInbound(ping);
    assertSame(ping, channel.readInbound());
  }

  @Test
  void ofThoseThatComeWhileTheClientTakesNothingTheNewestIsAnsweredOnceItDoes() {
    WebSocketFrame old = ping(1);
    WebSocketFrame newest = ping(2);

    writable(false);
    channel.writeInbound(old, newest);
    assertNull(channel.readInbound());
    writable(true);

    assertSame(newest, channel.readInbound());
    assertNull(channel.readInbound());
    assertEquals(0, old.refCnt());
  }

  @Test
  void whatWaitsGoesWithItsSocket() {
    WebSocketFrame ping = ping(1);
    writable(false);
    channel.writeInbound(ping);
    channel.close();
    assertEquals(0, ping.refCnt());
  }

  @Test
  void messagesAreNoneOfItsBusiness() {
    writable(false);
    WebSocketFrame text = new TextWebSocketFrame("text");
    channel.writeInbound(text);
    assertSame(text, channel.readInbound());
  }

  @Test
  void whoSendsTooManyGetsNoAnswerAndInTheEndIsClosed() {
    int refused = 2; // seconds' worth of them
    for (int i = 0; i < BURST; i++) {
      channel.writeInbound(i % 2 == 0 ? ping(i) : new PongWebSocketFrame());
    }
    channel.inboundMessages().clear();
    for (int i = 0; i < refused; i++) {
      channel.writeInbound(ping(i));
    }
    assertEquals(0, floods);

    WebSocketFrame last = ping(9);
    channel.writeInbound(last);

    assertEquals(1, floods);
    assertEquals(0, last.refCnt());
    assertNull(channel.readInbound());
  }

  private void writable(boolean writable) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
    channel.runPendingTasks();
  }

  private static WebSocketFrame ping(int number) {
    return new PingWebSocketFrame(Unpooled.buffer().writeByte(number));
  }
}
