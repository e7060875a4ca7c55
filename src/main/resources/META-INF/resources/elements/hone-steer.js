import { html } from 'lit';
import { HoneElement } from './hone-element.js';

/**
 * Where a reader says something: while the run goes on what to change (emits `hone-steer` with
 * `{text, when}`), after it what to ask next (emits `hone-follow-up` with the text). `done` empties
 * the field: what was said has arrived.
 */
class HoneSteer extends HoneElement {
  static properties = {
    live: { attribute: false },
    busy: { attribute: false },
  };

  render() {
    return html`<form class="steer" @submit=${this.#submit} @keydown=${this.#keydown}>
      <label class="unseen" for="steer-text">
        ${this.live ? 'What to change' : 'A follow-up question'}
      </label>
      <textarea
        id="steer-text"
        name="text"
        rows="1"
        dir="auto"
        data-testid="steer-text"
        required
        placeholder=${this.live ? 'Say what to change…' : 'Ask a follow-up…'}
      ></textarea>
      <div class="buttons">
        ${this.live
          ? html`<button
                class="button quiet"
                value="now"
                data-testid="steer-now"
                title="Starts the draft that is being written again"
                ?disabled=${this.busy}
              >
                Now
              </button>
              <button
                class="button primary"
                value="next"
                data-testid="steer-next"
                title="Goes into the next draft"
                ?disabled=${this.busy}
              >
                Next draft
              </button>`
          : html`<button class="button primary" data-testid="follow-up" ?disabled=${this.busy}>
              Ask
            </button>`}
      </div>
    </form>`;
  }

  done() {
    this.querySelector('form').reset();
  }

  #submit(event) {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('text').trim();
    if (!text || this.busy) {
      return;
    }
    if (this.live) {
      this.emit('hone-steer', { text, when: event.submitter?.value || 'next' });
    } else {
      this.emit('hone-follow-up', text);
    }
  }

  /** Enter says it, for the next draft; Shift-Enter begins a line. */
  #keydown(event) {
    if (event.target.localName !== 'textarea' || event.key !== 'Enter') {
      return;
    }
    if (!event.shiftKey && !event.isComposing) {
      event.preventDefault();
      event.currentTarget.requestSubmit(this.querySelector('.primary'));
    }
  }
}

customElements.define('hone-steer', HoneSteer);
