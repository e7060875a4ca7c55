/**
 * The state of a run that can't be watched any more: it is no longer kept, or what it was watched by
 * is no longer good. What was seen of it stays; nothing of it goes on here.
 */
export function lost(state) {
  return {
    ...state,
    status: 'lost',
    phase: 'done',
    ended_at: new Date().toISOString(),
    candidates: state.candidates.map((c) => ({ ...c, writing: false, judging: false })),
  };
}
