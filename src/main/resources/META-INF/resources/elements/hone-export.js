import { html, nothing } from 'lit';
import { get, sample } from '../hone-client.js';
import { copy, download } from '../lib/clipboard.js';
import { curlOf } from '../lib/curl.js';
import { HoneElement } from './hone-element.js';

const SAID_FOR_MS = 2_000;

/** Takes a run elsewhere: its answer, its address, its data, the command that would do the same. */
class HoneExport extends HoneElement {
  static properties = {
    state: { attribute: false },
    said: { state: true },
    problem: { state: true },
  };

  render() {
    const { run } = this.state;
    return html`<section class="export" aria-labelledby="export-title">
      <h2 id="export-title">Take it with you</h2>
      <div class="buttons">
        ${this.#answer === undefined
          ? nothing
          : this.#button('Copy the answer', 'copy-answer', () => copy(this.#answer))}
        ${this.#button('Copy the link', 'copy-link', () => copy(location.href))}
        ${this.#button('Copy as curl', 'copy-curl', () => copy(curlOf(this.state, document.baseURI)))}
        ${this.#button('Download as JSON', 'download-json', async () =>
          download(`hone-${run}.json`, await get(run)),
        )}
        ${this.#button('Download as RM-Gallery sample', 'download-sample', async () =>
          download(`hone-${run}-sample.json`, await sample(run)),
        )}
      </div>
      <p class="hint" role="status">${this.said}</p>
      <hone-problem .problem=${this.problem}></hone-problem>
    </section>`;
  }

  /** The run's answer, or the best so far. */
  get #answer() {
    const { content, best, candidates } = this.state;
    return content ?? candidates.find(({ candidate }) => candidate === best)?.content;
  }

  #button(label, testid, does) {
    return html`<button class="button quiet" data-testid=${testid} @click=${() => this.#do(label, does)}>
      ${label}
    </button>`;
  }

  async #do(label, does) {
    try {
      this.problem = undefined;
      await does();
      this.said = label.startsWith('Copy') ? 'Copied.' : 'Downloaded.';
      setTimeout(() => (this.said = ''), SAID_FOR_MS);
    } catch (problem) {
      this.problem = problem;
    }
  }
}

customElements.define('hone-export', HoneExport);
