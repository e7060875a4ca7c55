import DOMPurify from 'dompurify';
import { Marked } from 'marked';

/**
 * Markdown that a model wrote, as elements that are safe to show. Two walls: HTML in it is shown as
 * the text that it is, and what the parser makes is sanitized down to a short list of elements.
 * Pictures become links, so that no answer makes the browser ask another host for something.
 */

const LINKS = /^(?:https?:\/\/|mailto:)/i;

const ALLOWED = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'h4', 'h5', 'h6', 'strong', 'em', 'del', 'code', 'pre', 'blockquote'],
    ...['ul', 'ol', 'li', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'title', 'start', 'align'],
  ALLOWED_URI_REGEXP: LINKS,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

/** The page's own headings end at the third level. */
const HEADINGS_ABOVE = 3;

const marked = new Marked({
  gfm: true,
  // Models end a line where they want it to end: verse, addresses.
  breaks: true,
  renderer: {
    html: ({ text, block }) => (/^<br\s*\/?>$/i.test(text) ? '<br>' : block ? `<p>${escaped(text)}</p>` : escaped(text)),
    image: ({ href, text }) => `<a href="${escaped(href)}">${escaped(text || href)}</a>`,
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    heading({ tokens, depth }) {
      const level = Math.min(depth + HEADINGS_ABOVE, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
  },
});

const purifier = DOMPurify(window);

purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'A') {
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer nofollow');
  } else if (node.tagName === 'PRE') {
    node.setAttribute('tabindex', '0'); // its long lines scroll, with the keyboard too
  }
});

/** The blocks of a text, as {@link elements} takes them; each has its part of the text as `raw`. */
export function blocks(text) {
  return marked.lexer(text);
}

/** The elements of some blocks, as a fragment. */
export function elements(some) {
  const fragment = purifier.sanitize(marked.parser(some), ALLOWED);
  for (const block of fragment.children) {
    block.dir = 'auto'; // from right to left, where what stands in it is
  }
  fragment.querySelectorAll('pre').forEach((code) => (code.dir = 'ltr'));
  fragment.querySelectorAll('table').forEach(scrollable);
  return fragment;
}

function scrollable(table) {
  const frame = document.createElement('div');
  frame.className = 'scroll';
  frame.tabIndex = 0;
  frame.setAttribute('role', 'group');
  frame.setAttribute('aria-label', 'Table');
  table.replaceWith(frame);
  frame.append(table);
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
