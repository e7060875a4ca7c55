import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import {
  accept,
  authorize,
  cancel,
  fold,
  fork,
  initial,
  models,
  rewards,
  start,
  steer,
  watch,
} from '../hone-client.js';
import { forgetKey, keepKey, keptKey } from '../lib/key.js';
import { lost } from '../lib/lost.js';
import { RecentRuns } from '../lib/recent-runs.js';
import { beginning, question, titled } from '../lib/words.js';
import { HoneElement } from './hone-element.js';
import './hone-ask.js';
import './hone-header.js';
import './hone-key.js';
import './hone-problem.js';
import './hone-run.js';
import './hone-runs.js';

const TITLE_LENGTH = 60;

/**
 * The page: what the address names is shown, `/` the form and `/?run=<id>` that run, live; with
 * `#ticket=<ticket>` one that somebody shared, to look at. It holds the state that the other elements
 * render, and does what they ask for.
 */
class HoneApp extends HoneElement {
  static properties = {
    run: { state: true },
    ticket: { state: true },
    /** Whether a key is in use, and whether one was asked for and not given. */
    keyed: { state: true },
    locked: { state: true },
    shown: { state: true },
    connection: { state: true },
    problem: { state: true },
    /** What the last thing that somebody did came to, where it failed. */
    failed: { state: true },
    failedDoing: { state: true },
    /** Which of them is under way. */
    busy: { state: true },
    models: { state: true },
    rewards: { state: true },
  };

  /** The newest state; `shown` follows it once a frame, however many events a frame brings. */
  #state;
  #frame = 0;
  #watching;
  #runs = new RecentRuns(this, (problem) => this.#missing(problem));

  constructor() {
    super();
    this.models = [];
    this.rewards = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.#use(keptKey());
    window.addEventListener('popstate', this.#follow);
    this.#follow();
  }

  disconnectedCallback() {
    window.removeEventListener('popstate', this.#follow);
    this.#watching?.abort();
    super.disconnectedCallback();
  }

  render() {
    return html`
      <hone-header
        .models=${this.models}
        .run=${this.run}
        .keyed=${this.keyed}
        .locked=${this.locked || Boolean(this.ticket)}
        @hone-home=${this.#home}
        @hone-sign-in=${() => this.#signIn()}
        @hone-sign-out=${() => this.#signOut()}
      ></hone-header>
      <hone-key></hone-key>
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
          ? keyed(
              this.run,
              html`<hone-run
                .state=${this.shown}
                .connection=${this.connection}
                .models=${this.models}
                .rewards=${this.rewards}
                .problem=${this.failed}
                .failed=${this.failedDoing}
                .busy=${this.busy}
                .keyed=${this.keyed}
                .ticket=${this.ticket}
                @hone-cancel=${() => this.#do('cancel', () => cancel(this.run))}
                @hone-accept=${({ detail }) => this.#do('accept', () => accept(this.run, detail))}
                @hone-steer=${({ detail }) => this.#steer(detail)}
                @hone-follow-up=${({ detail }) => this.#fork(this.shown.best, { message: detail })}
                @hone-forked=${({ detail }) => this.#fork(detail.candidate, detail.changes)}
                @hone-dismiss=${() => this.#dismiss('fork')}
              ></hone-run>`,
            )
          : nothing}
        <hone-runs
          ?hidden=${Boolean(this.ticket)}
          .runs=${this.#runs.all}
          .more=${this.#runs.next !== undefined}
          .current=${this.run}
          .status=${this.shown?.seq > 0 && this.shown.status !== 'lost' ? this.shown.status : undefined}
          @hone-open=${({ detail }) => this.#go(detail)}
          @hone-more=${() => this.#runs.more()}
        ></hone-runs>
      </main>
      <footer class="foot hint">
        <a href="q/openapi?format=json">OpenAPI</a>
        <a href="asyncapi.yaml">AsyncAPI</a>
        <a href="hone-client.js">hone-client.js</a>
      </footer>
    `;
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
      this.failedDoing = what;
      return false;
    } finally {
      this.busy = undefined;
    }
  }

  #dismiss(what) {
    if (this.failedDoing === what) {
      this.failed = undefined;
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

  /** Of a run that has a title, which the page's own have; another's metadata is left as it is. */
  #retitled(message) {
    const { metadata } = this.shown;
    return metadata.title === undefined ? undefined : titled(message, metadata);
  }

  #fork(candidate, changes) {
    const from = this.run;
    const { message } = changes;
    const metadata = message && this.#retitled(message);
    const changed = { ...changes, metadata };
    return this.#do('fork', async () => this.#go((await fork(from, candidate, changed)).id));
  }

  #home = async () => {
    this.#go(undefined);
    await this.updateComplete;
    const question = this.querySelector('#question');
    question.focus();
    question.select(); // what is typed now takes the place of the last one
  };

  /** Makes the address name this run, or none. */
  #go(run) {
    history.pushState(null, '', run ? `?run=${encodeURIComponent(run)}` : './');
    this.#follow();
    window.scrollTo(0, 0);
  }

  // --- The key

  /** What was refused is done again with the key that this gives. */
  #askForKey = async (refused) => {
    forgetKey();
    await this.updateComplete;
    const key = await this.querySelector('hone-key').ask(refused !== undefined);
    this.#use(key);
    this.locked = !this.keyed;
    if (this.locked) {
      // Without any to follow the list isn't asked for again, and neither is the key.
      this.#runs.forget();
      return undefined;
    }
    keepKey(key);
    if (refused !== undefined || this.problem?.status === 401) {
      // It may be another person's, who sees nothing of the one before; or something was given up.
      this.#follow();
    }
    return key;
  };

  #use(key) {
    this.keyed = key !== undefined;
    authorize({ key, onRefused: this.#askForKey });
  }

  /** Asking for what the page shows asks for the key. */
  #signIn() {
    if (this.ticket) {
      this.#go(this.run);
    } else {
      this.#follow();
    }
  }

  /** Nothing that the key showed stays, in the page's memory either. */
  #signOut() {
    forgetKey();
    location.replace('./');
  }

  // --- The run

  #follow = () => {
    this.#watching?.abort();
    this.run = new URLSearchParams(location.search).get('run') ?? undefined;
    this.ticket = (this.run && ticketInAddress()) || undefined;
    this.problem = undefined;
    this.failed = undefined;
    this.connection = undefined;
    this.#state = this.run && initial(this.run);
    this.#show();
    this.#load();
    if (this.run) {
      this.#watch(this.run);
    }
  };

  async #watch(run) {
    const watching = new AbortController();
    this.#watching = watching;
    try {
      await watch(run, {
        ticket: this.ticket,
        signal: watching.signal,
        onState: (connection) => {
          this.connection = connection;
          if (connection === 'live' && this.failed?.status === 0) {
            this.failed = undefined; // it can be reached again
          }
        },
        onEvent: (event) => {
          this.#state = fold(this.#state, event);
          this.#frame ||= requestAnimationFrame(this.#show);
        },
      });
      if (!watching.signal.aborted) {
        this.#load();
      }
    } catch (problem) {
      if (!watching.signal.aborted) {
        this.problem = problem;
        this.connection = 'ended';
        this.#state = lost(this.#state);
        this.#show();
      }
    }
  }

  #show = () => {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.shown = this.#state;
    const asked = this.shown && beginning(question(this.shown.messages), TITLE_LENGTH);
    document.title = asked ? `${asked} · Hone` : 'Hone';
  };

  // --- What there is

  /** Whoever was given a ticket needs none of it, and may have no key. */
  #load() {
    if (this.ticket) {
      this.#runs.forget();
      return;
    }
    this.#runs.load();
    if (this.models.length === 0) {
      this.#choices('models', models);
      this.#choices('rewards', rewards);
    }
  }

  async #choices(property, call) {
    try {
      this[property] = await call();
    } catch (problem) {
      this.#missing(problem);
    }
  }

  /** The page is of use without it, so this is said only where nothing else has failed. */
  #missing(problem) {
    if (!this.run) {
      this.problem ??= problem;
    }
  }
}

function ticketInAddress() {
  return new URLSearchParams(location.hash.slice(1)).get('ticket');
}

customElements.define('hone-app', HoneApp);
