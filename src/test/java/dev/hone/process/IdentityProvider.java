package dev.hone.process;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OpenID Connect provider that signs what a test wants, and remembers what it was asked. */
final class IdentityProvider implements AutoCloseable {

  static final String AUDIENCE = "hone";

  private final Vertx vertx = Vertx.vertx();
  private final KeyPair keys = keyPair();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;

  static IdentityProvider start() {
    IdentityProvider provider = new IdentityProvider();
    provider.listen(0);
    return provider;
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Paths, in the order of the requests. */
  List<String> asked() {
    return asked;
  }

  String token(String subject, Duration life) {
    return sign(claims(subject, life), keys.getPrivate());
  }

  JwtClaimsBuilder claims(String subject, Duration life) {
    return Jwt.subject(subject)
        .issuer(url())
        .audience(AUDIENCE)
        .issuedAt(Instant.now().minusSeconds(60))
        .expiresAt(Instant.now().plus(life));
  }

  String sign(JwtClaimsBuilder claims, PrivateKey key) {
    return claims.jws().keyId("1").sign(key);
  }

  PrivateKey key() {
    return keys.getPrivate();
  }

  static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void listen(int port) {
    server = vertx.createHttpServer().requestHandler(this::answer);
    server.listen(port, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
  }

  private void answer(HttpServerRequest request) {
    asked.add(request.path());
    switch (request.path()) {
      case "/.well-known/openid-configuration" -> request.response().end(discovery().encode());
      case "/keys" -> request.response().end(keySet().encode());
      default -> request.response().setStatusCode(404).end();
    }
  }

  private JsonObject discovery() {
    return new JsonObject()
        .put("issuer", url())
        .put("jwks_uri", url() + "/keys")
        .put("token_endpoint", url() + "/token")
        .put("introspection_endpoint", url() + "/introspect");
  }

  private JsonObject keySet() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return new JsonObject()
        .put(
            "keys",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("kty", "RSA")
                        .put("kid", "1")
                        .put("use", "sig")
                        .put("alg", "RS256")
                        .put("n", unsigned(key.getModulus()))
                        .put("e", unsigned(key.getPublicExponent()))));
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] digits = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digits);
  }
}
