import { html, nothing } from 'lit';
import { HoneElement } from './hone-element.js';

/**
 * The top of the page: the way home, who answers, whose key is in use. Emits `hone-home`,
 * `hone-sign-in` and `hone-sign-out`.
 */
class HoneHeader extends HoneElement {
  static properties = {
    models: { attribute: false },
    run: { attribute: false },
    /** Whether a key is kept. */
    keyed: { attribute: false },
    /** Whether a key would let whoever looks on do more. */
    locked: { attribute: false },
  };

  render() {
    return html`<header class="top">
      <a class="brand" href="./" @click=${this.#home}>
        <img src="favicon.svg" alt="" width="28" height="28" />Hone
      </a>
      <p class="model" data-testid="model">${this.#answers()}</p>
      ${this.run
        ? html`<a class="button quiet" data-testid="new" href="./" @click=${this.#home}>
            New question
          </a>`
        : nothing}
      ${this.locked ? this.#button('sign-in', 'Use my key') : nothing}
      ${this.keyed ? this.#button('sign-out', 'Sign out') : nothing}
    </header>`;
  }

  #answers() {
    const names = this.models.map(({ id }) => id).join(', ');
    return this.models.some((model) => model.demo)
      ? html`<strong>The demo model answers.</strong>
          <span>Set <code>OPENAI_API_KEY</code> for a real one.</span>`
      : names && `Model: ${names}`;
  }

  #button(does, label) {
    return html`<button class="button quiet" data-testid=${does} @click=${() => this.emit(`hone-${does}`)}>
      ${label}
    </button>`;
  }

  #home = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    this.emit('hone-home');
  };
}

customElements.define('hone-header', HoneHeader);
