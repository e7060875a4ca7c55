import { html, nothing } from 'lit';
import { namesOf, scoreText, shortNamesOf } from '../lib/words.js';
import { HoneElement } from './hone-element.js';

/** What was held against which candidate: rubric by rubric, and part by part of a mix. */
class HoneScores extends HoneElement {
  static properties = {
    candidates: { attribute: false },
    best: { attribute: false },
  };

  render() {
    const judged = this.candidates.filter(({ evaluated }) => evaluated);
    const rubrics = distinct(judged.flatMap((c) => c.rubrics.map(({ rubric }) => rubric)));
    const parts = distinct(judged.flatMap((c) => c.details.map(({ name }) => name)));
    if (judged.length === 0 || (rubrics.length === 0 && parts.length < 2)) {
      return nothing;
    }
    const names = namesOf(this.candidates);
    const shortNames = shortNamesOf(this.candidates);
    return html`<div class="scroll" tabindex="0" role="group" aria-label="Rubric by rubric">
      <table class="scores" data-testid="scores">
        <caption class="unseen">What each candidate met</caption>
        <thead>
          <tr>
            <td></td>
            ${judged.map(
              (c) => html`<th scope="col" class=${this.#column(c)}>
                <span aria-hidden="true">${shortNames.get(c.candidate)}</span>
                <span class="unseen">${names.get(c.candidate)}</span>
              </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rubrics.map((rubric) => row(rubric, judged.map((c) => this.#met(c, rubric))))}
          ${parts.length < 2
            ? nothing
            : parts.map((part) => row(part, judged.map((c) => this.#part(c, part))))}
        </tbody>
        <tfoot>
          ${row('Score', judged.map((c) => html`<td class=${this.#column(c)}>${scoreText(c.score)}</td>`))}
        </tfoot>
      </table>
    </div>`;
  }

  #column({ candidate }) {
    return candidate === this.best ? 'best' : nothing;
  }

  #met(c, text) {
    const found = c.rubrics.find(({ rubric }) => rubric === text);
    const kind = found ? (found.met ? 'met' : 'missed') : '';
    return html`<td class="${kind} ${c.candidate === this.best ? 'best' : ''}">
      ${found
        ? html`<span class="mark" aria-hidden="true">${found.met ? '✓' : '✗'}</span>
            <span class="unseen">${found.met ? 'met' : 'not met'}</span>`
        : '–'}
    </td>`;
  }

  #part(c, part) {
    const found = c.details.find(({ name }) => name === part);
    return html`<td class=${this.#column(c)}>${scoreText(found?.score)}</td>`;
  }
}

function row(heading, cells) {
  return html`<tr>
    <th scope="row">${heading}</th>
    ${cells}
  </tr>`;
}

function distinct(values) {
  return [...new Set(values)];
}

customElements.define('hone-scores', HoneScores);
