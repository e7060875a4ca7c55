import { html, nothing, svg } from 'lit';
import { copy } from '../lib/clipboard.js';
import { rubricList } from '../lib/rubrics.js';
import { changeText, duration, scoreText } from '../lib/words.js';
import { HoneElement } from './hone-element.js';
import './hone-markdown.js';
import './hone-thinking.js';

/** Nearer to the end than this, in pixels, a reader wants to see what is written next. */
const AT_THE_END = 48;

/**
 * One candidate: its text as it grows, then its score, its critique and its rubrics. Large where it
 * is `featured`, else a card. Emits `hone-show`, `hone-accept` and `hone-fork` with its number.
 */
class HoneCandidate extends HoneElement {
  static properties = {
    candidate: { attribute: false },
    name: { attribute: false },
    /** The score of the candidate before it, for what has changed. */
    before: { attribute: false },
    /** What scores there may be: `{min, max}`, either of which may be absent. */
    range: { attribute: false },
    best: { attribute: false },
    featured: { attribute: false },
    /** Whether the run goes on. */
    live: { attribute: false },
    /** Whether whoever looks on may change nothing. */
    fixed: { attribute: false },
    copied: { state: true },
  };

  #follows = true;

  willUpdate() {
    const text = this.querySelector('.text');
    this.#follows = !text || text.scrollHeight - text.scrollTop - text.clientHeight < AT_THE_END;
  }

  updated(changed) {
    if (!this.#follows) {
      return;
    }
    const { writing, candidate } = this.candidate;
    const before = changed.get('candidate');
    if (writing) {
      this.#scroll((text) => text.scrollHeight);
    } else if (before?.writing && before.candidate === candidate) {
      this.#scroll(() => 0);
    }
  }

  /** Once the text inside has been rendered, which is an element of its own. */
  async #scroll(to) {
    await this.querySelector('.text hone-markdown')?.updateComplete;
    const text = this.querySelector('.text');
    if (text) {
      text.scrollTop = to(text);
    }
  }

  render() {
    const { candidate: c, name, best, featured } = this;
    const classes = [
      'candidate panel',
      best && 'is-best',
      c.writing && 'is-writing',
      featured && 'featured',
      this.live && 'is-live',
    ];
    return html`<article
      class=${classes.filter(Boolean).join(' ')}
      data-testid="candidate-${c.candidate}"
      aria-label=${name}
    >
      <header>
        <h3>${name}</h3>
        ${best
          ? html`<span class="badge" data-testid="best"
              >Best${this.live ? html`<span class="unseen"> so far</span>` : nothing}</span
            >`
          : nothing}
        ${this.#change()}
        <span class="score" data-testid="score-${c.candidate}">${this.#score()}</span>
        ${meter(c.score, this.range)}
      </header>
      <div class="body">
        ${c.thinking ? html`<hone-thinking .text=${c.thinking}></hone-thinking>` : nothing}
        <div class="text" tabindex="0" role="group" aria-label="Text of ${name}">${this.#text()}</div>
      </div>
      <section class="critique" aria-label="Critique of ${name}">${this.#critique()}</section>
      <footer>
        <p class="hint">${this.#facts()}</p>
        ${this.#actions()}
      </footer>
    </article>`;
  }

  #score() {
    const { evaluated, score } = this.candidate;
    return evaluated || score !== undefined ? scoreText(score) : '';
  }

  #change() {
    const { score } = this.candidate;
    if (score === undefined || this.before === undefined) {
      return nothing;
    }
    const change = score - this.before;
    const way = Math.abs(change) < 0.005 ? 'same' : change > 0 ? 'up' : 'down';
    return html`<span class="change ${way}">
      ${changeText(change)}<span class="unseen"> against the one before</span>
    </span>`;
  }

  #text() {
    const { content, writing, thinking, discarded } = this.candidate;
    if (content || !writing) {
      return html`<hone-markdown .text=${content} .growing=${writing}></hone-markdown>`;
    }
    if (thinking) {
      return html`<p class="pending">Thinking…</p>`;
    }
    return html`<p class="pending">${discarded ? 'Starting over…' : 'Waiting for the model…'}</p>`;
  }

  #critique() {
    const { candidate, judging, critique, feedback, rubrics, details, answers, evaluated } =
      this.candidate;
    if (!judging && !evaluated && feedback === undefined) {
      return answers && this.featured
        ? html`<h4>What it answers</h4>
            <div class="quiet-text"><hone-markdown .text=${answers}></hone-markdown></div>`
        : nothing;
    }
    return html`
      <h4>Critique</h4>
      <div class="quiet-text" data-testid="feedback-${candidate}">
        ${judging ? writtenNow(critique) : html`<hone-markdown .text=${feedback}></hone-markdown>`}
      </div>
      ${details.length > 1
        ? html`<dl class="details">
            ${details.map(({ name, score }) => html`<dt>${name}</dt><dd>${scoreText(score)}</dd>`)}
          </dl>`
        : nothing}
      ${rubricList(rubrics)}
    `;
  }

  #facts() {
    const { usage, duration_ms: took, finish_reason: reason } = this.candidate;
    return [
      usage && `${usage.completion_tokens.toLocaleString('en')} tokens`,
      took !== undefined && duration(took),
      reason === 'length' && 'cut at the length limit',
      reason === 'content_filter' && 'filtered by the provider',
    ]
      .filter(Boolean)
      .join(' · ');
  }

  #actions() {
    const { candidate, writing } = this.candidate;
    const button = (what, testid, does, label) =>
      html`<button class="button small" data-testid="${testid}-${candidate}" @click=${does}>
        ${what}<span class="unseen"> ${label ?? this.name}</span>
      </button>`;
    return html`<div class="buttons">
      ${this.featured ? nothing : button('Show', 'show', () => this.emit('hone-show', candidate))}
      ${writing
        ? nothing
        : html`${this.live && !this.fixed
            ? button('Accept', 'accept', () => this.emit('hone-accept', candidate))
            : nothing}
          ${button(this.copied ? 'Copied' : 'Copy', 'copy', () => this.#copy())}
          ${this.fixed
            ? nothing
            : button('Fork', 'fork', () => this.emit('hone-fork', candidate))}`}
    </div>`;
  }

  async #copy() {
    await copy(this.candidate.content);
    this.copied = true;
    setTimeout(() => (this.copied = false), 2_000);
  }
}

function writtenNow(critique) {
  if (critique.length === 0) {
    return html`<p class="pending">The judge is reading…</p>`;
  }
  return critique.map(
    ({ part, text }) => html`<div class="part">
      ${part && critique.length > 1 ? html`<b>${part}</b>` : nothing}
      <hone-markdown .text=${text} .growing=${true}></hone-markdown>
    </div>`,
  );
}

/** A bar for a score that has a known full length; an SVG, since its width is data and not style. */
function meter(score, { min, max }) {
  const part = score === undefined ? 0 : (score - min) / (max - min);
  if (!(part >= 0 && part <= 1)) {
    return nothing; // NaN too, where an end is not known
  }
  return html`<svg class="meter" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<rect width="100" height="1" /><rect class="full" width=${part * 100} height="1" />`}
  </svg>`;
}

customElements.define('hone-candidate', HoneCandidate);
