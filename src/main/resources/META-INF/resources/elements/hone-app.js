import { html, nothing } from 'lit';
import { cancel, fold, initial, list, models, rewards, start, watch } from '../hone-client.js';
import { HoneElement } from './hone-element.js';
import { question } from './words.js';
import './hone-ask.js';
import './hone-problem.js';
import './hone-run.js';
import './hone-runs.js';

const RUNS_SHOWN = 10;

/**
 * The page: what the address names is shown, `/` the form and `/?run=<id>` that run, live. It holds
 * the state that the other elements render, and it alone talks to Hone.
 */
class HoneApp extends HoneElement {
  static properties = {
    run: { state: true },
    shown: { state: true },
    connection: { state: true },
    problem: { state: true },
    busy: { state: true },
    models: { state: true },
    rewards: { state: true },
    runs: { state: true },
  };

  /** The newest state; `shown` follows it once a frame, however many events a frame brings. */
  #state;
  #frame = 0;
  #watching;

  constructor() {
    super();
    this.busy = false;
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
  }

  disconnectedCallback() {
    window.removeEventListener('popstate', this.#follow);
    this.#watching?.abort();
    super.disconnectedCallback();
  }

  render() {
    const demo = this.models.find((model) => model.demo);
    return html`
      <header class="top">
        <a class="brand" href="./" @click=${this.#home}>
          <img src="favicon.svg" alt="" width="28" height="28" />Hone
        </a>
        ${this.#modelNote(demo)}
        ${this.run
          ? html`<a class="button quiet" data-testid="new" href="./" @click=${this.#home}>
              New question
            </a>`
          : nothing}
      </header>
      <main>
        <hone-ask
          ?hidden=${Boolean(this.run)}
          .examples=${demo?.examples ?? []}
          .rewards=${this.rewards}
          .busy=${this.busy}
          @hone-start=${({ detail }) => this.#start(detail)}
        ></hone-ask>
        <hone-problem .problem=${this.problem}></hone-problem>
        ${this.run && !this.#unwatchable
          ? html`<hone-run
              .state=${this.shown}
              .connection=${this.connection}
              @hone-cancel=${this.#cancel}
            ></hone-run>`
          : nothing}
        <hone-runs
          .runs=${this.runs}
          .current=${this.run}
          .status=${this.shown?.seq > 0 ? this.shown.status : undefined}
          @hone-open=${({ detail }) => this.#go(detail)}
        ></hone-runs>
      </main>
      <footer class="hint">
        <a href="q/openapi">OpenAPI</a> · <a href="asyncapi.yaml">AsyncAPI</a>
      </footer>
    `;
  }

  /** There is no such run, or it is somebody else's. */
  get #unwatchable() {
    return this.problem && this.connection === 'ended' && this.shown.seq === 0;
  }

  #modelNote(demo) {
    if (demo) {
      return html`<p class="model" data-testid="model">
        <strong>The demo model answers.</strong> Set <code>OPENAI_API_KEY</code> for a real one.
      </p>`;
    }
    const names = this.models.map(({ id }) => id).join(', ');
    return html`<p class="model" data-testid="model">${names ? `Model: ${names}` : nothing}</p>`;
  }

  async #start(request) {
    this.busy = true;
    this.problem = undefined;
    try {
      const { id } = await start(request);
      this.#go(id);
    } catch (problem) {
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  }

  async #cancel() {
    try {
      await cancel(this.run);
    } catch (problem) {
      this.problem = problem;
    }
  }

  #home = (event) => {
    event.preventDefault();
    this.#go(undefined);
  };

  /** Makes the address name this run, or none. */
  #go(run) {
    history.pushState(null, '', run ? `?run=${encodeURIComponent(run)}` : './');
    this.#follow();
    window.scrollTo(0, 0);
  }

  #follow = () => {
    this.#watching?.abort();
    this.run = new URLSearchParams(location.search).get('run') ?? undefined;
    this.problem = undefined;
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
      this.problem = problem;
      this.connection = 'ended';
    }
    if (!watching.signal.aborted) {
      this.#loadRuns();
    }
  }

  #show = () => {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.shown = this.#state;
    const asked = this.shown && question(this.shown.messages).slice(0, 60);
    document.title = asked ? `${asked} · Hone` : 'Hone';
  };

  #loadRuns() {
    return this.#load('runs', async () => (await list({ limit: RUNS_SHOWN })).data);
  }

  /** The page is of use without it, so a failure is said only where nothing else has failed. */
  async #load(property, call) {
    try {
      this[property] = await call();
    } catch (problem) {
      this.problem ??= problem;
    }
  }
}

customElements.define('hone-app', HoneApp);
