const PER = 1_000_000;

/**
 * What the completed calls of a run cost by the prices of its models, as text; nothing where a price
 * is missing. Calls that were given up are in the run's total once it has ended, and are counted as
 * the writing model's.
 */
export function costOf(state, models) {
  const writer = priceOf(state.settings.model, models);
  const judge = priceOf(state.settings.judge_model, models);
  if (!writer || !judge || writer.currency !== judge.currency) {
    return undefined;
  }
  const calls = state.candidates.flatMap((c) => [
    [c.usage, writer],
    [c.judge_usage, judge],
  ]);
  const known = calls.filter(([usage]) => usage);
  const sum = known.reduce((total, [usage, price]) => total + cost(usage, price), 0);
  const rest = cost(remainder(state.usage, known.map(([usage]) => usage)), writer);
  return money(sum + rest, writer.currency);
}

function priceOf(name, models) {
  return models.find(({ id }) => id === name)?.price;
}

function cost(usage, { prompt, completion, cached = prompt }) {
  const fromCache = usage.cached_tokens ?? 0;
  return (
    ((usage.prompt_tokens - fromCache) * prompt +
      fromCache * cached +
      usage.completion_tokens * completion) /
    PER
  );
}

function remainder(total, parts) {
  const left = (field) =>
    Math.max((total?.[field] ?? 0) - parts.reduce((sum, part) => sum + (part[field] ?? 0), 0), 0);
  return { prompt_tokens: left('prompt_tokens'), completion_tokens: left('completion_tokens') };
}

/** Small sums to two figures that say something. */
function money(amount, currency) {
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    ...(amount < 1 ? { maximumSignificantDigits: 2 } : {}),
  }).format(amount);
}
