import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, streamText } from 'ai';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baseURL, broken, cancelled, endless, hone, newest, newestId, question, run, scripted } from './hone.mjs';

const provider = createOpenAICompatible({ name: 'hone', baseURL, includeUsage: true });

const asked = (prompt = question) => ({
  model: provider('default'),
  prompt,
  maxRetries: 0,
  providerOptions: { hone: { hone } },
});

test('a whole answer', async () => {
  const answer = await generateText(asked());

  const told = await run(answer.response.id.slice(9));
  assert.equal(answer.text, told.content);
  assert.equal(told.settings.max_iterations, 1);
  assert.ok(answer.reasoningText.includes(told.candidates[0].content));
  assert.equal(answer.usage.totalTokens, told.usage.total_tokens);
  assert.equal(answer.finishReason, 'stop');
});

test('a stream', async () => {
  const answer = streamText(asked());
  let text = '';
  let reasoning = '';
  for await (const part of answer.fullStream) {
    assert.notEqual(part.type, 'error', part.error);
    text += part.type === 'text-delta' ? part.text : '';
    reasoning += part.type === 'reasoning-delta' ? part.text : '';
  }

  const told = await run((await answer.response).id.slice(9));
  assert.equal(text, told.content);
  assert.ok(reasoning.includes(told.candidates[0].content));
  assert.equal((await answer.usage).totalTokens, told.usage.total_tokens);
});

test('aborting a stream cancels the run', async () => {
  const before = await newestId();
  const controller = new AbortController();
  const answer = streamText({ ...asked(endless), abortSignal: controller.signal });
  for await (const part of answer.fullStream) {
    if (part.type === 'reasoning-delta') {
      controller.abort();
    }
  }

  assert.ok((await cancelled((await newest(before)).id)) < 1000);
});

test('aborting a whole answer cancels the run', async () => {
  const before = await newestId();
  const controller = new AbortController();
  const answer = generateText({ ...asked(endless), abortSignal: controller.signal });
  const { id } = await newest(before);

  controller.abort();

  await assert.rejects(answer, { name: 'AbortError' });
  assert.ok((await cancelled(id)) < 1000);
});

test('what is wrong is raised with its message', async () => {
  await assert.rejects(generateText({ ...asked(), model: provider('gpt-9') }), (error) => {
    assert.ok(APICallError.isInstance(error));
    assert.equal(error.statusCode, 404);
    assert.match(error.message, /there is no such model/);
    assert.equal(error.isRetryable, false);
    return true;
  });
});

test('a model that fails in the middle is an error in the stream', { skip: !scripted }, async () => {
  const errors = [];
  const answer = streamText({ ...asked(broken), onError: ({ error }) => errors.push(error) });
  for await (const part of answer.fullStream) {
    assert.notEqual(part.type, 'text-delta');
  }

  assert.equal(errors.length, 1);
});
