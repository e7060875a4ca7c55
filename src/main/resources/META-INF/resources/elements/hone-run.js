import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { namesOf, question, rewardName, textOf } from '../lib/words.js';
import { HoneElement } from './hone-element.js';
import './hone-candidate.js';
import './hone-diff.js';
import './hone-export.js';
import './hone-fork.js';
import './hone-plot.js';
import './hone-problem.js';
import './hone-progress.js';
import './hone-scores.js';
import './hone-steer.js';

const LONG_QUESTION = 160;
const MOST_BESIDE = 4;

/** What begins lower in the window than this part of it is hardly seen. */
const VISIBLE = 0.7;

/**
 * One run, and never another one: what was asked, how far it is, the candidate of interest, all
 * others, what differs. Of interest is the one being written, at the end the best, and before all
 * the one that was chosen.
 */
class HoneRun extends HoneElement {
  static properties = {
    state: { attribute: false },
    connection: { attribute: false },
    models: { attribute: false },
    rewards: { attribute: false },
    /** What a person's last action came to, where it failed. */
    problem: { attribute: false },
    /** Which action that was. */
    failed: { attribute: false },
    /** Which action is under way: `cancel`, `accept`, `steer`, `fork`; none else. */
    busy: { attribute: false },
    keyed: { attribute: false },
    /** What the run is read by, if it is somebody else's: then it can't be changed. */
    ticket: { attribute: false },
    chosen: { state: true },
  };

  firstUpdated() {
    // A start takes away what it was started with, and so does a choice: with it went the focus.
    this.querySelector('h1').focus({ preventScroll: true });
  }

  /** What was said has arrived. */
  said() {
    this.querySelector('hone-steer')?.done();
  }

  get #live() {
    return this.state.phase !== 'done';
  }

  /** Somebody else's, or one that is gone. */
  get #fixed() {
    return Boolean(this.ticket) || this.state.status === 'lost';
  }

  /** What scores it may have; both ends, one or none. */
  get #range() {
    const { reward } = this.state.settings;
    const name = reward?.name ?? reward;
    return this.rewards.find((each) => each.name === name)?.range ?? { min: 0, max: 1 };
  }

  get #featured() {
    const { candidates, best } = this.state;
    const has = (number) => candidates.some(({ candidate }) => candidate === number);
    if (has(this.chosen)) {
      return this.chosen;
    }
    return !this.#live && has(best) ? best : candidates.at(-1)?.candidate;
  }

  render() {
    const { state } = this;
    return html`
      ${this.#asked()}
      <div class="dashboard panel">
        <hone-progress
          .state=${state}
          .connection=${this.connection}
          .models=${this.models}
          .featured=${this.#featured}
          .cancelling=${this.busy === 'cancel'}
          .fixed=${this.#fixed}
          @hone-show=${this.#show}
        ></hone-progress>
        <hone-plot
          .candidates=${state.candidates}
          .best=${state.best}
          .range=${this.#range}
        ></hone-plot>
        ${!this.#fixed && (this.#live || state.best !== undefined)
          ? html`<hone-steer .live=${this.#live} .busy=${['steer', 'fork'].includes(this.busy)}></hone-steer>`
          : nothing}
        <hone-problem .problem=${this.problem}></hone-problem>
      </div>
      <hone-problem .problem=${state.problem}></hone-problem>
      ${this.#steering()} ${this.#candidates()}
      ${state.candidates.length === 0
        ? nothing
        : html`${this.#compare()}
            <hone-export
              .state=${state}
              .keyed=${this.keyed}
              .ticket=${this.ticket}
            ></hone-export>`}
      <hone-fork
        .problem=${this.failed === 'fork' ? this.problem : undefined}
        .busy=${this.busy === 'fork'}
      ></hone-fork>
    `;
  }

  #asked() {
    const { messages, settings } = this.state;
    const asked = question(messages);
    const last = messages.findLastIndex(({ role }) => role === 'user');
    const earlier = messages.filter((_, i) => i !== last);
    const long = asked.length > LONG_QUESTION; // then it scrolls
    return html`<section class="asked">
      <h1 class=${long ? 'long' : ''} tabindex=${long ? 0 : -1} dir="auto" data-testid="asked"
        >${asked}</h1
      >
      <p class="hint">
        ${[
          settings.model && settings.model !== 'default' && `written by ${settings.model}`,
          settings.reward && `judged by ${rewardName(settings.reward)}`,
        ]
          .filter(Boolean)
          .join(', ')}
      </p>
      ${earlier.length === 0
        ? nothing
        : html`<details class="earlier">
            <summary>The rest of the conversation (${earlier.length})</summary>
            ${earlier.map(
              (message) => html`<p><b>${message.role}</b> <span class="plain" dir="auto">${textOf(message)}</span></p>`,
            )}
          </details>`}
    </section>`;
  }

  #steering() {
    const { steering } = this.state;
    return steering.length === 0
      ? nothing
      : html`<ul class="steering" data-testid="steering" aria-label="What readers asked for">
          ${steering.map(
            ({ text, when }) => html`<li>
              <span class="hint">${when === 'now' ? 'Now' : 'Next'}</span>
              <span class="plain" dir="auto">${text}</span>
            </li>`,
          )}
        </ul>`;
  }

  #candidates() {
    const { candidates, best } = this.state;
    const featured = this.#featured;
    const names = namesOf(candidates);
    const range = this.#range;
    const ordered = [
      ...candidates.filter(({ candidate }) => candidate === featured),
      ...candidates.filter(({ candidate }) => candidate !== featured),
    ];
    const others = Math.min(candidates.length - 1, MOST_BESIDE);
    return html`<section class="candidates beside-${others}" aria-labelledby="candidates-title">
      <h2 class="unseen" id="candidates-title">Candidates</h2>
      ${candidates.length === 0
        ? html`<div class="candidate panel featured empty"><p class="pending">
            ${this.#live ? 'The first draft appears here.' : 'There is no candidate.'}
          </p></div>`
        : nothing}
      ${repeat(
        ordered,
        ({ candidate }) => candidate,
        (candidate) => html`<hone-candidate
          .candidate=${candidate}
          .name=${names.get(candidate.candidate)}
          .before=${scoreBefore(candidates, candidate)}
          .range=${range}
          .best=${candidate.candidate === best}
          .featured=${candidate.candidate === featured}
          .live=${this.#live}
          .fixed=${this.#fixed}
          @hone-show=${this.#show}
          @hone-accept=${() => this.querySelector('hone-progress').focusPhase()}
          @hone-fork=${({ detail }) =>
            this.querySelector('hone-fork').open(
              detail,
              names.get(detail),
              this.state.settings.max_iterations,
            )}
        ></hone-candidate>`,
      )}
    </section>`;
  }

  #compare() {
    const { candidates, best } = this.state;
    return html`<section class="compare panel" aria-labelledby="compare-title">
      <h2 id="compare-title">What changed</h2>
      <hone-diff .candidates=${candidates} .best=${best} .live=${this.#live}></hone-diff>
      <hone-scores .candidates=${candidates} .best=${best}></hone-scores>
    </section>`;
  }

  /** The same once more lets the page choose again. */
  async #show({ detail }) {
    this.chosen = detail === this.chosen ? undefined : detail;
    await this.updateComplete;
    const featured = this.querySelector('.featured');
    const { top } = featured.getBoundingClientRect();
    if (top < 0 || top > window.innerHeight * VISIBLE) {
      featured.scrollIntoView();
    }
    featured.querySelector('.text').focus({ preventScroll: true });
  }
}

function scoreBefore(candidates, { candidate, iteration }) {
  return iteration === 0
    ? undefined
    : candidates.find((other) => other.candidate === candidate - 1)?.score;
}

customElements.define('hone-run', HoneRun);
