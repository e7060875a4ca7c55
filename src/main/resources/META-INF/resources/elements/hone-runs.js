import { html, nothing } from 'lit';
import { scoreText } from '../lib/words.js';
import { HoneElement } from './hone-element.js';

const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/**
 * The runs of late, newest first: emits `hone-open` with the id of the one that is chosen, and
 * `hone-more` for earlier ones. Of the `current` one the page knows the `status` sooner than the
 * list does.
 */
class HoneRuns extends HoneElement {
  static properties = {
    runs: { attribute: false },
    more: { attribute: false },
    current: { attribute: false },
    status: { attribute: false },
  };

  render() {
    return html`<nav class="runs" data-testid="runs" aria-labelledby="runs-title">
      <h2 id="runs-title">Recent runs</h2>
      ${this.runs.length === 0
        ? html`<p class="hint">None yet. What you ask shows up here, with an address to share.</p>`
        : html`<ul>
            ${this.runs.map((run) => this.#item(run))}
          </ul>`}
      ${this.more
        ? html`<button class="button quiet" data-testid="more-runs" @click=${() => this.emit('hone-more')}>
            Earlier runs
          </button>`
        : nothing}
    </nav>`;
  }

  #item({ id, status: listed, score, created_at: at, metadata }) {
    const status = (id === this.current && this.status) || listed;
    return html`<li>
      <a
        href="?run=${encodeURIComponent(id)}"
        aria-current=${id === this.current ? 'page' : nothing}
        @click=${(event) => this.#open(event, id)}
      >
        <span class="title" dir="auto">${metadata?.title ?? id}</span>
        <span class="status ${status}">${status}</span>
        <span class="number">${score === undefined ? '' : scoreText(score)}</span>
        <time datetime=${at}>${WHEN.format(new Date(at))}</time>
      </a>
    </li>`;
  }

  #open(event, id) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    this.emit('hone-open', id);
  }
}

customElements.define('hone-runs', HoneRuns);
