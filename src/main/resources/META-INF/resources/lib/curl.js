/**
 * The command that would start the same run from a terminal and show its events.
 *
 * @param {boolean} keyed whether Hone asks for a key; the command takes it from a variable of the shell
 */
export function curlOf({ messages, given, settings, metadata }, server, keyed) {
  const request = {
    messages,
    ...(given.length > 0 && { candidates: given }),
    ...settings,
    ...(Object.keys(metadata ?? {}).length > 0 && { metadata }),
  };
  const body = Object.fromEntries(Object.entries(request).filter(([, value]) => !isEmpty(value)));
  return [
    `curl -N ${quoted(new URL('v1/refinements', server).href)}`,
    `-H 'Accept: text/event-stream'`,
    `-H 'Content-Type: application/json'`,
    ...(keyed ? ['-H "Authorization: Bearer $HONE_API_KEY"'] : []),
    `-d ${quoted(JSON.stringify(body))}`,
  ].join(' \\\n  ');
}

function isEmpty(value) {
  return value !== null && typeof value === 'object' && Object.keys(value).length === 0;
}

/** For a POSIX shell. */
function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
