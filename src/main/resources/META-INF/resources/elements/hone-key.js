import { html, nothing } from 'lit';
import { accepts } from '../hone-client.js';
import { HoneElement } from './hone-element.js';

/** Asks for the API key, and for another one until Hone accepts it or whoever is asked gives up. */
class HoneKey extends HoneElement {
  static properties = {
    error: { state: true },
    checking: { state: true },
  };

  #answer = () => {};

  render() {
    return html`<dialog data-testid="key-dialog" aria-labelledby="key-title" @close=${this.#closed}>
      <form class="ask" @submit=${this.#submit}>
        <h2 id="key-title">Hone asks for a key</h2>
        <div class="field">
          <label for="key">API key</label>
          <input
            id="key"
            name="key"
            type="password"
            required
            autofocus
            autocomplete="off"
            spellcheck="false"
            data-testid="key"
            aria-describedby="key-hint key-error"
            aria-invalid=${this.error ? 'true' : nothing}
          />
          <p class="hint" id="key-hint">
            Or an access token, where Hone takes those. This tab keeps it till you sign out or close it.
          </p>
          <p class="error" id="key-error" role="alert" data-testid="key-error">${this.error}</p>
        </div>
        <div class="actions">
          <button class="button quiet" type="button" data-testid="key-dismiss" @click=${() => this.#close()}>
            Not now
          </button>
          <button class="button primary" data-testid="key-save" ?disabled=${this.checking}>
            ${this.checking ? 'Checking…' : 'Go on'}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  /**
   * @param {boolean} [again] whether a key was accepted before, and isn't any more
   * @returns {Promise<string | undefined>} a key that Hone accepts; none if the dialog was dismissed
   */
  async ask(again) {
    await this.updateComplete;
    this.error = again ? 'Your key isn’t accepted any more.' : '';
    this.querySelector('dialog').showModal();
    return new Promise((resolve) => (this.#answer = resolve));
  }

  async #submit(event) {
    event.preventDefault();
    const field = this.querySelector('#key');
    const key = field.value.trim();
    if (this.checking || !key) {
      return;
    }
    this.checking = true;
    this.error = '';
    try {
      if (await accepts(key)) {
        this.#close(key);
      } else {
        this.error = 'Hone doesn’t accept this key.';
        field.select();
      }
    } catch (problem) {
      this.error = problem.message;
    } finally {
      this.checking = false;
    }
  }

  #close(key) {
    this.#answer(key);
    this.querySelector('form').reset();
    this.querySelector('dialog').close();
  }

  /** Also by Escape; it may have been opened again meanwhile. */
  #closed({ currentTarget }) {
    if (!currentTarget.open) {
      this.#close();
    }
  }
}

customElements.define('hone-key', HoneKey);
