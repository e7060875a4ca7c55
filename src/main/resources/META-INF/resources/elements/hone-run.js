import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { HoneElement } from './hone-element.js';
import { paragraphs } from './paragraphs.js';
import { question } from './words.js';
import './hone-answer.js';
import './hone-candidate.js';
import './hone-problem.js';
import './hone-progress.js';

/** Cards that are held ready for candidates to come, so that the first does not fill the page. */
const MOST_PLACES = 4;

/** One run: what was asked, how far it is, the answer, and all candidates side by side. */
class HoneRun extends HoneElement {
  static properties = {
    state: { attribute: false },
    connection: { attribute: false },
  };

  firstUpdated() {
    // A start takes the form away, and with it the focus of who used it.
    this.querySelector('h1').focus({ preventScroll: true });
  }

  render() {
    const { state } = this;
    const asked = question(state.messages);
    return html`
      <section class="asked">
        <h1 class=${asked.length > 160 ? 'long' : ''} tabindex="-1" data-testid="asked">${asked}</h1>
        ${this.#earlier()}
      </section>
      <hone-progress .state=${state} .connection=${this.connection}></hone-progress>
      <hone-problem .problem=${state.problem}></hone-problem>
      <hone-answer .state=${state}></hone-answer>
      ${this.#steering()}
      <section class="candidates" aria-labelledby="candidates-title">
        <h2 class="unseen" id="candidates-title">Candidates</h2>
        ${repeat(
          state.candidates,
          ({ candidate }) => candidate,
          (candidate) => html`<hone-candidate
            .candidate=${candidate}
            .best=${candidate.candidate === state.best}
            .final=${state.phase === 'done'}
          ></hone-candidate>`,
        )}
        ${this.#places()}
      </section>
    `;
  }

  #earlier() {
    const { messages } = this.state;
    const earlier = messages.slice(
      0,
      messages.findLastIndex(({ role }) => role === 'user'),
    );
    return earlier.length === 0
      ? nothing
      : html`<details class="earlier">
          <summary>The conversation before it (${earlier.length})</summary>
          ${earlier.map(
            ({ role, content }) => html`<p><b>${role}</b> ${paragraphs(content ?? '')}</p>`,
          )}
        </details>`;
  }

  #steering() {
    const { steering } = this.state;
    return steering.length === 0
      ? nothing
      : html`<ul class="steering" aria-label="What people asked for">
          ${steering.map(({ text }) => html`<li>${text}</li>`)}
        </ul>`;
  }

  #places() {
    const { phase, settings, candidates } = this.state;
    if (phase === 'done') {
      return nothing;
    }
    const expected = Math.min((settings.max_iterations ?? 0) + 1, MOST_PLACES);
    const free = Math.max(expected - candidates.length, 0);
    return Array.from({ length: free }, () => html`<div class="place" aria-hidden="true"></div>`);
  }
}

customElements.define('hone-run', HoneRun);
