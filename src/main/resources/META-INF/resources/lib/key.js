const NAME = 'hone.key';

/**
 * The key of whoever uses this tab, which a reload keeps and the tab's end forgets. Where the browser
 * keeps nothing for pages, it lasts as long as the page.
 */
export function keptKey() {
  return withStorage((storage) => storage.getItem(NAME) ?? undefined);
}

export function keepKey(key) {
  withStorage((storage) => storage.setItem(NAME, key));
}

export function forgetKey() {
  withStorage((storage) => storage.removeItem(NAME));
}

function withStorage(does) {
  try {
    return does(sessionStorage);
  } catch {
    return undefined;
  }
}
