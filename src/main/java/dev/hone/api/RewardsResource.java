package dev.hone.api;

import dev.hone.reward.RewardDescription;
import dev.hone.reward.RewardRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Which rewards there are. */
@Path("/v1/rewards")
public class RewardsResource {

  private final RewardRegistry rewards;

  RewardsResource(RewardRegistry rewards) {
    this.rewards = rewards;
  }

  record All(List<RewardDescription> data) {}

  @GET
  public Response list() {
    return Replies.ok(new All(rewards.describe()));
  }
}
