import { LitElement } from 'lit';

/**
 * What all elements of the page have in common: they render into the page itself, not into a shadow
 * root, so that labels reach across elements, one style sheet serves all, and anything on the page
 * is found by a plain CSS selector.
 */
export class HoneElement extends LitElement {
  createRenderRoot() {
    return this;
  }

  /** Tells the elements above; `detail` is the event's. */
  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}
