import { html, nothing } from 'lit';
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
    /** Whether the run has ended below what was being typed, so that it means something else now. */
    turned: { state: true },
  };

  #held = false;

  /** Whether what is in the field was typed while the run went on. */
  #typedLive = false;

  willUpdate(changed) {
    if (changed.get('live') && !this.live) {
      this.turned = this.#typedLive && Boolean(this.querySelector('textarea').value.trim());
    }
    this.#held = this.contains(document.activeElement);
  }

  updated() {
    if (this.#held && !this.contains(document.activeElement)) {
      this.querySelector('textarea').focus(); // the button that had the focus has gone
    }
  }

  render() {
    return html`<form class="steer" @submit=${this.#submit} @keydown=${this.#keydown} @input=${this.#input}>
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
      ${this.turned
        ? html`<p class="hint" role="status" data-testid="turned">
            The run has ended. This would ask a follow-up.
          </p>`
        : nothing}
      <div class="buttons">
        ${this.live
          ? html`<button
                class="button quiet"
                value="now"
                data-testid="steer-now"
                title="Starts the draft that is being written again"
                aria-disabled=${this.busy}
              >
                Now
              </button>
              <button
                class="button primary"
                value="next"
                data-testid="steer-next"
                title="Goes into the next draft"
                aria-disabled=${this.busy}
              >
                Next draft
              </button>`
          : html`<button class="button primary" data-testid="follow-up" aria-disabled=${this.busy}>
              Ask
            </button>`}
      </div>
    </form>`;
  }

  done() {
    this.querySelector('form').reset();
    this.turned = false;
  }

  #input() {
    this.#typedLive = this.live;
  }

  #submit(event) {
    event.preventDefault();
    const field = this.querySelector('textarea');
    const text = field.value.trim();
    if (this.busy) {
      return;
    }
    if (!text) {
      field.value = ''; // blanks are nothing, and the browser says so
      field.reportValidity();
      return;
    }
    if (this.turned) {
      this.turned = false;
      this.querySelector('.primary').focus(); // said once more it is meant
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
