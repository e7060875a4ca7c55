import { html, nothing } from 'lit';
import { get, sample, share } from '../hone-client.js';
import { copy, download } from '../lib/clipboard.js';
import { curlOf } from '../lib/curl.js';
import { HoneElement } from './hone-element.js';

const SAID_FOR_MS = 2_000;
const EXPLAINED_FOR_MS = 10_000;

const UNTIL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/**
 * Takes a run elsewhere: its answer, its address, its data, the command that would do the same. Where
 * a key is needed the address has a ticket in its fragment, which goes into no log and no referrer.
 */
class HoneExport extends HoneElement {
  static properties = {
    state: { attribute: false },
    /** Whether a key is in use. */
    keyed: { attribute: false },
    /** What the run is read by, if it is somebody else's. */
    ticket: { attribute: false },
    said: { state: true },
    problem: { state: true },
  };

  #silence;

  render() {
    const { run } = this.state;
    return html`<section class="export" aria-labelledby="export-title">
      <h2 id="export-title">Take it with you</h2>
      <div class="buttons">
        ${this.#answer === undefined
          ? nothing
          : this.#button('Copy the answer', 'copy-answer', () => copy(this.#answer))}
        ${this.#button('Copy the link', 'copy-link', () => this.#copyLink())}
        ${this.#button('Copy as curl', 'copy-curl', () =>
          copy(curlOf(this.state, document.baseURI, this.keyed || Boolean(this.ticket))),
        )}
        ${this.#button('Download as JSON', 'download-json', async () =>
          download(`hone-${run}.json`, await get(run, { ticket: this.ticket })),
        )}
        ${this.ticket
          ? nothing
          : this.#button('Download as RM-Gallery sample', 'download-sample', async () =>
              download(`hone-${run}-sample.json`, await sample(run)),
            )}
      </div>
      <p class="hint" role="status" data-testid="exported">${this.said}</p>
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
      const explained = await does();
      this.#say(
        explained ?? (label.startsWith('Copy') ? 'Copied.' : 'Downloaded.'),
        explained ? EXPLAINED_FOR_MS : SAID_FOR_MS,
      );
    } catch (problem) {
      this.problem = problem;
    }
  }

  #say(text, ms) {
    clearTimeout(this.#silence);
    this.said = text;
    this.#silence = setTimeout(() => (this.said = ''), ms);
  }

  /** What there is to say of it, if anything. */
  async #copyLink() {
    if (!this.keyed || this.ticket) {
      return copy(location.href);
    }
    const sharing = share(this.state.run);
    await copy(sharing.then(({ ticket }) => linkTo(this.state.run, ticket)));
    const until = UNTIL.format(new Date((await sharing).expires_at));
    return `Copied. Whoever has the link can watch this run till ${until}, and change nothing.`;
  }
}

function linkTo(run, ticket) {
  const link = new URL(`?${new URLSearchParams({ run })}`, document.baseURI);
  link.hash = new URLSearchParams({ ticket });
  return link.href;
}

customElements.define('hone-export', HoneExport);
