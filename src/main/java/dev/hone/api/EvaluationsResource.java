package dev.hone.api;

import dev.hone.refinement.Models;
import dev.hone.refinement.Reward;
import dev.hone.refinement.RewardSpec;
import dev.hone.refinement.Subject;
import dev.hone.run.Quotas;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Evaluates candidates without refining them. */
@Path("/v1/evaluations")
public class EvaluationsResource {

  private final SampleChecks samples;
  private final Caller caller;
  private final Quotas quotas;

  EvaluationsResource(SampleChecks samples, Caller caller, Quotas quotas) {
    this.samples = samples;
    this.caller = caller;
    this.quotas = quotas;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> evaluate(byte[] body) {
    EvaluationRequest request = JsonBody.read(body, EvaluationRequest.class);
    String owner = caller.owner();
    Evaluations evaluations = check(request, owner);
    return quotas.checkTokens(owner).chain(evaluations::all).map(Replies::ok);
  }

  private Evaluations check(EvaluationRequest request, String owner) {
    String judge = request.judgeModel() == null ? Models.DEFAULT : request.judgeModel();
    RewardSpec spec = request.reward() == null ? SampleChecks.DEFAULT_REWARD : request.reward();
    Checks checks = new Checks();
    samples.checkMessages(request.messages(), checks);
    checks.require(
        request.candidates() != null && !request.candidates().isEmpty(),
        "candidates",
        "at least one candidate to evaluate");
    samples.checkCandidates(request.candidates(), checks);
    samples.checkModel(judge, "judge_model", checks);
    Reward reward =
        samples.checkReward(spec, judge, request.reference(), request.candidates(), checks);
    checks.done();
    return new Evaluations(
        reward,
        new Subject(request.messages(), request.candidates(), 0, null, request.reference()),
        used -> quotas.use(owner, used.totalTokens()));
  }
}
