import { noChange } from 'lit';
import { GrowingText } from '../lib/growing-text.js';
import { HoneElement } from './hone-element.js';

/** A model's text as Markdown; `growing` while it is written. */
class HoneMarkdown extends HoneElement {
  static properties = {
    text: { attribute: false },
    growing: { attribute: false },
  };

  #shown = new GrowingText(this);

  render() {
    return noChange; // its children are not a template's
  }

  updated() {
    this.classList.toggle('growing', Boolean(this.growing));
    this.#shown.show(this.text ?? '', Boolean(this.growing));
  }
}

customElements.define('hone-markdown', HoneMarkdown);
