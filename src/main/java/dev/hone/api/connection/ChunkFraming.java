package dev.hone.api.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/**
 * Puts each small chunk of a chunked response into one buffer. Netty's encoder makes three of it
 * (size, bytes, line end) with a promise that joins theirs, and the socket gathers them: for an
 * event of some hundred bytes that costs more than the event. A response's head, its end and what
 * is large go through the encoder as ever, and so does all of a response that isn't for this.
 */
public final class ChunkFraming extends ChannelOutboundHandlerAdapter {

  private static final String NAME = "hone-chunks";

  /** What is larger gains nothing by being copied once more. */
  private static final int SMALL = 16 * 1024;

  /** Of the size in hexadecimal, and two line ends. */
  private static final int FRAME = 8 + 2 + 2;

  private static final int LINE_END = '\r' << 8 | '\n';

  private final ChannelHandlerContext encoder;
  private boolean wanted;
  private boolean framing;

  private ChunkFraming(ChannelHandlerContext encoder) {
    this.encoder = encoder;
  }

  /**
   * Frames the chunks of a request's response, if that has any. On the event loop of its
   * connection, before the head is written.
   */
  public static void of(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_1_1 || request.method() == HttpMethod.HEAD) {
      return;
    }
    next(Guard.channel(request).pipeline());
  }

  /** Of the response whose head is written next. */
  static void next(ChannelPipeline pipeline) {
    ChunkFraming framing = pipeline.get(ChunkFraming.class);
    ChannelHandlerContext encoder = pipeline.context(HttpResponseEncoder.class);
    if (framing == null && encoder != null) {
      framing = new ChunkFraming(encoder);
      pipeline.addAfter(encoder.name(), NAME, framing); // behind what compresses
    }
    if (framing != null) {
      framing.wanted = true;
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
    if (message instanceof HttpResponse head) {
      framing = wanted && HttpUtil.isTransferEncodingChunked(head);
      wanted = false;
      context.write(message, written);
    } else if (framing
        && message instanceof HttpContent chunk
        && !(message instanceof LastHttpContent)
        && isSmall(chunk.content())) {
      encoder.write(framed(chunk.content()), written); // what it writes doesn't pass it itself
    } else {
      context.write(message, written);
    }
  }

  /** A chunk of nothing would be the end. */
  private static boolean isSmall(ByteBuf bytes) {
    return bytes.isReadable() && bytes.readableBytes() <= SMALL;
  }

  private ByteBuf framed(ByteBuf bytes) {
    int size = bytes.readableBytes();
    ByteBuf chunk = encoder.alloc().directBuffer(size + FRAME);
    chunk.writeCharSequence(Integer.toHexString(size), StandardCharsets.US_ASCII);
    chunk.writeShort(LINE_END).writeBytes(bytes).writeShort(LINE_END);
    bytes.release();
    return chunk;
  }
}
