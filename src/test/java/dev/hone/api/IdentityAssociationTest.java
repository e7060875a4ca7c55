package dev.hone.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.websockets.next.runtime.WebSocketSecurityIdentityAssociation;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdentityAssociationTest {

  @Test
  void noRequestAsksTheConfigurationForAnIdentityOfWebSockets() {
    var container = Arc.container();

    assertFalse(container.select(WebSocketSecurityIdentityAssociation.class).isResolvable());
    assertTrue(container.select(CurrentIdentityAssociation.class).isResolvable());
  }
}
