import { html } from 'lit';

/**
 * Model text as text, a block for each paragraph: while a text grows only its last block changes,
 * so the browser lays out one paragraph a frame and not the whole answer. The characters are kept
 * as they are, line breaks too.
 */
export function paragraphs(text) {
  return text.split(/(?<=\n\n)/).map((block) => html`<span class="block">${block}</span>`);
}
