import { html } from 'lit';
import { submitByKeys } from '../lib/submit.js';
import { HoneElement } from './hone-element.js';
import './hone-problem.js';

/**
 * Asks how a new run is to go on from a candidate; emits `hone-forked` with the candidate and the
 * changes, and stays open till that has worked. `hone-dismiss` says that what went wrong is seen.
 */
class HoneFork extends HoneElement {
  static properties = {
    problem: { attribute: false },
    busy: { attribute: false },
    candidate: { state: true },
    name: { state: true },
    iterations: { state: true },
  };

  render() {
    return html`<dialog data-testid="fork-dialog" aria-labelledby="fork-title" @close=${this.#dismiss}>
      <form class="ask" @submit=${this.#submit} @keydown=${submitByKeys}>
        <h2 id="fork-title">A new run from ${(this.name ?? '').toLowerCase()}</h2>
        <p class="hint">
          It begins with the candidates up to this one. With a follow-up, this candidate is the
          assistant’s answer and yours is the next question.
        </p>
        <div class="field">
          <label for="fork-message">Follow-up, if any</label>
          <textarea id="fork-message" name="message" rows="2" dir="auto" data-testid="fork-message"></textarea>
        </div>
        <div class="field">
          <label for="fork-iterations">Refinements</label>
          <input
            id="fork-iterations"
            name="iterations"
            type="number"
            min="0"
            required
            data-testid="fork-iterations"
            .value=${String(this.iterations ?? 3)}
          />
        </div>
        <hone-problem .problem=${this.problem}></hone-problem>
        <div class="actions">
          <button class="button quiet" type="button" @click=${this.#close}>Back</button>
          <button class="button primary" data-testid="fork-start">Start</button>
        </div>
      </form>
    </dialog>`;
  }

  async open(candidate, name, iterations) {
    this.#dismiss();
    Object.assign(this, { candidate, name, iterations });
    await this.updateComplete;
    this.querySelector('dialog').showModal();
  }

  #close() {
    this.querySelector('dialog').close();
  }

  #dismiss() {
    this.emit('hone-dismiss');
  }

  #submit(event) {
    event.preventDefault();
    if (this.busy) {
      return;
    }
    const form = new FormData(event.currentTarget);
    const message = form.get('message').trim();
    this.emit('hone-forked', {
      candidate: this.candidate,
      changes: {
        max_iterations: Number(form.get('iterations')),
        ...(message && { message }),
      },
    });
  }
}

customElements.define('hone-fork', HoneFork);
