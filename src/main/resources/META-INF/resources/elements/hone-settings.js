import { html, nothing } from 'lit';
import { HoneElement } from './hone-element.js';

const DEFAULT_REWARD = 'base_helpfulness_pointwise';
const OWN_RUBRICS = 'own rubrics';
const KINDS = { judge: 'Judged by a model', rule: 'Measured by a rule', remote: 'From a reward server' };

/** A browser can't point at a bad value that is folded away. */
const OPENS = {
  handleEvent: ({ currentTarget }) => (currentTarget.open = true),
  capture: true,
};

/** How a run is refined; `value` is the part of the start request that says so. */
class HoneSettings extends HoneElement {
  static properties = {
    rewards: { attribute: false },
    reward: { state: true },
  };

  constructor() {
    super();
    this.rewards = [];
    this.reward = DEFAULT_REWARD;
  }

  get value() {
    const field = (name) => this.querySelector(`[name=${name}]`)?.value.trim() ?? '';
    const reference = field('reference');
    const target = field('target');
    return {
      reward: this.#own ? { rubrics: lines(field('rubrics')), mode: 'pointwise' } : this.reward,
      max_iterations: Number(field('iterations')),
      ...(reference && { reference }),
      ...(target && { stop: { target_score: Number(target) } }),
    };
  }

  get #own() {
    return this.reward === OWN_RUBRICS;
  }

  render() {
    return html`
      <details class="settings" data-testid="settings" @invalid=${OPENS}>
        <summary>Settings</summary>
        <div class="fields">
          <div class="field wide">
            <label for="reward">What makes an answer good</label>
            <select
              id="reward"
              data-testid="reward"
              aria-describedby="reward-description"
              @change=${({ target }) => (this.reward = target.value)}
            >
              ${this.#options()}
              <option value=${OWN_RUBRICS} ?selected=${this.#own}>My own rubrics…</option>
            </select>
            <p class="hint" id="reward-description">${this.#description()}</p>
          </div>
          ${this.#own ? this.#rubrics() : nothing}
          ${this.#chosen?.needs_reference ? this.#reference() : nothing}
          <div class="field">
            <label for="iterations">Refinements</label>
            <input
              id="iterations"
              name="iterations"
              data-testid="iterations"
              type="number"
              min="0"
              step="1"
              value="3"
              required
            />
            <p class="hint">How many times the answer is improved, at most.</p>
          </div>
          ${this.#compares ? nothing : this.#target()}
        </div>
      </details>
    `;
  }

  get #chosen() {
    return this.rewards.find(({ name }) => name === this.reward);
  }

  /** Scores of different comparisons can't be held against one target. */
  get #compares() {
    return !this.#own && ['listwise', 'pairwise'].includes(this.#chosen?.mode);
  }

  #description() {
    return this.#own
      ? 'A judge checks each of them; the score is the share that is met.'
      : (this.#chosen?.description ?? '');
  }

  #options() {
    if (this.rewards.length === 0) {
      return html`<option value=${DEFAULT_REWARD} selected>${DEFAULT_REWARD}</option>`;
    }
    const kinds = [...new Set(this.rewards.map(({ kind }) => kind))];
    return kinds.map(
      (kind) => html`<optgroup label=${KINDS[kind] ?? kind}>
        ${this.rewards
          .filter((reward) => reward.kind === kind)
          .map(
            ({ name }) =>
              html`<option value=${name} ?selected=${name === this.reward}>${name}</option>`,
          )}
      </optgroup>`,
    );
  }

  #rubrics() {
    return html`<div class="field wide">
      <label for="rubrics">Rubrics, one a line</label>
      <textarea
        id="rubrics"
        name="rubrics"
        data-testid="rubrics"
        rows="3"
        required
        placeholder="Names its sources&#10;Fits on one screen&#10;Uses no jargon"
      ></textarea>
    </div>`;
  }

  #reference() {
    return html`<div class="field wide">
      <label for="reference">The right answer, to compare with</label>
      <textarea id="reference" name="reference" data-testid="reference" rows="2" required></textarea>
    </div>`;
  }

  #target() {
    return html`<div class="field">
      <label for="target">Target score</label>
      <input id="target" name="target" data-testid="target" type="number" step="any" placeholder="none" />
      <p class="hint">Good enough to stop early; 1 is all that a judge can give.</p>
    </div>`;
  }
}

function lines(text) {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

customElements.define('hone-settings', HoneSettings);
