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

const LONGEST_TITLE = 120;

export function stopReason(reason) {
  return STOP_REASONS[reason] ?? reason;
}

export function candidateName({ iteration }) {
  return iteration === 0 ? 'First draft' : `Refinement ${iteration}`;
}

/** For narrow places. */
export function shortName({ iteration }) {
  return iteration === 0 ? 'Draft' : String(iteration);
}

/** Those of a run that began with several candidates share an iteration; then the number says which. */
export function namesOf(candidates) {
  return apart(candidates, candidateName);
}

/** The same for narrow places. */
export function shortNamesOf(candidates) {
  return apart(candidates, shortName);
}

function apart(candidates, name) {
  const drafts = candidates.filter(({ iteration }) => iteration === 0).length;
  return new Map(
    candidates.map((c) => [
      c.candidate,
      c.iteration === 0 && drafts > 1 ? `Draft ${c.candidate + 1}` : name(c),
    ]),
  );
}

/** A score, or a dash where there is none. Only those that have no full score may be large. */
export function scoreText(score) {
  if (score === undefined) {
    return '–';
  }
  return Number.isInteger(score) && Math.abs(score) > 1 ? String(score) : score.toFixed(2);
}

/** `+0.33`, `−0.10`, or `±0`. */
export function changeText(change) {
  const text = scoreText(Math.abs(change));
  return Number(text) === 0 ? '±0' : `${change > 0 ? '+' : '−'}${text}`;
}

export function duration(ms) {
  if (ms < 10_000) {
    return `${(ms / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Metadata of a run that asks this. Lists of runs come without texts; the title is what they show. */
export function titled(asked, metadata = {}) {
  return { ...metadata, title: beginning(asked, LONGEST_TITLE) };
}

/** So many code points of a text; none is cut in two, as `slice` may do. */
export function beginning(text, length) {
  return [...text.slice(0, 2 * length)].slice(0, length).join('');
}

/** A message's text; parts that are no text are left out. */
export function textOf({ content }) {
  return Array.isArray(content)
    ? content.map(({ text }) => text ?? '').join('\n')
    : (content ?? '');
}

/** What a run was asked: its last user message. */
export function question(messages) {
  const asked = messages.findLast(({ role }) => role === 'user');
  return asked ? textOf(asked) : '';
}

/** How a reward is called where there is room for a few words. */
export function rewardName(reward) {
  if (typeof reward === 'string') {
    return reward;
  }
  if (reward?.all) {
    return `a mix of ${reward.all.map((part) => rewardName(part.reward)).join(', ')}`;
  }
  return reward?.name ?? (reward?.rubrics ? `${reward.rubrics.length} own rubrics` : '');
}
