import { html, nothing } from 'lit';
import {
  accept,
  cancel,
  fold,
  fork,
  initial,
  list,
  models,
  rewards,
  start,
  steer,
  watch,
} from '../hone-client.js';
import { question } from '../lib/words.js';
import { HoneElement } from './hone-element.js';
import './hone-ask.js';
import './hone-problem.js';
import './hone-run.js';
import './hone-runs.js';

const RUNS_SHOWN = 10;
const RUNS_EVERY_MS = 5_000;
const TITLE_LENGTH = 60;

/**
 * The page: what the address names is shown, `/` the form and `/?run=<id>` that run, live. It holds
 * the state that the other elements render, and does what they ask for.
 */
class HoneApp extends HoneElement {
  static properties = {
    run: { state: true },
    shown: { state: true },
    connection: { state: true },
    problem: { state: true },
    /** What the last thing that somebody did came to, where it failed. */
    failed: { state: true },
    /** Which of them is under way. */
    busy: { state: true },
    models: { state: true },
    rewards: { state: true },
    runs: { state: true },
    next: { state: true },
  };

  /** The newest state; `shown` follows it once a frame, however many events a frame brings. */
  #state;
  #frame = 0;
  #watching;
  #refresh;

  constructor() {
    super();
    this.models = [];
    this.rewards = [];
    this.runs = [];
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('popstate', this.#follow);
    this.#follow();
    this.#load('models', models);
    this.#load('rewards', rewards);
    this.#refresh = setInterval(() => this.#refreshRuns(), RUNS_EVERY_MS);
  }

  disconnectedCallback() {
    window.removeEventListener('popstate', this.#follow);
    clearInterval(this.#refresh);
    this.#watching?.abort();
    super.disconnectedCallback();
  }

  render() {
    return html`
      ${this.#header()}
      <main>
        <hone-ask
          ?hidden=${Boolean(this.run)}
          .models=${this.models}
          .rewards=${this.rewards}
          .busy=${this.busy === 'start'}
          .problem=${this.run ? undefined : this.failed}
          @hone-start=${({ detail }) => this.#start(detail)}
        ></hone-ask>
        <hone-problem .problem=${this.problem}></hone-problem>
        ${this.run && !this.#unwatchable
          ? html`<hone-run
              .state=${this.shown}
              .connection=${this.connection}
              .models=${this.models}
              .problem=${this.failed}
              .busy=${this.busy}
              @hone-cancel=${() => this.#do('cancel', () => cancel(this.run))}
              @hone-accept=${({ detail }) => this.#do('accept', () => accept(this.run, detail))}
              @hone-steer=${({ detail }) => this.#steer(detail)}
              @hone-follow-up=${({ detail }) => this.#fork(this.shown.best, { message: detail })}
              @hone-forked=${({ detail }) => this.#fork(detail.candidate, detail.changes)}
              @hone-dismiss=${() => (this.failed = undefined)}
            ></hone-run>`
          : nothing}
        <hone-runs
          .runs=${this.runs}
          .more=${this.next !== undefined}
          .current=${this.run}
          .status=${this.shown?.seq > 0 ? this.shown.status : undefined}
          @hone-open=${({ detail }) => this.#go(detail)}
          @hone-more=${() => this.#moreRuns()}
        ></hone-runs>
      </main>
      <footer class="foot hint">
        <a href="q/openapi?format=json">OpenAPI</a>
        <a href="asyncapi.yaml">AsyncAPI</a>
        <a href="hone-client.js">hone-client.js</a>
      </footer>
    `;
  }

  #header() {
    const demo = this.models.some((model) => model.demo);
    const names = this.models.map(({ id }) => id).join(', ');
    return html`<header class="top">
      <a class="brand" href="./" @click=${this.#home}>
        <img src="favicon.svg" alt="" width="28" height="28" />Hone
      </a>
      <p class="model" data-testid="model">
        ${demo
          ? html`<strong>The demo model answers.</strong>
              <span>Set <code>OPENAI_API_KEY</code> for a real one.</span>`
          : names && `Model: ${names}`}
      </p>
      ${this.run
        ? html`<a class="button quiet" data-testid="new" href="./" @click=${this.#home}>
            New question
          </a>`
        : nothing}
    </header>`;
  }

  /** There is no such run, or it is somebody else's. */
  get #unwatchable() {
    return this.problem && this.connection === 'ended' && this.shown.seq === 0;
  }

  // --- What people do

  /** One thing at a time; true where it worked. */
  async #do(what, call) {
    if (this.busy) {
      return false;
    }
    this.busy = what;
    this.failed = undefined;
    try {
      await call();
      return true;
    } catch (problem) {
      this.failed = problem;
      return false;
    } finally {
      this.busy = undefined;
    }
  }

  #start(request) {
    return this.#do('start', async () => this.#go((await start(request)).id));
  }

  async #steer({ text, when }) {
    if (await this.#do('steer', () => steer(this.run, text, when))) {
      this.querySelector('hone-run').said();
    }
  }

  async #fork(candidate, changes) {
    const from = this.run;
    if (await this.#do('fork', async () => this.#go((await fork(from, candidate, changes)).id))) {
      this.querySelector('hone-run').said();
    }
  }

  #home = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    this.#go(undefined);
  };

  /** Makes the address name this run, or none. */
  #go(run) {
    history.pushState(null, '', run ? `?run=${encodeURIComponent(run)}` : './');
    this.#follow();
    window.scrollTo(0, 0);
  }

  // --- The run

  #follow = () => {
    this.#watching?.abort();
    this.run = new URLSearchParams(location.search).get('run') ?? undefined;
    this.problem = undefined;
    this.failed = undefined;
    this.connection = undefined;
    this.#state = this.run && initial(this.run);
    this.#show();
    this.#loadRuns();
    if (this.run) {
      this.#watch(this.run);
    }
  };

  async #watch(run) {
    const watching = new AbortController();
    this.#watching = watching;
    try {
      await watch(run, {
        signal: watching.signal,
        onState: (connection) => {
          this.connection = connection;
        },
        onEvent: (event) => {
          this.#state = fold(this.#state, event);
          this.#frame ||= requestAnimationFrame(this.#show);
        },
      });
    } catch (problem) {
      if (!watching.signal.aborted) {
        this.problem = problem;
        this.connection = 'ended';
      }
    }
    if (!watching.signal.aborted) {
      this.#loadRuns();
    }
  }

  #show = () => {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.shown = this.#state;
    const asked = this.shown && question(this.shown.messages).slice(0, TITLE_LENGTH);
    document.title = asked ? `${asked} · Hone` : 'Hone';
  };

  // --- What there is

  #loadRuns() {
    return this.#load('runs', async () => {
      const limit = Math.min(Math.max(RUNS_SHOWN, this.runs.length), 100);
      const { data, next } = await list({ limit });
      this.next = next;
      return data;
    });
  }

  async #moreRuns() {
    await this.#load('runs', async () => {
      const { data, next } = await list({ limit: RUNS_SHOWN, after: this.next });
      this.next = next;
      return [...this.runs, ...data];
    });
  }

  /** While one of those listed goes on somewhere, and somebody may be looking. */
  #refreshRuns() {
    const going = this.runs.some(({ status }) => status === 'queued' || status === 'running');
    if (going && !document.hidden && this.runs.length <= 100) {
      this.#loadRuns();
    }
  }

  /** The page is of use without it, so a failure is said only where nothing else has failed. */
  async #load(property, call) {
    try {
      this[property] = await call();
    } catch (problem) {
      if (!this.run) {
        this.problem ??= problem;
      }
    }
  }
}

customElements.define('hone-app', HoneApp);
