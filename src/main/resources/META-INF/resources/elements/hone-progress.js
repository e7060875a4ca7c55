import { html, nothing } from 'lit';
import { costOf } from '../lib/cost.js';
import { duration, namesOf, scoreText, shortName, shortNamesOf, stopReason } from '../lib/words.js';
import { HoneElement } from './hone-element.js';

const CONNECTIONS = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
};

const ENDS = { failed: 'Failed', cancelled: 'Cancelled', lost: 'Can’t be watched any more' };

const CHARACTERS_PER_TOKEN = 4;

/**
 * How far a run is: its phase, a step for each candidate, time, tokens, cost, the connection. Emits
 * `hone-cancel`, and `hone-show` with the number of the candidate whose step is chosen.
 */
class HoneProgress extends HoneElement {
  static properties = {
    state: { attribute: false },
    connection: { attribute: false },
    models: { attribute: false },
    featured: { attribute: false },
    cancelling: { attribute: false },
    /** Whether whoever looks on may change nothing. */
    fixed: { attribute: false },
    now: { state: true },
  };

  #clock;

  connectedCallback() {
    super.connectedCallback();
    this.#clock = setInterval(() => {
      if (this.state.phase !== 'done') {
        this.now = Date.now();
      }
    }, 1_000);
  }

  disconnectedCallback() {
    clearInterval(this.#clock);
    super.disconnectedCallback();
  }

  render() {
    const { state } = this;
    return html`<section class="progress" aria-label="Progress">
      <div class="now">
        <!-- Only the phase is announced, and only as it changes. -->
        <p
          class="phase"
          role="status"
          tabindex="-1"
          data-testid="phase"
          data-phase=${state.phase}
          data-status=${state.status}
        >
          ${this.#phase()}
        </p>
        ${state.phase === 'done' || this.fixed
          ? nothing
          : html`<button
              class="button quiet"
              data-testid="cancel"
              ?disabled=${this.cancelling}
              @click=${this.#cancel}
            >
              ${this.cancelling ? 'Cancelling…' : 'Cancel'}
            </button>`}
      </div>
      <ol class="steps" data-testid="iterations-progress" aria-label="Iterations">
        ${this.#steps()}
      </ol>
      <dl class="figures">
        ${figure('Time', 'elapsed', this.#elapsed())} ${figure('Tokens', 'tokens', this.#tokens())}
        ${figure('Cost', 'cost', costOf(state, this.models))}
        ${figure('Connection', 'connection', this.#connection(), this.connection)}
      </dl>
    </section>`;
  }

  /** For who has ended the run: the button that did it goes with the run's end. */
  focusPhase() {
    this.querySelector('.phase').focus({ preventScroll: true });
  }

  #cancel = () => {
    this.focusPhase();
    this.emit('hone-cancel');
  };

  #phase() {
    const { phase, status, iteration, settings, candidates, stop_reason: reason } = this.state;
    switch (phase) {
      case 'writing':
        return 'Writing the first draft';
      case 'improving':
        return `Improving: refinement ${iteration} of ${Math.max(settings.max_iterations ?? 0, iteration)}`;
      case 'judging': {
        const judged = candidates.find(({ judging }) => judging) ?? candidates.at(-1);
        return judged ? `Judging: ${namesOf(candidates).get(judged.candidate).toLowerCase()}` : 'Judging';
      }
      case 'done':
        return ENDS[status] ?? `Done: ${stopReason(reason)}`;
      default:
        return status === 'queued' ? 'Waiting to start' : 'Starting';
    }
  }

  #elapsed() {
    const { created_at: from, ended_at: to } = this.state;
    if (!from) {
      return undefined;
    }
    const ms = Math.max((to ? Date.parse(to) : Date.now()) - Date.parse(from), 0);
    return to ? duration(ms) : duration(Math.floor(ms / 1000) * 1000).replace('.0', '');
  }

  #tokens() {
    const { usage, candidates } = this.state;
    const characters = candidates
      .filter(({ writing, judging }) => writing || judging)
      .flatMap((c) => [
        c.writing ? c.content.length + c.thinking.length : 0,
        ...c.critique.map(({ text }) => text.length),
      ])
      .reduce((total, length) => total + length, 0);
    const total = (usage?.total_tokens ?? 0) + Math.ceil(characters / CHARACTERS_PER_TOKEN);
    return (characters > 0 || usage?.estimated ? '≈ ' : '') + total.toLocaleString('en');
  }

  #connection() {
    if (this.connection !== 'ended') {
      return CONNECTIONS[this.connection] ?? '';
    }
    return Date.parse(this.state.ended_at) < performance.timeOrigin ? 'From the log' : 'Ended';
  }

  /** A step for each candidate there is, then one for each that may come. */
  #steps() {
    const { candidates, settings, phase, iteration } = this.state;
    const last = candidates.length === 0 ? -1 : iteration;
    const names = namesOf(candidates);
    const shortNames = shortNamesOf(candidates);
    const open = phase === 'done' ? 0 : Math.max((settings.max_iterations ?? -1) - last, 0);
    return [
      ...candidates.map((c) =>
        this.#step(c, names.get(c.candidate), shortNames.get(c.candidate)),
      ),
      ...Array.from(
        { length: open },
        (_, i) => html`<li class="open"><span>${shortName({ iteration: last + i + 1 })}</span></li>`,
      ),
    ];
  }

  #step(c, name, shortName) {
    const active = c.writing || c.judging;
    const kind = active ? 'active' : c.candidate === this.state.best ? 'best' : 'past';
    const says = c.evaluated || c.score !== undefined
      ? scoreText(c.score)
      : c.writing ? 'writing' : c.judging ? 'judging' : '';
    return html`<li class=${kind} aria-current=${active ? 'step' : nothing}>
      <button
        aria-pressed=${c.candidate === this.featured}
        aria-label="Show ${name}${says && `, ${says}`}"
        @click=${() => this.emit('hone-show', c.candidate)}
      >
        <span>${shortName}</span><b>${says}</b>
      </button>
    </li>`;
  }
}

function figure(name, testid, value, kind) {
  return value === undefined
    ? nothing
    : html`<div>
        <dt>${name}</dt>
        <dd class=${kind ?? nothing} data-testid=${testid}>${value}</dd>
      </div>`;
}

customElements.define('hone-progress', HoneProgress);
