import { html, nothing } from 'lit';

/** A judge's rubrics, each met or not; the mark is also said in words. */
export function rubricList(rubrics) {
  return rubrics.length === 0
    ? nothing
    : html`<ul class="rubrics">
        ${rubrics.map(
          ({ rubric, met }) => html`<li class=${met ? 'met' : 'missed'}>
            <span class="mark" aria-hidden="true">${met ? '✓' : '✗'}</span>
            <span class="rubric"><span class="unseen">${met ? 'Met:' : 'Not met:'}</span> ${rubric}</span>
          </li>`,
        )}
      </ul>`;
}
