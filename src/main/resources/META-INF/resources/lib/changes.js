import { diffLines, diffWordsWithSpace } from 'diff';

/** Texts that differ in more places are not told apart further: the time it takes is the square. */
const MOST_EDITS = 300;

/** After so long lines are no more looked into; the page has other things to do. In milliseconds. */
const TIME = 60;

/** Two lines that have less than this in common are not the same line changed. */
const SHARED = 0.5;

/**
 * What has to be done to one text to make it the other: `[{value, added, removed}]`. First by lines,
 * then by words within lines that were changed and not replaced: a rewritten answer stays legible.
 */
export function changes(from, to) {
  const lines = diffLines(from, to, { maxEditLength: MOST_EDITS }) ?? [
    { value: from, removed: true },
    { value: to, added: true },
  ];
  const parts = [];
  const end = performance.now() + TIME;
  for (let i = 0; i < lines.length; i++) {
    const next = lines[i + 1];
    if (lines[i].removed && next?.added && performance.now() < end) {
      parts.push(...words(lines[i], next));
      i++;
    } else {
      parts.push(lines[i]);
    }
  }
  return parts;
}

function words(removed, added) {
  const parts = diffWordsWithSpace(removed.value, added.value, { maxEditLength: MOST_EDITS });
  const shared = parts?.filter((part) => !part.added && !part.removed);
  const most = Math.max(letters([removed]), letters([added]));
  return parts && letters(shared) >= most * SHARED ? parts : [removed, added];
}

function letters(parts) {
  return parts.reduce((sum, { value }) => sum + value.replace(/\s+/g, '').length, 0);
}
