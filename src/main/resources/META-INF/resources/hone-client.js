/**
 * Hone from a browser: start a run, watch it, steer it, accept, fork, end it. No dependencies.
 *
 *     import { start, watch, fold, initial } from './hone-client.js';
 *
 *     const { id } = await start({ messages: [{ role: 'user', content: 'Why is the sky blue?' }] });
 *     let state = initial(id);
 *     await watch(id, { onEvent: (event) => { state = fold(state, event); } });
 *     console.log(state.content, state.score);
 *
 * Where Hone asks who one is, say it first:
 *
 *     authorize({ key });
 *
 * Every function that calls Hone rejects with a {@link HoneProblem}, also where Hone can't be
 * reached. Calls go to the server that this module was loaded from.
 */

const API = new URL('v1/', import.meta.url);

/** The events that end a run; nothing follows them. */
const TERMINAL = ['run.completed', 'run.failed', 'run.cancelled'];

const TYPES = [
  'run.created',
  'run.started',
  'candidate.started',
  'candidate.thinking.delta',
  'candidate.delta',
  'candidate.completed',
  'candidate.discarded',
  'evaluation.started',
  'feedback.delta',
  'evaluation.completed',
  'evaluation.discarded',
  'steering.received',
  ...TERMINAL,
];

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** What Hone answered instead of a result (RFC 9457). */
export class HoneProblem extends Error {
  /**
   * @param {object} problem `title`, `status` (0: no answer at all), `detail`, and for bad input
   *     `errors`: `[{field, detail}]`
   */
  constructor({ title, status, detail, errors }) {
    super(detail || title || `Status ${status}`);
    this.name = 'HoneProblem';
    this.title = title;
    this.status = status;
    this.detail = detail;
    this.errors = errors ?? [];
  }
}

// ------------------------------------------------------------------------------------------ key

/** What Hone takes for a key or a token: a header holds nothing else. */
const KEY = /^[!-~]+$/;

let key;
let another;
let asking;

/**
 * Says who asks, in every call from now on; what was said before is forgotten. The key is kept in
 * memory only, and goes into the header `Authorization` only, never into a URL.
 *
 * @param {object} [options]
 * @param {string} [options.key] an API key or an access token; none where Hone asks for none
 * @param {(refused?: string) => Promise<string | undefined>} [options.onRefused] gives another key
 *     where this one (or none) wasn't accepted, and each call that waits for it is made again; with
 *     `undefined` they reject. Asked once at a time, however many calls were refused
 */
export function authorize(options = {}) {
  if (options.key !== undefined && !KEY.test(options.key)) {
    throw new TypeError('a key has visible ASCII characters only, and at least one');
  }
  key = options.key;
  another = options.onRefused;
}

/** Whether Hone knows this key; for whoever asks somebody for one. */
export async function accepts(offered) {
  if (!KEY.test(offered)) {
    return false;
  }
  const response = await send('GET', 'models', undefined, offered);
  if (!response.ok && response.status !== 401) {
    await result(response); // rejects
  }
  return response.ok;
}

/** Whether there is another key than the one that was refused; asks for one. */
async function renewed(refused) {
  if (key === refused && another) {
    asking ??= another(refused).finally(() => {
      asking = undefined;
    });
    const given = await asking;
    if (key === refused) {
      key = given;
    }
  }
  return key !== undefined && key !== refused;
}

// ---------------------------------------------------------------------------------------- calls

/**
 * Starts a run and leaves it running, whether or not anybody watches.
 *
 * @param {object} request the body of `POST /v1/refinements`; only `messages` is required
 * @returns {Promise<object>} the new run, with its `id`
 */
export function start(request) {
  return call('POST', 'refinements', request);
}

/**
 * One run as it is now.
 *
 * @param {object} [options]
 * @param {string} [options.ticket] that somebody has shared; it is shown instead of the key
 */
export function get(run, { ticket } = {}) {
  return ticket ? shared(path(run), ticket) : call('GET', path(run));
}

/**
 * A ticket with which anybody can read this run and its events till it expires, and do nothing else.
 *
 * @returns {Promise<{ticket: string, expires_at: string}>}
 */
export function share(run) {
  return call('POST', `${path(run)}/tickets`);
}

/**
 * Runs, newest first, without their texts.
 *
 * @param {object} [query] `limit`, `status`, `after` (the `next` of the page before)
 * @returns {Promise<{data: object[], next?: string}>}
 */
export function list(query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return call('GET', `refinements?${new URLSearchParams(given)}`);
}

/** Ends a run where it is. One that has ended already is left as it ended. */
export function cancel(run) {
  return call('DELETE', path(run));
}

/**
 * Says what the next candidate should do better.
 *
 * @param {'next' | 'now'} [when] `now` also discards the candidate that is being written
 */
export function steer(run, text, when = 'next') {
  return call('POST', `${path(run)}/steering`, { text, when });
}

/** Ends a run with this candidate, or with the best so far. */
export function accept(run, candidate) {
  return call('POST', `${path(run)}/accept`, candidate === undefined ? {} : { candidate });
}

/**
 * Starts a new run from an earlier one: its conversation and its candidates up to this one.
 *
 * @param {object} changes settings that differ, as in {@link start}; with `message` the candidate
 *     becomes the assistant's answer, and the message is what is asked next
 * @returns {Promise<object>} the new run, with its `id`
 */
export function fork(run, candidate, changes = {}) {
  return call('POST', `${path(run)}/fork`, { candidate, ...changes });
}

/** A run as an RM-Gallery `DataSample`, with scores and reasons. */
export function sample(run) {
  return call('GET', `${path(run)}/sample`);
}

/** What can evaluate candidates. */
export async function rewards() {
  return (await call('GET', 'rewards')).data;
}

/** The models that can answer; `demo` is true where the scripted one stands in for a real one. */
export async function models() {
  return (await call('GET', 'models')).data.filter(({ preset }) => !preset);
}

// ---------------------------------------------------------------------------------------- watch

/**
 * Follows a run to its end, through lost connections and restarts of the server, for as long as
 * that takes: each event is delivered once and in order. With a key the stream is opened by a ticket,
 * since an EventSource can send no header, and by a new one where that has expired.
 *
 * @param {string} run
 * @param {object} options
 * @param {number} [options.after] the last `seq` already seen; 0 begins with the first event
 * @param {string} [options.ticket] that somebody has shared; it is shown instead of the key
 * @param {(event: object) => void} options.onEvent
 * @param {(state: 'connecting' | 'live' | 'reconnecting' | 'ended') => void} [options.onState]
 * @param {AbortSignal} [options.signal] stops watching; the run goes on
 * @returns {Promise<void>} done when the run has ended or the signal fired; rejects with a
 *     {@link HoneProblem} where the run can't be watched at all, or not any more
 */
export async function watch(run, { after = 0, ticket, onEvent, onState = () => {}, signal }) {
  let last = after;
  let pause = FIRST_PAUSE_MS;
  const deliver = (event) => {
    if (event.seq <= last) {
      return;
    }
    last = event.seq;
    pause = FIRST_PAUSE_MS;
    onEvent(event);
  };
  onState('connecting');
  while (!signal?.aborted) {
    try {
      const shown = ticket ?? (key && (await share(run)).ticket);
      const ended = await connection(run, last, shown, signal, onState, deliver);
      if (!signal?.aborted && (ended || (await nothingFollows(run, last, ticket)))) {
        onState('ended');
        return;
      }
    } catch (problem) {
      if (!passes(problem)) {
        throw problem;
      }
    }
    if (!signal?.aborted) {
      onState('reconnecting');
      await sleep(pause * (0.5 + Math.random() / 2), signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }
}

/** One EventSource; true once it brought a terminal event, false if it was closed before. */
function connection(run, after, ticket, signal, onState, onEvent) {
  if (signal?.aborted) {
    return false;
  }
  return new Promise((resolve) => {
    const query = new URLSearchParams({ after, ...(ticket && { ticket }) });
    const source = new EventSource(new URL(`${path(run)}/events?${query}`, API));
    const close = (ended) => {
      signal?.removeEventListener('abort', stop);
      source.close();
      resolve(ended);
    };
    const stop = () => close(false);
    signal?.addEventListener('abort', stop);
    source.onopen = () => onState('live');
    source.onerror = () => {
      // It comes back by itself after a lost connection, but never after another status than 200.
      if (source.readyState === EventSource.CLOSED) {
        close(false);
      } else {
        onState('reconnecting');
      }
    };
    for (const type of TYPES) {
      source.addEventListener(type, ({ data }) => {
        onEvent(JSON.parse(data));
        if (TERMINAL.includes(type)) {
          close(true);
        }
      });
    }
  });
}

/**
 * Why an EventSource was closed, which it doesn't say: the run has ended before `last`, is gone or
 * not ours (rejects), or only the way to it was broken (false).
 */
async function nothingFollows(run, last, ticket) {
  const { status, last_seq: end } = await get(run, { ticket });
  return ['completed', 'failed', 'cancelled'].includes(status) && end <= last;
}

/** Whether the same call may well succeed later. */
function passes({ status }) {
  return status === 0 || status === 429 || status >= 500;
}

/** Shorter where the network comes back or the watching ends. */
function sleep(ms, signal) {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      removeEventListener('online', wake);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    addEventListener('online', wake);
    signal?.addEventListener('abort', wake);
  });
}

// ----------------------------------------------------------------------------------------- fold

/** The state of a run of which no event has been seen. */
export function initial(run) {
  return {
    run,
    seq: 0,
    /** `queued`, `running`, `completed`, `failed`, `cancelled` */
    status: 'queued',
    /** `waiting`, `writing` (the first answer), `judging`, `improving`, `done` */
    phase: 'waiting',
    iteration: 0,
    messages: [],
    /** Candidates that came with the request, as texts. */
    given: [],
    settings: {},
    metadata: {},
    /**
     * `{candidate, iteration, answers, writing, content, thinking, usage, judging, critique,
     * evaluated, score, feedback, rubrics, details, judge_usage, …}`; `answers` is the feedback that
     * it was written from
     */
    candidates: [],
    steering: [],
    /** What the completed calls used; the run's own figure once it has ended. */
    usage: undefined,
    // And once known: created_at, ended_at, best, content, score, stop_reason, problem, by.
  };
}

/**
 * The state after one more event. Pure: neither argument is changed, and what the event doesn't
 * concern is the same object as before. An event that was seen already changes nothing.
 *
 * @param {object} state from {@link initial} or an earlier fold
 * @param {object} event as Hone sends it
 */
export function fold(state, event) {
  if (event.seq <= state.seq) {
    return state;
  }
  const step = STEPS[event.type];
  return { ...state, ...step?.(state, event), seq: event.seq };
}

const STEPS = {
  __proto__: null,

  'run.created': (_, { at, sample, settings, metadata = {} }) => ({
    created_at: at,
    messages: sample.messages,
    given: sample.candidates ?? [],
    settings,
    metadata,
    candidates: (sample.candidates ?? []).map((content, n) => ({ ...blank(n, 0), content })),
  }),

  'run.started': () => ({ status: 'running' }),

  'candidate.started': (state, { candidate, iteration, feedback }) => ({
    phase: writingPhase(iteration),
    iteration,
    candidates: put(state, { ...blank(candidate, iteration), writing: true, answers: feedback }),
  }),

  'candidate.thinking.delta': (state, { candidate, text }) => ({
    candidates: change(state, candidate, (c) => ({ thinking: c.thinking + text })),
  }),

  'candidate.delta': (state, { candidate, text }) => ({
    candidates: change(state, candidate, (c) => ({ content: c.content + text })),
  }),

  'candidate.completed': (state, event) => ({
    usage: sum(state.usage, event.usage),
    candidates: change(state, event.candidate, () => ({
      writing: false,
      content: event.content,
      thinking: event.thinking ?? '',
      usage: event.usage,
      finish_reason: event.finish_reason,
      duration_ms: event.duration_ms,
    })),
  }),

  'candidate.discarded': (state, { candidate, reason }) => ({
    candidates: change(state, candidate, () => ({
      writing: true,
      content: '',
      thinking: '',
      discarded: reason,
    })),
  }),

  'evaluation.started': (state, { candidate }) => ({
    phase: 'judging',
    candidates: change(state, candidate, () => ({ judging: true, critique: [] })),
  }),

  'feedback.delta': (state, { candidate, text, part }) => ({
    candidates: change(state, candidate, (c) => ({ critique: append(c.critique, part, text) })),
  }),

  // Without a part all is void: several only write at once where each has a name.
  'evaluation.discarded': (state, { candidate, part }) => ({
    candidates: change(state, candidate, (c) => ({
      critique: part === undefined ? [] : c.critique.filter((piece) => piece.part !== part),
    })),
  }),

  'evaluation.completed': (state, event) => {
    const judged = change(state, event.candidate, () => ({
      judging: false,
      evaluated: true,
      critique: [],
      score: event.score,
      feedback: event.feedback,
      details: event.details ?? [],
      rubrics: event.rubrics ?? [],
      judge_usage: event.usage,
    }));
    return {
      best: event.best,
      usage: sum(state.usage, event.usage),
      candidates: ranked(judged, event.ranks ?? []),
    };
  },

  'steering.received': (state, { text, by, when }) => ({
    steering: [...state.steering, { text, by, when }],
  }),

  'run.completed': (state, event) => ({
    ...ended(state, 'completed', event),
    stop_reason: event.stop_reason,
  }),

  'run.failed': (state, event) => ({ ...ended(state, 'failed', event), problem: event.problem }),

  'run.cancelled': (state, event) => ({ ...ended(state, 'cancelled', event), by: event.by }),
};

function blank(candidate, iteration) {
  return {
    candidate,
    iteration,
    writing: false,
    content: '',
    thinking: '',
    judging: false,
    evaluated: false,
    /** The critique while it is written: `[{part, text}]`. */
    critique: [],
    details: [],
    rubrics: [],
  };
}

function writingPhase(iteration) {
  return iteration === 0 ? 'writing' : 'improving';
}

function put({ candidates }, candidate) {
  return [...candidates.filter((c) => c.candidate !== candidate.candidate), candidate];
}

function change({ candidates }, number, changes) {
  return candidates.map((c) => (c.candidate === number ? { ...c, ...changes(c) } : c));
}

function append(critique, part, text) {
  if (!critique.some((piece) => piece.part === part)) {
    return [...critique, { part, text }];
  }
  return critique.map((piece) =>
    piece.part === part ? { part, text: piece.text + text } : piece,
  );
}

/** A listwise evaluation scores every candidate anew. */
function ranked(candidates, ranks) {
  const scores = new Map(ranks.map(({ candidate, score }) => [candidate, score]));
  return candidates.map((c) =>
    scores.has(c.candidate) ? { ...c, score: scores.get(c.candidate) } : c,
  );
}

/** Whatever was being written is void. */
function ended({ candidates }, status, { at, best, content, score, usage }) {
  return {
    status,
    phase: 'done',
    ended_at: at,
    best,
    content,
    score,
    usage,
    candidates: candidates
      .filter((c) => !c.writing)
      .map((c) => (c.judging ? { ...c, judging: false, critique: [] } : c)),
  };
}

function sum(a, b) {
  if (!a || !b) {
    return a ?? b;
  }
  const total = { ...a };
  for (const [key, value] of Object.entries(b)) {
    total[key] = typeof value === 'number' ? (a[key] ?? 0) + value : value;
  }
  return total;
}

// ----------------------------------------------------------------------------------------- http

function path(run) {
  return `refinements/${encodeURIComponent(run)}`;
}

/** By the key, where there is one; another is asked for where it is refused. */
async function call(method, where, body) {
  let shown;
  let response;
  do {
    shown = key;
    response = await send(method, where, body, shown);
  } while (response.status === 401 && (await renewed(shown)));
  return result(response);
}

/** By a ticket alone: it may be another owner's run. */
async function shared(where, ticket) {
  return result(await send('GET', `${where}?${new URLSearchParams({ ticket })}`));
}

async function result(response) {
  const json = await response.json().catch(() => undefined);
  if (!response.ok) {
    throw new HoneProblem({ title: response.statusText, ...json, status: response.status });
  }
  return json;
}

async function send(method, where, body, shown) {
  try {
    return await fetch(new URL(where, API), {
      method,
      headers: {
        Accept: 'application/json, application/problem+json',
        ...(body && { 'Content-Type': 'application/json' }),
        ...(shown && { Authorization: `Bearer ${shown}` }),
      },
      body: body && JSON.stringify(body),
    });
  } catch {
    throw new HoneProblem({
      title: 'No answer',
      status: 0,
      detail: 'Hone can’t be reached. Is it still running?',
    });
  }
}
