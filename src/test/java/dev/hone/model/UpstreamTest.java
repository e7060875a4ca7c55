package dev.hone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTest {

  @ParameterizedTest
  @CsvSource({
    "https://api.openai.com/v1, true, 443, api.openai.com, /v1/chat/completions",
    "https://[::1]/v1/, true, 443, [::1], /v1/chat/completions",
    "http://localhost, false, 80, localhost, /chat/completions",
    "http://127.0.0.1:9100/v1, false, 9100, 127.0.0.1, /v1/chat/completions",
  })
  void isWhereTheBaseUrlSays(String baseUrl, boolean secure, int port, String host, String path) {
    Upstream upstream = upstream(baseUrl);

    RequestOptions request = upstream.request();
    assertEquals(SocketAddress.inetSocketAddress(port, host), request.getServer());
    assertEquals(host, request.getHost());
    assertEquals(port, request.getPort());
    assertEquals(secure, request.isSsl());
    assertEquals(path, request.getURI());
    assertNotSame(request, upstream.request());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:80800/v1", "http:///v1"})
  void saysWhatIsWrongWithItsBaseUrl(String baseUrl) {
    var refused = assertThrows(IllegalArgumentException.class, () -> upstream(baseUrl));

    assertTrue(
        refused.getMessage().startsWith("its base-url can't be called: "), refused::getMessage);
  }

  private static Upstream upstream(String baseUrl) {
    return new Upstream(
        null, URI.create(baseUrl), Optional.of("key"), Optional.empty(), "hone/test");
  }
}
