import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { ask, baseURL, broken, cancelled, endless, newest, newestId, run, scripted } from './hone.mjs';

const client = new OpenAI({ baseURL, apiKey: 'any', maxRetries: 0 });

test('a whole answer', async () => {
  const { data, response } = await client.chat.completions.create(ask()).withResponse();

  const told = await run(response.headers.get('Hone-Run'));
  assert.equal(data.id, `chatcmpl-${told.id}`);
  assert.equal(data.choices[0].message.content, told.content);
  assert.equal(data.choices[0].finish_reason, 'stop');
  assert.equal(data.usage.total_tokens, told.usage.total_tokens);
  assert.equal(data.hone.best, told.best);
  assert.equal(data.hone.stop_reason, told.stop_reason);
  for (const { content } of told.candidates) {
    assert.ok(data.choices[0].message.reasoning_content.includes(content));
  }
});

test('a stream', async () => {
  const { data: stream, response } = await client.chat.completions
    .create({ ...ask(), stream: true, stream_options: { include_usage: true } })
    .withResponse();
  const chunks = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }

  const told = await run(response.headers.get('Hone-Run'));
  const text = (field) => chunks.map((chunk) => chunk.choices[0]?.delta[field] ?? '').join('');
  assert.equal(text('content'), told.content);
  assert.ok(text('reasoning_content').includes(told.candidates[0].content));
  assert.equal(chunks.at(-1).usage.total_tokens, told.usage.total_tokens);
  assert.equal(chunks.at(-2).choices[0].finish_reason, 'stop');
});

test('its stream helper', async () => {
  const runner = client.chat.completions.stream(ask());

  const answer = await runner.finalChatCompletion();

  assert.equal(answer.choices[0].message.content, (await run(answer.id.slice(9))).content);
});

test('leaving a stream cancels the run', async () => {
  const { data: stream, response } = await client.chat.completions
    .create({ ...ask(endless), stream: true })
    .withResponse();
  for await (const chunk of stream) {
    if (chunk.choices[0].delta.reasoning_content) {
      break;
    }
  }

  assert.ok((await cancelled(response.headers.get('Hone-Run'))) < 1000);
});

test('aborting a whole answer cancels the run', async () => {
  const before = await newestId();
  const controller = new AbortController();
  const answer = client.chat.completions.create(ask(endless), { signal: controller.signal });
  const { id } = await newest(before);

  controller.abort();

  await assert.rejects(answer, OpenAI.APIUserAbortError);
  assert.ok((await cancelled(id)) < 1000);
});

test('what is wrong is raised as its own class', async () => {
  await assert.rejects(client.chat.completions.create({ ...ask(), model: 'gpt-9' }), (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.equal(error.code, 'model_not_found');
    assert.equal(error.param, 'model');
    return true;
  });
  await assert.rejects(client.chat.completions.create({ ...ask(), n: 2 }), (error) => {
    assert.ok(error instanceof OpenAI.BadRequestError);
    assert.equal(error.param, 'n');
    assert.equal(error.type, 'invalid_request_error');
    return true;
  });
});

test('a model that fails in the middle is raised in the stream', { skip: !scripted }, async () => {
  const stream = await client.chat.completions.create({ ...ask(broken), stream: true });

  await assert.rejects(
    async () => {
      for await (const chunk of stream) assert.ok(chunk.id);
    },
    (error) => {
      assert.ok(error instanceof OpenAI.APIError);
      assert.equal(error.code, 'model_failed');
      return true;
    },
  );
});

test('the models', async () => {
  const names = [];
  for await (const model of client.models.list()) {
    names.push(model.id);
  }

  assert.equal(names[0], 'default');
  assert.equal((await client.models.retrieve('default')).id, 'default');
  await assert.rejects(client.models.retrieve('gpt-9'), OpenAI.NotFoundError);
});
