import { html, nothing } from 'lit';
import { HoneElement } from './hone-element.js';
import { paragraphs } from './paragraphs.js';
import { candidateName, scoreText, seconds } from './words.js';

/** The answer that a run ended with; nothing before its end, and where it has none. */
class HoneAnswer extends HoneElement {
  static properties = { state: { attribute: false } };

  render() {
    const { phase, status, content, best, score, candidates } = this.state;
    if (phase !== 'done' || content === undefined) {
      return nothing;
    }
    const winner = candidates.find(({ candidate }) => candidate === best);
    return html`<section class="answer panel" data-testid="answer" aria-labelledby="answer-title">
      <header>
        <h2 id="answer-title">
          ${status === 'completed' ? 'The best answer' : 'The best answer so far'}
        </h2>
        <p class="hint">
          ${[winner && candidateName(winner), score !== undefined && `score ${scoreText(score)}`, this.#took()]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </header>
      <div class="text">${paragraphs(content)}</div>
    </section>`;
  }

  #took() {
    const { created_at: from, ended_at: to } = this.state;
    return from && to && seconds(Date.parse(to) - Date.parse(from));
  }
}

customElements.define('hone-answer', HoneAnswer);
