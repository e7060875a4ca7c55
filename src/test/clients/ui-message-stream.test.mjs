import { DefaultChatTransport, readUIMessageStream } from 'ai';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { broken, endless, finished, hone, ids, question, run, scripted, start, until, url } from './hone.mjs';

/** AI SDK's own transport, which resumes a chat by a GET, checks each frame against its schema. */
const open = (id, last) =>
  new DefaultChatTransport({
    prepareReconnectToStreamRequest: () => ({
      api: `${url}/v1/refinements/${id}/events?format=ai-sdk`,
      headers: last ? { 'Last-Event-ID': last } : {},
    }),
  }).reconnectToStream({ chatId: id });

/** The message that its reader makes of a stream; whatever it can't read is raised. */
async function read(stream, message) {
  let newest = message;
  const options = { stream, message: structuredClone(message), terminateOnError: true };
  for await (const state of readUIMessageStream(options)) {
    newest = state;
  }
  return newest;
}

const texts = (message, type) =>
  message.parts.filter((part) => part.type === type).map((part) => part.text);

function assertShows(message, told) {
  assert.deepEqual(texts(message, 'text'), [told.content]);
  assert.equal(message.metadata.hone.best, told.best);
  assert.equal(message.metadata.usage.total_tokens, told.usage.total_tokens);
}

test('a run is a message', async () => {
  const told = await finished();

  const message = await read(await open(told.id));

  assert.equal(message.id, told.id);
  assert.equal(message.role, 'assistant');
  assertShows(message, told);
  assert.deepEqual(
    texts(message, 'reasoning'),
    told.candidates.flatMap(({ content, feedback }) => [content, feedback]),
  );
  assert.ok(message.parts.every(({ state }) => state === undefined || state === 'done'));
  assert.deepEqual(
    message.parts.filter(({ type }) => type === 'data-evaluation').map(({ data }) => data.score),
    told.candidates.map(({ score }) => score),
  );
});

test('a chat is a start', async () => {
  const transport = new DefaultChatTransport({
    api: `${url}/v1/refinements?format=ai-sdk`,
    prepareSendMessagesRequest: ({ messages }) => ({
      body: {
        messages: messages
          .map(({ role, parts }) => ({
            role,
            content: parts.filter((p) => p.type === 'text').map(({ text }) => text).join(''),
          }))
          .filter(({ content }) => content),
        ...hone,
      },
    }),
  });
  const asked = { id: '1', role: 'user', parts: [{ type: 'text', text: question }] };

  const message = await read(
    await transport.sendMessages({ chatId: 'chat', messages: [asked], trigger: 'submit-message' }),
  );

  assertShows(message, await run(message.id));
});

test('from anywhere on, the rest is read by a reader that has nothing else', async () => {
  const told = await finished();
  const all = await ids(told.id, 'ai-sdk');
  assert.ok(all.length > 5);

  for (const last of all.slice(0, -1)) {
    assertShows(await read(await open(told.id, last)), told);
  }
  assert.equal(await open(told.id, all.at(-1)), null, 'nothing follows');
});

test('in the middle of a draft, a reader goes on where it was', async () => {
  const id = await start(endless);
  let last;
  const frames = await fetch(`${url}/v1/refinements/${id}/events?format=ai-sdk`);
  const seen = [];
  let text = '';
  for await (const bytes of frames.body.pipeThrough(new TextDecoderStream())) {
    text += bytes;
    if ((text.match(/"reasoning-delta"/g) ?? []).length > 3) {
      break;
    }
  }
  for (const event of text.slice(0, text.lastIndexOf('\n\n')).split('\n\n')) {
    last = /^id: (\d+)$/m.exec(event)?.[1] ?? last;
    const data = /^data: (.*)$/m.exec(event)?.[1];
    if (data) {
      seen.push(JSON.parse(data));
    }
  }
  const before = await read(
    new ReadableStream({
      start(controller) {
        seen.forEach((frame) => controller.enqueue(frame));
        controller.close();
      },
    }),
  );

  const rest = await open(id, last);
  let after;
  let cancelled = false;
  const options = { stream: rest, message: structuredClone(before), terminateOnError: true };
  for await (const state of readUIMessageStream(options)) {
    after = state;
    if (texts(state, 'reasoning').length > 1 && !cancelled) {
      cancelled = true;
      await fetch(`${url}/v1/refinements/${id}`, { method: 'DELETE' });
    }
  }

  const draft = texts(after, 'reasoning').slice(0, 2).join('');
  assert.ok(draft.length > texts(before, 'reasoning')[0].length);
  if (scripted) {
    assert.match(draft, /^(\d+ )+$/);
    const numbers = draft.trim().split(' ').map(Number);
    assert.deepEqual(numbers, numbers.map((_, i) => i), 'each word once');
  }
});

test('a run that failed is an error', { skip: !scripted }, async () => {
  const id = await start(broken);
  await until(async () => (await run(id)).status === 'failed');

  await assert.rejects(read(await open(id)), /model call failed/);
});
