/** For a form with a text of several lines: Ctrl or Cmd with Enter sends it. */
export function submitByKeys(event) {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    event.currentTarget.requestSubmit();
  }
}
