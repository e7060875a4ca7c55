package dev.hone.api.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.junit.jupiter.api.Test;

class MessageBacklogTest {

  private static final int MOST = 10;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private int tooLarge;
  private final MessageBacklog backlog = new MessageBacklog(channel, MOST, () -> tooLarge++);

  MessageBacklogTest() {
    channel.pipeline().addLast(backlog);
  }

  @Test
  void aMessageMayBeAsLargeAsTheMost() {
    passed(text(false, 4), more(false, 5), more(true, 1), text(true, MOST));

    assertEquals(0, tooLarge);
  }

  @Test
  void whoBeginsAMessageThatIsLargerIsClosedAndNothingMoreIsKept() {
    passed(text(false, MOST));

    dropped(more(false, 1), more(false, 5), more(true, 1), text(true, 1));

    assertEquals(1, tooLarge);
    passed(new CloseWebSocketFrame());
  }

  @Test
  void aMessageOfEmptyFragmentsEndsToo() {
    passed(text(false, 0));
    for (int i = 1; i < MOST; i++) {
      passed(more(false, 0));
    }

    passed(more(true, 0)); // the last one is free

    passed(text(false, 0), more(false, MOST - 1));
    dropped(more(false, 1));

    assertEquals(1, tooLarge);
  }

  @Test
  void nothingIsReadWhileTooMuchWaits() {
    passed(text(true, MOST));
    assertTrue(channel.config().isAutoRead());
    passed(text(true, 1));
    assertFalse(channel.config().isAutoRead());

    backlog.handled();

    assertTrue(channel.config().isAutoRead());
  }

  private void passed(WebSocketFrame... frames) {
    for (WebSocketFrame frame : frames) {
      channel.writeInbound(frame);
      assertSame(frame, channel.readInbound());
    }
  }

  private void dropped(WebSocketFrame... frames) {
    for (WebSocketFrame frame : frames) {
      channel.writeInbound(frame);
      assertNull(channel.readInbound());
      assertEquals(0, frame.refCnt());
    }
  }

  private static WebSocketFrame text(boolean whole, int bytes) {
    return new TextWebSocketFrame(whole, 0, "x".repeat(bytes));
  }

  private static WebSocketFrame more(boolean last, int bytes) {
    return new ContinuationWebSocketFrame(last, 0, "x".repeat(bytes));
  }
}
