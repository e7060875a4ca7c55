/** How the page says what the API names. */

const STOP_REASONS = {
  max_iterations: 'all refinements made',
  target_score: 'target score reached',
  no_improvement: 'no further improvement',
  deadline: 'time is up',
  token_budget: 'token budget used',
  context_length: 'the model’s context is full',
  accepted: 'accepted',
};

export function stopReason(reason) {
  return STOP_REASONS[reason] ?? reason;
}

export function candidateName({ iteration }) {
  return iteration === 0 ? 'First draft' : `Refinement ${iteration}`;
}

/** A score, or a dash where there is none. Only those that have no full score may be large. */
export function scoreText(score) {
  if (score === undefined) {
    return '–';
  }
  return Number.isInteger(score) && Math.abs(score) > 1 ? String(score) : score.toFixed(2);
}

export function seconds(ms) {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** What a run was asked: its last user message. */
export function question(messages) {
  return messages.findLast(({ role }) => role === 'user')?.content ?? '';
}
