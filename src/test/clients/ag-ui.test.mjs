import { HttpAgent } from '@ag-ui/client';
import { EventSchema } from '@ag-ui/core/schemas';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { broken, endless, finished, ids, run, scripted, start, until, url } from './hone.mjs';

/** AG-UI's own agent, which checks each event and their order; it follows a run that is there. */
class Follower extends HttpAgent {
  constructor(id, last) {
    super({
      url: `${url}/v1/refinements/${id}/events?format=ag-ui`,
      headers: last ? { 'Last-Event-ID': last } : {},
    });
  }

  requestInit() {
    return { method: 'GET', headers: this.headers, signal: this.abortController.signal };
  }
}

async function follow(agent) {
  const events = [];
  const { result } = await agent.runAgent({}, { onEvent: ({ event }) => void events.push(event) });
  return { events, result, messages: agent.messages };
}

function assertShows({ messages, result }, told) {
  const answers = messages.filter(({ role }) => role === 'assistant');
  assert.deepEqual(answers.map(({ content }) => content), [told.content]);
  assert.equal(result.best, told.best);
  assert.equal(result.stop_reason, told.stop_reason);
}

test('a run is a run', async () => {
  const told = await finished();

  const followed = await follow(new Follower(told.id));

  assertShows(followed, told);
  assert.deepEqual(
    followed.messages.filter(({ role }) => role === 'reasoning').map(({ content }) => content),
    told.candidates.flatMap(({ content, feedback }) => [content, feedback]),
  );
  const finish = followed.events.at(-1);
  assert.equal(finish.type, 'RUN_FINISHED');
  assert.equal(finish.usage[0].totalTokens, told.usage.total_tokens);
});

test('every frame is what its schemas want, and nothing more', async () => {
  const told = await finished();
  const text = await (await fetch(`${url}/v1/refinements/${told.id}/events?format=ag-ui`)).text();

  const frames = [...text.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1]));

  assert.ok(frames.length > 10);
  for (const frame of frames) {
    EventSchema.parse(frame);
    const option = EventSchema.options.find(({ shape }) => shape.type.value === frame.type);
    assert.deepEqual(Object.keys(frame).filter((key) => !(key in option.shape)), []);
  }
});

test('from anywhere on, the rest is read by an agent that has nothing else', async () => {
  const told = await finished();
  const all = await ids(told.id, 'ag-ui');

  for (const last of all.slice(0, -1)) {
    assertShows(await follow(new Follower(told.id, last)), told);
  }
});

test('an agent that comes back in the middle of a draft goes on where it was', async () => {
  const id = await start(endless);
  let agent = new Follower(id);
  let read = '';
  let last;
  agent.fetch = async (...request) => {
    const response = await fetch(...request);
    const [ours, its] = response.body.tee();
    void (async () => {
      for await (const bytes of ours.pipeThrough(new TextDecoderStream())) {
        read += bytes;
      }
    })().catch(() => {});
    return new Response(its, { status: response.status, headers: response.headers });
  };
  const words = [];
  await agent
    .runAgent({}, {
      onReasoningMessageContentEvent: ({ event }) => {
        words.push(event.delta);
        if (words.length === 3) {
          agent.abortRun();
        }
      },
    })
    .catch(() => {});
  const whole = read.slice(0, read.lastIndexOf('\n\n') + 1);
  last = [...whole.matchAll(/^id: (\d+)$/gm)].at(-1)[1];
  const before = [...whole.matchAll(/"delta":"([^"]*)"/g)].map((match) => match[1]).join('');

  agent = new Follower(id, last);
  const more = [];
  await agent.runAgent({}, {
    onReasoningMessageContentEvent: async ({ event }) => {
      more.push(event.delta);
      if (more.length === 3) {
        await fetch(`${url}/v1/refinements/${id}`, { method: 'DELETE' });
      }
    },
  });

  assert.ok(more.length >= 3);
  if (scripted) {
    const numbers = (before + more.join('')).trim().split(' ').map(Number);
    assert.deepEqual(numbers, numbers.map((_, i) => i), 'each word once');
  }
});

test('a run that failed is an error', { skip: !scripted }, async () => {
  const id = await start(broken);
  await until(async () => (await run(id)).status === 'failed');
  const errors = [];

  await new Follower(id)
    .runAgent({}, { onRunErrorEvent: ({ event }) => void errors.push(event.message) })
    .catch(() => {});

  assert.equal(errors.length, 1);
  assert.match(errors[0], /model call failed/);
});
