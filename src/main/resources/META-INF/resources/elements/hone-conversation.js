import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { HoneElement } from './hone-element.js';

const ROLES = ['system', 'developer', 'user', 'assistant'];

/** What was said before the question, each message with its role; `value` is the list of them. */
class HoneConversation extends HoneElement {
  static properties = { messages: { state: true } };

  #made = 0;

  constructor() {
    super();
    this.messages = [];
  }

  get value() {
    return this.messages
      .map(({ role, content }) => ({ role, content: content.trim() }))
      .filter(({ content }) => content);
  }

  render() {
    return this.messages.length === 0
      ? nothing
      : html`<ol class="messages" aria-label="The conversation before the question">
          ${repeat(this.messages, ({ key }) => key, (message, i) => this.#message(message, i))}
        </ol>`;
  }

  #message(message, i) {
    const set = (changes) =>
      (this.messages = this.messages.map((other) =>
        other.key === message.key ? { ...other, ...changes } : other,
      ));
    return html`<li class="message">
      <select
        aria-label="Role of message ${i + 1}"
        data-testid="role-${i}"
        @change=${({ target }) => set({ role: target.value })}
      >
        ${ROLES.map((role) => html`<option ?selected=${role === message.role}>${role}</option>`)}
      </select>
      <textarea
        rows="1"
        dir="auto"
        aria-label="Text of message ${i + 1}"
        data-testid="message-${i}"
        .value=${message.content}
        @input=${({ target }) => set({ content: target.value })}
      ></textarea>
      <button
        type="button"
        class="button small"
        aria-label="Remove message ${i + 1}"
        @click=${() => (this.messages = this.messages.filter(({ key }) => key !== message.key))}
      >
        Remove
      </button>
    </li>`;
  }

  /** One more to be written: a system message first, then question and answer in turn. */
  async add() {
    const last = this.messages.at(-1)?.role;
    const role = last === undefined ? 'system' : last === 'user' ? 'assistant' : 'user';
    this.messages = [...this.messages, { key: this.#made++, role, content: '' }];
    await this.updateComplete;
    this.querySelector('li:last-child textarea').focus();
  }
}

customElements.define('hone-conversation', HoneConversation);
