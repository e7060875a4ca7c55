// What all tests need of Hone itself.

export const url = process.env.HONE_URL ?? 'http://localhost:8080';
export const baseURL = `${url}/v1`;

/** The model does what these ask for; other models answer them as they like. */
export const scripted = process.env.HONE_SCRIPTED === 'true';
export const question = 'Why is the sky blue?';
export const endless = 'Never stop.';
export const broken = 'Break off.';

export const hone = {
  max_iterations: 1,
  reward: { rubrics: ['It is right.', 'It is short.'] },
};

export const ask = (content = question) => ({
  model: 'default',
  messages: [{ role: 'user', content }],
  hone,
});

export async function get(path) {
  const response = await fetch(`${url}${path}`);
  if (!response.ok) {
    throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

export const run = (id) => get(`/v1/refinements/${id}`);

/** Starts a run and gives its id. */
export async function start(content = question, settings = {}) {
  const response = await fetch(`${url}/v1/refinements`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content }], ...hone, ...settings }),
  });
  return (await response.json()).id;
}

export async function finished(content, settings) {
  const id = await start(content, settings);
  return until(async () => (await run(id)).status === 'completed' && run(id));
}

/** The newest run, once there is one that was not there before. */
export async function newest(before) {
  return until(async () => {
    const { data } = await get('/v1/refinements?limit=1');
    return data[0] && data[0].id !== before && data[0];
  });
}

export async function newestId() {
  return (await get('/v1/refinements?limit=1')).data[0]?.id;
}

/** Polls until there is something; the test's own timeout bounds it. */
export async function until(something) {
  for (;;) {
    const found = await something();
    if (found) {
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Milliseconds until a run whose client has left is cancelled. */
export async function cancelled(id) {
  const left = Date.now();
  await until(async () => (await run(id)).status === 'cancelled');
  return Date.now() - left;
}

/** Ids of all frames of a dialect, in order. */
export async function ids(id, format) {
  const text = await (await fetch(`${url}/v1/refinements/${id}/events?format=${format}`)).text();
  return [...text.matchAll(/^id: (\d+)$/gm)].map((match) => match[1]);
}
