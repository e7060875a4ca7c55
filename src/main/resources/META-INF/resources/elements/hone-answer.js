import { html, nothing } from 'lit';
import { HoneElement } from './hone-element.js';
import { paragraphs } from './paragraphs.js';
import { rubricList } from './rubrics.js';
import { candidateName, scoreText, seconds } from './words.js';

/** The answer that a run ended with; nothing before its end, and where it has none. */
class HoneAnswer extends HoneElement {
  static properties = { state: { attribute: false } };

  render() {
    const { phase, status, content } = this.state;
    if (phase !== 'done' || content === undefined) {
      return nothing;
    }
    return html`<section class="answer panel" data-testid="answer" aria-labelledby="answer-title">
      <h2 id="answer-title">
        ${status === 'completed' ? 'The best answer' : 'The best answer so far'}
      </h2>
      <div class="text" data-testid="answer-text">${paragraphs(content)}</div>
      ${this.#why()}
    </section>`;
  }

  #why() {
    const { best, score, candidates } = this.state;
    const winner = candidates.find(({ candidate }) => candidate === best);
    return html`<aside aria-label="Why this one">
      ${score === undefined
        ? nothing
        : html`<p class="hint">Score</p>
            <p class="score" data-testid="answer-score">${scoreText(score)}</p>`}
      <p class="hint">
        ${[winner && candidateName(winner), this.#took()].filter(Boolean).join(' · ')}
      </p>
      ${rubricList(winner?.rubrics ?? [])}
    </aside>`;
  }

  #took() {
    const { created_at: from, ended_at: to } = this.state;
    return from && to && `after ${seconds(Date.parse(to) - Date.parse(from))}`;
  }
}

customElements.define('hone-answer', HoneAnswer);
