import { blocks, elements } from './markdown.js';

/** Above this an answer is shown as it is: nobody reads its formatting. In characters. */
const TOO_LONG = 300_000;

/** The last block is parsed anew with each frame, so it must not grow without bounds. */
const LONG_BLOCK = 4_000;

/** How far from its end a long block is searched for a place where it may be broken. */
const BREAK_WITHIN = 1_000;

/** What is rendered at once when a text is complete, in characters of it; the rest waits a frame. */
const SLICE = 12_000;

const FENCE = /^ {0,3}(`{3,}|~{3,})[^\n]*\n/;

/**
 * Shows a text as Markdown while it grows, at a cost that doesn't depend on how long it has become:
 * a block that is complete is rendered once and never touched again, and only the last one is
 * rendered anew. A block that gets very long is broken in two; once the text is complete all of it
 * is rendered once more, in one piece and over several frames.
 */
export class GrowingText {
  #container;
  #text = '';
  #complete = false;
  /** Holds the last block of a growing text. */
  #tail;
  /** How much of the text stands before the tail. */
  #settled = 0;
  /** What the rest of a block that was broken must begin with to be read as what it is. */
  #opening = '';
  #plain;
  #frame = 0;

  constructor(container) {
    this.#container = container;
  }

  /** What was shown before stays until what takes its place is there. */
  show(original, growing) {
    const text = original.includes('\r') ? original.replace(/\r\n?/g, '\n') : original;
    if (text === this.#text && this.#complete === !growing) {
      return;
    }
    if (!growing || this.#complete || !text.startsWith(this.#text)) {
      this.#beginAnew();
    }
    this.#text = text;
    this.#complete = !growing;
    if (text.length > TOO_LONG) {
      this.#asItIs();
      return;
    }
    try {
      growing ? this.#grow() : this.#whole();
    } catch {
      this.#asItIs(); // nested too deeply for the parser
    }
  }

  #beginAnew() {
    cancelAnimationFrame(this.#frame);
    this.#tail = undefined;
    this.#plain = undefined;
    this.#settled = 0;
    this.#opening = '';
  }

  #grow() {
    if (!this.#tail) {
      this.#tail = document.createElement('div');
      this.#tail.className = 'tail';
      this.#container.replaceChildren(this.#tail);
    }
    let rest = this.#rest();
    const last = rest.findLastIndex(({ type }) => type !== 'space');
    if (last > 0) {
      this.#settle(rest.slice(0, last));
      rest = rest.slice(last);
    }
    if (last >= 0 && rest[0].raw.length > LONG_BLOCK) {
      this.#break(rest[0]);
      rest = this.#rest();
    }
    this.#tail.replaceChildren(elements(rest));
  }

  #rest() {
    return blocks(this.#opening + this.#text.slice(this.#settled));
  }

  #settle(complete, length = lengthOf(complete)) {
    this.#tail.before(elements(complete));
    this.#settled += length - this.#opening.length;
    this.#opening = '';
  }

  /** All but the last item of a list, all but the last line or word of others. */
  #break(block) {
    if (block.type === 'list' && block.items.length > 1) {
      const items = block.items.slice(0, -1);
      this.#settle([{ ...block, items }], lengthOf(items));
      return;
    }
    const { raw } = block;
    const fence = FENCE.exec(raw)?.[0] ?? '';
    const place = Math.max(raw.lastIndexOf('\n'), fence ? -1 : raw.lastIndexOf(' ')) + 1;
    const end = place < raw.length - BREAK_WITHIN ? raw.length : place;
    this.#settle(blocks(raw.slice(0, end)), end);
    this.#opening = fence;
  }

  /** In slices, so that no frame is long. */
  #whole() {
    const all = blocks(this.#text);
    const fragment = document.createDocumentFragment();
    const next = (from) => {
      let to = from;
      for (let length = 0; to < all.length && length < SLICE; to++) {
        length += all[to].raw.length;
      }
      fragment.append(elements(all.slice(from, to)));
      if (to < all.length) {
        this.#frame = requestAnimationFrame(() => next(to));
      } else {
        this.#container.replaceChildren(fragment);
      }
    };
    next(0);
  }

  #asItIs() {
    if (!this.#plain) {
      this.#plain = document.createElement('p');
      this.#plain.className = 'plain';
      this.#container.replaceChildren(this.#plain);
    }
    this.#plain.append(this.#text.slice(this.#plain.textContent.length));
  }
}

function lengthOf(tokens) {
  return tokens.reduce((sum, { raw }) => sum + raw.length, 0);
}
