import { html, nothing } from 'lit';
import { HoneElement } from './hone-element.js';

/** What a model thought before it wrote, folded away; it is in the page only while it is open. */
class HoneThinking extends HoneElement {
  static properties = {
    text: { attribute: false },
    open: { state: true },
  };

  render() {
    return html`<details
      class="thinking"
      data-testid="thinking"
      @toggle=${({ currentTarget }) => (this.open = currentTarget.open)}
    >
      <summary>Thinking</summary>
      ${this.open
        ? html`<div class="quiet-text plain" tabindex="0" role="group" aria-label="Thinking">${this.text}</div>`
        : nothing}
    </details>`;
  }
}

customElements.define('hone-thinking', HoneThinking);
