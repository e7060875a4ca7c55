import { html, nothing } from 'lit';
import { HoneElement } from './hone-element.js';

/** What went wrong, in Hone's own words (RFC 9457): what, why, and for bad input what would be right. */
class HoneProblem extends HoneElement {
  static properties = { problem: { attribute: false } };

  render() {
    if (!this.problem) {
      return nothing;
    }
    const { title, detail, message, errors } = this.problem;
    return html`<div class="problem" role="alert" data-testid="problem">
      <strong>${title || 'Something went wrong'}</strong>
      ${detail || !title ? html`<p>${detail || message}</p>` : nothing}
      ${errors?.length
        ? html`<ul>
            ${errors.map(
              (error) => html`<li><code>${error.field || 'body'}</code> ${error.detail}</li>`,
            )}
          </ul>`
        : nothing}
    </div>`;
  }
}

customElements.define('hone-problem', HoneProblem);
