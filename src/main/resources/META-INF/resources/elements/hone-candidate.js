import { html, nothing, svg } from 'lit';
import { HoneElement } from './hone-element.js';
import { paragraphs } from './paragraphs.js';
import { rubricList } from './rubrics.js';
import { candidateName, scoreText, seconds } from './words.js';

/** Nearer to the end than this, in pixels, a reader wants to see what is written next. */
const AT_THE_END = 32;

/** One candidate as a card: its text as it grows, then its score, its critique and its rubrics. */
class HoneCandidate extends HoneElement {
  static properties = {
    candidate: { attribute: false },
    best: { attribute: false },
    final: { attribute: false },
  };

  #follows = true;

  willUpdate() {
    const text = this.querySelector('.text');
    this.#follows =
      !text || text.scrollHeight - text.scrollTop - text.clientHeight < AT_THE_END;
  }

  updated(changed) {
    const text = this.querySelector('.text');
    if (this.#follows && this.candidate.writing) {
      text.scrollTop = text.scrollHeight;
    } else if (this.#follows && changed.get('candidate')?.writing) {
      text.scrollTop = 0;
    }
  }

  render() {
    const { candidate: c, best } = this;
    const name = candidateName(c);
    return html`<article
      class="candidate panel ${best ? 'is-best' : ''} ${c.writing ? 'is-writing' : ''}"
      data-testid="candidate-${c.candidate}"
      aria-label=${name}
    >
      <header>
        <h3>${name}</h3>
        ${best
          ? html`<span class="badge" data-testid="best"
              >Best${this.final ? nothing : html`<span class="unseen"> so far</span>`}</span
            >`
          : nothing}
        <span class="score" data-testid="score-${c.candidate}">${this.#score()}</span>
        ${meter(c.score)}
      </header>
      <div class="body">
        ${c.thinking
          ? html`<details class="thinking">
              <summary>Thinking</summary>
              <div class="quiet-text">${paragraphs(c.thinking)}</div>
            </details>`
          : nothing}
        <div class="text" tabindex="0" role="group" aria-label="Text of ${name}">${this.#text()}</div>
      </div>
      <section class="critique" aria-label="Critique of ${name}">${this.#critique()}</section>
      <footer class="hint">${this.#footer()}</footer>
    </article>`;
  }

  #score() {
    const { evaluated, score } = this.candidate;
    return evaluated || score !== undefined ? scoreText(score) : '';
  }

  #text() {
    const { content, writing, thinking, discarded } = this.candidate;
    if (content || !writing) {
      return paragraphs(content);
    }
    if (thinking) {
      return html`<span class="pending">Thinking…</span>`;
    }
    return html`<span class="pending">
      ${discarded ? 'Starting over…' : 'Waiting for the model…'}
    </span>`;
  }

  #critique() {
    const { candidate, judging, critique, feedback, rubrics, details } = this.candidate;
    if (!judging && feedback === undefined && rubrics.length === 0) {
      return nothing;
    }
    return html`
      <h4>Critique</h4>
      ${rubricList(rubrics)}
      ${details.length > 1
        ? html`<ul class="details">
            ${details.map(({ name, score }) => html`<li>${name} <b>${scoreText(score)}</b></li>`)}
          </ul>`
        : nothing}
      <div class="quiet-text" data-testid="feedback-${candidate}">
        ${judging ? writtenNow(critique) : paragraphs(feedback ?? '')}
      </div>
    `;
  }

  #footer() {
    const { usage, duration_ms: took, finish_reason: reason } = this.candidate;
    return [
      usage && `${usage.completion_tokens.toLocaleString('en')} tokens`,
      took !== undefined && seconds(took),
      reason === 'length' && 'cut at the length limit',
      reason === 'content_filter' && 'filtered by the provider',
    ]
      .filter(Boolean)
      .join(' · ');
  }
}

function writtenNow(critique) {
  if (critique.length === 0) {
    return html`<span class="pending">The judge is reading…</span>`;
  }
  return critique.map(
    ({ part, text }) => html`<div class="part">
      ${part && critique.length > 1 ? html`<b>${part}</b>` : nothing}${paragraphs(text)}
    </div>`,
  );
}

/** A bar for a score that has a known full length; an SVG, since its width is data and not style. */
function meter(score) {
  if (score === undefined || score < 0 || score > 1) {
    return nothing;
  }
  return html`<svg class="meter" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    ${svg`<rect width="100" height="1" /><rect class="full" width=${score * 100} height="1" />`}
  </svg>`;
}

customElements.define('hone-candidate', HoneCandidate);
