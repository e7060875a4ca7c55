import { html, nothing } from 'lit';
import { submitByKeys } from '../lib/submit.js';
import { titled } from '../lib/words.js';
import { HoneElement } from './hone-element.js';
import './hone-conversation.js';
import './hone-problem.js';
import './hone-settings.js';

/** The form that starts a run: emits `hone-start` with the body of `POST /v1/refinements`. */
class HoneAsk extends HoneElement {
  static properties = {
    models: { attribute: false },
    rewards: { attribute: false },
    busy: { attribute: false },
    problem: { attribute: false },
  };

  render() {
    return html`
      <div class="hero">
        <h1>Watch an answer get better</h1>
        <p>
          A draft, a critique, a better draft: Hone refines what a language model says, judges every
          version, and keeps the best one.
        </p>
      </div>
      <form class="ask panel" @submit=${this.#submit} @keydown=${submitByKeys}>
        <hone-conversation></hone-conversation>
        <div class="field">
          <div class="labels">
            <label for="question">Your question</label>
            <button
              type="button"
              class="link"
              data-testid="add-message"
              @click=${() => this.querySelector('hone-conversation').add()}
            >
              Add a message before it
            </button>
          </div>
          <textarea
            id="question"
            name="question"
            data-testid="question"
            rows="3"
            dir="auto"
            required
            placeholder="Explain quantum computing in simple terms"
          ></textarea>
        </div>
        ${this.#examples()}
        <hone-settings .models=${this.models} .rewards=${this.rewards}></hone-settings>
        <hone-problem .problem=${this.problem}></hone-problem>
        <div class="actions">
          <span class="hint"><kbd>Ctrl</kbd> <kbd>Enter</kbd> starts</span>
          <button class="button primary" data-testid="start" ?disabled=${this.busy}>
            ${this.busy ? 'Starting…' : 'Refine'}
          </button>
        </div>
      </form>
    `;
  }

  #examples() {
    const examples = this.models.flatMap((model) => model.examples ?? []);
    return examples.length === 0
      ? nothing
      : html`<ul class="examples" aria-label="Example questions">
          ${examples.map(
            (example) => html`<li>
              <button type="button" data-testid="example" @click=${() => this.#fill(example)}>
                ${example}
              </button>
            </li>`,
          )}
        </ul>`;
  }

  #fill(example) {
    const field = this.querySelector('#question');
    field.value = example;
    field.focus();
  }

  #submit(event) {
    event.preventDefault();
    if (this.busy) {
      return;
    }
    const question = this.querySelector('#question');
    const content = question.value.trim();
    if (!content) {
      question.value = ''; // blanks are nothing, and the browser says so
      question.reportValidity();
      return;
    }
    this.emit('hone-start', {
      messages: [...this.querySelector('hone-conversation').value, { role: 'user', content }],
      ...this.querySelector('hone-settings').value,
      metadata: titled(content),
    });
  }
}

customElements.define('hone-ask', HoneAsk);
