import { list } from '../hone-client.js';

const SHOWN = 10;
const MOST_REFRESHED = 100;
const EVERY_MS = 5_000;

/** The runs of late, newest first, for an element that shows them; its controller. */
export class RecentRuns {
  all = [];
  /** Where earlier ones begin; none if there are none. */
  next;

  #host;
  #onProblem;
  #timer;

  constructor(host, onProblem) {
    this.#host = host;
    this.#onProblem = onProblem;
    host.addController(this);
  }

  hostConnected() {
    this.#timer = setInterval(() => this.#refresh(), EVERY_MS);
  }

  hostDisconnected() {
    clearInterval(this.#timer);
  }

  load() {
    const limit = Math.min(Math.max(SHOWN, this.all.length), MOST_REFRESHED);
    return this.#ask({ limit }, (data) => data);
  }

  more() {
    return this.#ask({ limit: SHOWN, after: this.next }, (data) => [...this.all, ...data]);
  }

  forget() {
    this.#set([], undefined);
  }

  /** While one of those listed goes on somewhere, and somebody may be looking. */
  #refresh() {
    const going = this.all.some(({ status }) => status === 'queued' || status === 'running');
    if (going && !document.hidden && this.all.length <= MOST_REFRESHED) {
      this.load();
    }
  }

  async #ask(query, joined) {
    try {
      const { data, next } = await list(query);
      this.#set(joined(data), next);
    } catch (problem) {
      this.#onProblem(problem);
    }
  }

  #set(all, next) {
    this.all = all;
    this.next = next;
    this.#host.requestUpdate();
  }
}
