import { html, nothing } from 'lit';
import { HoneElement } from './hone-element.js';
import { candidateName, scoreText, stopReason } from './words.js';

const CONNECTIONS = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
};

const CHARACTERS_PER_TOKEN = 4;

/** How far a run is: its phase, a step for each candidate, tokens, the connection; and cancel. */
class HoneProgress extends HoneElement {
  static properties = {
    state: { attribute: false },
    connection: { attribute: false },
    cancelling: { state: true },
  };

  #opened = Date.now();

  willUpdate(changed) {
    if (changed.has('state') && changed.get('state')?.run !== this.state.run) {
      this.cancelling = false;
      this.#opened = Date.now();
    }
  }

  render() {
    const { state } = this;
    return html`<section class="progress panel" aria-label="Progress">
      <div class="now">
        <!-- Only the phase is announced, and only as it changes. -->
        <p
          class="phase"
          role="status"
          data-testid="phase"
          data-phase=${state.phase}
          data-status=${state.status}
        >
          ${this.#phase()}
        </p>
        <dl class="figures">
          <dt>Tokens</dt>
          <dd data-testid="tokens">${this.#tokens()}</dd>
          <dt>Connection</dt>
          <dd class="connection ${this.connection}" data-testid="connection">
            ${this.#connection()}
          </dd>
        </dl>
        ${state.phase === 'done'
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
    </section>`;
  }

  #phase() {
    const { phase, status, iteration, settings, candidates, stop_reason: reason } = this.state;
    switch (phase) {
      case 'writing':
        return 'Writing the first answer';
      case 'improving':
        return `Improving: refinement ${iteration} of ${Math.max(settings.max_iterations ?? 0, iteration)}`;
      case 'judging': {
        const judged = candidates.find(({ judging }) => judging) ?? candidates.at(-1);
        return judged ? `Judging: ${candidateName(judged).toLowerCase()}` : 'Judging';
      }
      case 'done':
        return { failed: 'Failed', cancelled: 'Cancelled' }[status] ?? `Done: ${stopReason(reason)}`;
      default:
        return status === 'queued' ? 'Waiting to start' : 'Starting';
    }
  }

  #tokens() {
    const { usage, candidates } = this.state;
    const characters = candidates
      .filter(({ writing, judging }) => writing || judging)
      .flatMap((c) => [c.writing ? c.content + c.thinking : '', ...c.critique.map(({ text }) => text)])
      .reduce((total, text) => total + text.length, 0);
    const total = (usage?.total_tokens ?? 0) + Math.ceil(characters / CHARACTERS_PER_TOKEN);
    return (characters > 0 || usage?.estimated ? '≈ ' : '') + total.toLocaleString('en');
  }

  #connection() {
    if (this.connection !== 'ended') {
      return CONNECTIONS[this.connection] ?? '';
    }
    return Date.parse(this.state.ended_at) < this.#opened ? 'From the log' : 'Ended';
  }

  /** A step for each candidate there is, then one for each that may come. */
  #steps() {
    const { candidates, settings, best, phase, iteration } = this.state;
    const written = candidates.map((c) => {
      const kind = c.writing || c.judging ? 'active' : c.candidate === best ? 'best' : 'past';
      return html`<li class=${kind} aria-current=${kind === 'active' ? 'step' : nothing}>
        <span>${c.iteration === 0 ? 'Draft' : c.iteration}</span>
        <b>${c.evaluated ? scoreText(c.score) : c.writing ? 'writing' : c.judging ? 'judging' : ''}</b>
      </li>`;
    });
    const last = candidates.length === 0 ? -1 : iteration;
    const open = phase === 'done' ? 0 : Math.max((settings.max_iterations ?? -1) - last, 0);
    const toCome = Array.from(
      { length: open },
      (_, i) => html`<li class="open"><span>${last + i + 1 || 'Draft'}</span><b></b></li>`,
    );
    return [...written, ...toCome];
  }

  #cancel() {
    this.cancelling = true;
    this.emit('hone-cancel');
  }
}

customElements.define('hone-progress', HoneProgress);
