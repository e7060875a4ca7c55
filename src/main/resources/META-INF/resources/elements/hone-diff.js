import { html, nothing } from 'lit';
import { namesOf } from '../lib/words.js';
import { HoneElement } from './hone-element.js';

/** What changed between two candidates; which two can be chosen. */
class HoneDiff extends HoneElement {
  static properties = {
    candidates: { attribute: false },
    best: { attribute: false },
    /** Whether the run goes on: then the newest is of interest, and later the best. */
    live: { attribute: false },
    chosen: { state: true },
    parts: { state: true },
  };

  #compared = [];

  get #complete() {
    return this.candidates.filter(({ writing }) => !writing);
  }

  get #pair() {
    const numbers = this.#complete.map(({ candidate }) => candidate);
    const best = this.live ? -1 : numbers.indexOf(this.best);
    const to = best > 0 ? best : numbers.length - 1;
    return { from: numbers[to - 1], to: numbers[to], ...this.chosen };
  }

  willUpdate() {
    const { from, to } = this.#pair;
    const texts = [from, to].map(
      (n) => this.candidates.find(({ candidate }) => candidate === n)?.content,
    );
    if (texts.some((text, i) => text !== this.#compared[i])) {
      this.#compared = texts;
      this.#compare(...texts);
    }
  }

  async #compare(from, to) {
    if (from === undefined || to === undefined) {
      this.parts = undefined;
      return;
    }
    const { changes } = await import('../lib/changes.js');
    if (this.#compared[0] === from && this.#compared[1] === to) {
      this.parts = changes(from, to);
    }
  }

  render() {
    if (this.#complete.length < 2) {
      return html`<p class="hint" data-testid="diff">
        Appears with the second candidate.
      </p>`;
    }
    const { from, to } = this.#pair;
    return html`
      <div class="choice">
        ${this.#select('from', 'From', from)} ${this.#select('to', 'to', to)}
        ${this.parts ? html`<p class="hint">${summary(this.parts)}</p>` : nothing}
      </div>
      <div class="diff" dir="auto" data-testid="diff" tabindex="0" role="group" aria-label="Changes"
        >${this.parts?.map(part)}</div
      >
    `;
  }

  #select(which, label, value) {
    const names = namesOf(this.candidates);
    return html`<label for="diff-${which}">${label}</label>
      <select
        id="diff-${which}"
        data-testid="diff-${which}"
        @change=${({ target }) => (this.chosen = { ...this.#pair, [which]: Number(target.value) })}
      >
        ${this.#complete.map(
          ({ candidate }) => html`<option value=${candidate} ?selected=${candidate === value}>
            ${names.get(candidate)}${candidate === this.best ? ' (best)' : ''}
          </option>`,
        )}
      </select>`;
  }
}

function part({ value, added, removed }) {
  if (added) {
    return html`<ins>${value}</ins>`;
  }
  return removed ? html`<del>${value}</del>` : html`<span>${value}</span>`;
}

function summary(parts) {
  const count = (kind) =>
    parts
      .filter((part) => part[kind])
      .reduce((sum, { value }) => sum + (value.match(/\S+/g)?.length ?? 0), 0);
  const [added, removed] = [count('added'), count('removed')];
  return added + removed === 0
    ? 'No change.'
    : html`<span class="plus">+${added}</span> <span class="minus">−${removed}</span> words`;
}

customElements.define('hone-diff', HoneDiff);
