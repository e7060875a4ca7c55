import { html, nothing } from 'lit';
import { HoneElement } from './hone-element.js';

const DEFAULT_REWARD = 'base_helpfulness_pointwise';
const OWN_RUBRICS = 'own rubrics';
const AS_JSON = 'as JSON';

/** Rewards by what they are, in the order of the picker. */
const GROUPS = [
  ['A judge scores each answer', ({ kind, mode }) => kind === 'judge' && mode === 'pointwise'],
  ['A judge compares all answers', ({ kind, mode }) => kind === 'judge' && mode === 'listwise'],
  ['A judge compares two answers', ({ kind, mode }) => kind === 'judge' && mode === 'pairwise'],
  ['A rule measures', ({ kind }) => kind === 'rule'],
  ['A reward server', ({ kind }) => kind === 'remote'],
];

/**
 * What makes an answer good: a reward and its params, own rubrics, or any reward as JSON. `value` is
 * that part of a start request. Emits `hone-compares` with whether it compares answers, which then
 * have no scores that could be held against a target.
 */
class HoneReward extends HoneElement {
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
    const text = (name) => this.querySelector(`[name=${name}]`)?.value.trim() ?? '';
    const reference = text('reference');
    return { reward: this.#spec(text), ...(reference && { reference }) };
  }

  #spec(text) {
    if (this.reward === OWN_RUBRICS) {
      return { rubrics: lines(text('rubrics')), mode: text('mode') };
    }
    if (this.reward === AS_JSON) {
      return JSON.parse(text('json'));
    }
    const params = this.#params();
    return Object.keys(params).length === 0 ? this.reward : { name: this.reward, params };
  }

  #params() {
    const said = (this.#chosen?.params ?? []).map((param) => {
      const field = this.querySelector(`[name="param-${param.name}"]`);
      return [param.name, param.type === 'boolean' ? ticked(field, param) : parsed(param.type, field.value.trim())];
    });
    return Object.fromEntries(said.filter(([, value]) => value !== ''));
  }

  get #chosen() {
    return this.rewards.find(({ name }) => name === this.reward);
  }

  render() {
    return html`
      <div class="field">
        <label for="reward">What makes an answer good</label>
        <select
          id="reward"
          data-testid="reward"
          aria-describedby="reward-description"
          @change=${this.#choose}
        >
          ${this.#options()}
          <option value=${OWN_RUBRICS}>My own rubrics…</option>
          <option value=${AS_JSON}>A mix, or anything else, as JSON…</option>
        </select>
        <p class="hint" id="reward-description" data-testid="reward-description">
          ${this.#description()}
        </p>
      </div>
      ${this.reward === OWN_RUBRICS ? this.#rubrics() : nothing}
      ${this.reward === AS_JSON ? json() : nothing}
      ${this.#chosen?.needs_reference || this.reward === AS_JSON
        ? area('reference', 'The right answer, to compare with', this.reward !== AS_JSON)
        : nothing}
      ${this.#chosen?.params.length ? this.#paramFields() : nothing}
    `;
  }

  #choose({ target }) {
    this.reward = target.value;
    this.#compares(this.#chosen?.mode);
  }

  #compares(mode) {
    this.emit('hone-compares', mode === 'listwise' || mode === 'pairwise');
  }

  #description() {
    if (this.reward === OWN_RUBRICS) {
      return 'A judge checks each of them; the score is the share that is met.';
    }
    return this.reward === AS_JSON
      ? 'A weighted mean of several, for example.'
      : (this.#chosen?.description ?? '');
  }

  #options() {
    if (this.rewards.length === 0) {
      return html`<option value=${DEFAULT_REWARD} selected>${DEFAULT_REWARD}</option>`;
    }
    return GROUPS.map(([label, has]) => {
      const names = this.rewards.filter(has).map(({ name }) => name);
      return names.length === 0
        ? nothing
        : html`<optgroup label=${label}>
            ${names.map(
              (name) => html`<option value=${name} ?selected=${name === DEFAULT_REWARD}>${name}</option>`,
            )}
          </optgroup>`;
    });
  }

  #rubrics() {
    return html`
      ${area('rubrics', 'Rubrics, one a line', true, 'Names its sources\nFits on one screen\nUses no jargon')}
      <div class="field">
        <label for="mode">How they are held against answers</label>
        <select id="mode" name="mode" data-testid="mode" @change=${({ target }) => this.#compares(target.value)}>
          <option value="pointwise">each answer gets a score</option>
          <option value="listwise">all answers are compared</option>
          <option value="pairwise">the newest is compared with the best</option>
        </select>
      </div>
    `;
  }

  #paramFields() {
    return html`<details class="settings params">
      <summary>Parameters of ${this.reward}</summary>
      <div class="fields">${this.#chosen.params.map(paramField)}</div>
    </details>`;
  }
}

function paramField({ name, type, default: usual, description }) {
  const id = `param-${name}`;
  const shown = usual === undefined || usual === null ? '' : example(type, usual);
  const hint = html`<p class="hint">${description}</p>`;
  if (type === 'boolean') {
    return html`<div class="field">
      <label class="check"><input id=${id} name=${id} type="checkbox" ?checked=${usual} />${name}</label>${hint}
    </div>`;
  }
  return html`<div class="field ${type === 'array' || type === 'object' ? 'wide' : ''}">
    <label for=${id}>${name}</label>
    ${type === 'array' || type === 'object'
      ? html`<textarea id=${id} name=${id} rows="2" placeholder=${shown}></textarea>`
      : html`<input
          id=${id}
          name=${id}
          type=${type === 'string' ? 'text' : 'number'}
          step="any"
          placeholder=${shown}
        />`}
    ${hint}
  </div>`;
}

function example(type, value) {
  return type === 'array' ? value.join('\n') : type === 'object' ? JSON.stringify(value) : String(value);
}

/** Only what differs is said. */
function ticked(field, { default: usual }) {
  return field.checked === Boolean(usual) ? '' : field.checked;
}

/** What cannot be read is sent as it is: Hone says what would be right. */
function parsed(type, text) {
  if (text === '') {
    return '';
  }
  if (type === 'array') {
    return lines(text);
  }
  if (type === 'integer' || type === 'number') {
    return Number(text);
  }
  return type === 'object' ? orText(() => JSON.parse(text), text) : text;
}

function orText(read, text) {
  try {
    return read();
  } catch {
    return text;
  }
}

function area(name, label, required, placeholder = '') {
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <textarea
      id=${name}
      name=${name}
      data-testid=${name}
      rows="3"
      ?required=${required}
      placeholder=${placeholder}
    ></textarea>
  </div>`;
}

function json() {
  const check = ({ target }) => {
    try {
      JSON.parse(target.value);
      target.setCustomValidity('');
    } catch (wrong) {
      target.setCustomValidity(`This is no JSON: ${wrong.message}`);
    }
  };
  return html`<div class="field">
    <label for="json">Reward</label>
    <textarea
      id="json"
      name="json"
      data-testid="json"
      class="code"
      rows="5"
      required
      placeholder='{"all": [{"reward": "base_honesty_pointwise", "weight": 2},
         {"reward": {"name": "word_count", "params": {"max": 120}}}]}'
      @input=${check}
    ></textarea>
  </div>`;
}

function lines(text) {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

customElements.define('hone-reward', HoneReward);
