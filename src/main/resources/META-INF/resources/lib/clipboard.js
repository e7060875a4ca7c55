/**
 * Copies a text; also on a page that isn't served by HTTPS, where browsers keep the clipboard away.
 *
 * @param {string | Promise<string>} given a text that has yet to come is promised to the clipboard at
 *     once: some browsers take nothing any more when the click was a while ago
 */
export async function copy(given) {
  if (given instanceof Promise && window.ClipboardItem && navigator.clipboard) {
    const blob = given.then((text) => new Blob([text], { type: 'text/plain' }));
    // What went wrong with the text says more than what the clipboard makes of it.
    await Promise.all([given, navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })])]);
    return;
  }
  const text = await given;
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'unseen';
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

/** Offers a value as a file of JSON. */
export function download(name, value) {
  const file = new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
