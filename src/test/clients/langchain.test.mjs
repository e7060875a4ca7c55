import { ChatOpenAI } from '@langchain/openai';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseURL, broken, cancelled, endless, hone, newest, newestId, question, run, scripted } from './hone.mjs';

const chat = (fields = {}) =>
  new ChatOpenAI({
    model: 'default',
    apiKey: 'any',
    maxRetries: 0,
    configuration: { baseURL },
    modelKwargs: { hone },
    ...fields,
  });

test('a whole answer', async () => {
  const answer = await chat().invoke(question);

  const told = await run(answer.id.slice(9));
  assert.equal(answer.content, told.content);
  assert.equal(answer.usage_metadata.total_tokens, told.usage.total_tokens);
  assert.ok(answer.additional_kwargs.reasoning_content.includes(told.candidates[0].content));
});

test('a stream', async () => {
  let whole;
  for await (const chunk of await chat().stream(question)) {
    whole = whole ? whole.concat(chunk) : chunk;
  }

  const told = await run(whole.id.slice(9));
  assert.equal(whole.content, told.content);
  assert.equal(whole.usage_metadata.total_tokens, told.usage.total_tokens);
  assert.ok(whole.additional_kwargs.reasoning_content.includes(told.candidates[0].content));
});

test('aborting a stream cancels the run', async () => {
  const before = await newestId();
  const controller = new AbortController();
  const stream = await chat().stream(endless, { signal: controller.signal });
  await assert.rejects(async () => {
    for await (const chunk of stream) {
      if (chunk.additional_kwargs.reasoning_content) {
        controller.abort();
      }
    }
  });

  assert.ok((await cancelled((await newest(before)).id)) < 1000);
});

test('aborting a whole answer cancels the run', async () => {
  const before = await newestId();
  const controller = new AbortController();
  const answer = chat().invoke(endless, { signal: controller.signal });
  const { id } = await newest(before);

  controller.abort();

  await assert.rejects(answer);
  assert.ok((await cancelled(id)) < 1000);
});

test('what is wrong is raised', async () => {
  await assert.rejects(chat({ model: 'gpt-9' }).invoke(question), (error) => {
    assert.equal(error.status, 404);
    assert.equal(error.code, 'model_not_found');
    return true;
  });
  await assert.rejects(chat({ n: 2 }).invoke(question), { status: 400 });
});

test('a model that fails in the middle is raised in the stream', { skip: !scripted }, async () => {
  await assert.rejects(
    async () => {
      for await (const chunk of await chat().stream(broken)) assert.equal(chunk.content, '');
    },
    { code: 'model_failed' },
  );
});
