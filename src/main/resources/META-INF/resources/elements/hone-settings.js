import { html, nothing } from 'lit';
import { HoneElement } from './hone-element.js';
import './hone-reward.js';

/** A browser can't point at a bad value that is folded away. */
const OPENS = {
  handleEvent: ({ currentTarget }) => (currentTarget.open = true),
  capture: true,
};

/** How a run is refined; `value` is the part of the start request that says so. */
class HoneSettings extends HoneElement {
  static properties = {
    models: { attribute: false },
    rewards: { attribute: false },
    compares: { state: true },
  };

  get value() {
    const text = (name) => this.querySelector(`[name=${name}]`)?.value.trim() ?? '';
    const number = (name) => (text(name) === '' ? undefined : Number(text(name)));
    const seconds = number('deadline');
    return given({
      model: text('model'),
      judge_model: text('judge_model'),
      ...this.querySelector('hone-reward').value,
      candidates: text('draft') && [text('draft')],
      max_iterations: number('iterations'),
      stop: given({
        target_score: number('target'),
        patience: number('patience'),
        min_delta: number('min_delta'),
        deadline: seconds && `PT${seconds}S`,
        token_budget: number('budget'),
      }),
    });
  }

  render() {
    return html`
      <details class="settings" data-testid="settings" @invalid=${OPENS}>
        <summary>Settings</summary>
        <div class="fields">
          <hone-reward
            class="wide"
            .rewards=${this.rewards}
            @hone-compares=${({ detail }) => (this.compares = detail)}
          ></hone-reward>
          ${this.#model('model', 'Who writes')} ${this.#model('judge_model', 'Who judges')}
          ${field('iterations', 'Refinements', 'How often the answer is improved, at most.', {
            min: 0,
            value: 3,
            required: true,
          })}
          <div class="field wide">
            <label for="draft">A draft to begin with</label>
            <textarea
              id="draft"
              name="draft"
              data-testid="draft"
              rows="2"
              placeholder="none: the model writes the first one"
            ></textarea>
          </div>
        </div>
        <fieldset>
          <legend>Stop earlier</legend>
          <div class="fields">
            ${this.compares
              ? nothing
              : field('target', 'At a score of', 'A judge’s most is 1.', { step: 'any' })}
            ${field('patience', 'After evaluations without a gain', '', { min: 1 })}
            ${this.compares
              ? nothing
              : field('min_delta', 'A gain is at least', '', { min: 0, step: 'any' })}
            ${field('deadline', 'After seconds', '', { min: 1 })}
            ${field('budget', 'After tokens', 'Those of judges count too.', { min: 1 })}
          </div>
        </fieldset>
      </details>
    `;
  }

  #model(name, label) {
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <select id=${name} name=${name} data-testid=${name}>
        ${this.models.map(
          ({ id, demo }) => html`<option value=${id}>${id}${demo ? ' (demo)' : ''}</option>`,
        )}
      </select>
    </div>`;
  }
}

function field(name, label, hint, { min, step = 1, value, required = false }) {
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <input
      id=${name}
      name=${name}
      data-testid=${name}
      type="number"
      min=${min ?? nothing}
      step=${step}
      value=${value ?? nothing}
      placeholder=${value === undefined ? 'never' : nothing}
      ?required=${required}
    />
    ${hint ? html`<p class="hint">${hint}</p>` : nothing}
  </div>`;
}

/** Without what nobody has said. */
function given(object) {
  return Object.fromEntries(
    Object.entries(object).filter(
      ([, value]) =>
        value !== undefined &&
        value !== '' &&
        !(value?.constructor === Object && Object.keys(value).length === 0),
    ),
  );
}

customElements.define('hone-settings', HoneSettings);
