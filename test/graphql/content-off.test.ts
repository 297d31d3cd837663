import Libsql from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteStorage } from '../../src/storage/sqlite/storage.ts';
import { version } from '../../src/version.ts';
import { STREAM_COMPLETION } from '../support/call-documents.ts';
import { subscribe } from '../support/subscription.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import { chatAnswer, startUpstream } from '../support/upstream.ts';

const ASKED = 'canary-of-the-prompt';
const ANSWERED = 'canary-of-the-answer';
const TOLD = 'canary-of-the-providers-words';
const DAY = 86_400_000;

/** Everything that the file says, by table. */
function textOf(path: string): Map<string, string> {
  const file = new Libsql(path, { readonly: true, timeout: 10_000 });
  const tables = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as {
    name: string;
  }[];
  const texts = tables.map(({ name }): [string, string] => [
    name,
    JSON.stringify(file.prepare(`SELECT * FROM ${name}`).all()),
  ]);
  file.close();
  return new Map(texts);
}

function tablesWith(texts: Map<string, string>, canary: string): string[] {
  return [...texts].flatMap(([table, text]) => (text.includes(canary) ? [table] : []));
}

test('with STORE_CONTENT=redacted a repeat gets an answer as it was, and an error once something was cut out of it', async () => {
  const upstream = await startUpstream((_, index) =>
    chatAnswer(8, 100, index === 0 ? 'Ask ann@example.com.' : 'Ask nobody.'),
  );
  const app = await startTestApp({
    STORE_CONTENT: 'redacted',
    OPENAI_BASE_URL: upstream.url,
    OPENAI_API_KEY: 'sk-test',
  });
  onTestFinished(async () => {
    await app.close();
    await upstream.close();
  });
  const url = `${(await app.app.listen()).url}/graphql`;
  const complete = async (operationId: string) => {
    const { body } = await app.ask(
      `mutation { complete(input: { prompt: "Who knows?", operationId: "${operationId}" }) {
        __typename ... on CompleteSuccess { text } ... on Error { code message } } }`,
    );
    return (body.data as { complete: object }).complete;
  };
  for (const repeat of [1, 2]) {
    expect(await complete('private'), `${repeat}`).toMatchObject({ text: 'Ask ann@example.com.' });
    expect(await complete('harmless'), `${repeat}`).toMatchObject({ text: 'Ask nobody.' });
  }
  const storage = await createSqliteStorage({ path: app.storePath, version });
  const now = Date.now() + 2 * DAY;
  await storage.contents.sweep({ now, reduceBefore: now - DAY, removeBefore: now - 30 * DAY, limit: 10 });
  await storage.close();

  expect(await complete('harmless')).toMatchObject({ text: 'Ask nobody.' });
  expect(await complete('private')).toMatchObject({
    code: 'ANSWER_REMOVED',
    message: expect.stringContaining('personal data were cut out') as string,
  });
  const stream = subscribe('graphql-ws', url, ADMIN_KEY, STREAM_COMPLETION, {
    input: { prompt: 'Who knows?', operationId: 'private' },
  });
  expect((await stream.take(1)).map(({ streamCompletion }) => streamCompletion.__typename)).toEqual([
    'AnswerRemovedError',
  ]);
  await stream.close();
  const { body } = await app.ask('{ call(operationId: "private") { status text } }');
  expect(body.data).toEqual({ call: { status: 'COMPLETED', text: 'Ask [email].' } });
});

test('with STORE_CONTENT=off nothing is stored of prompts and of what providers say, and after a day nothing of answers', async () => {
  const upstream = await startUpstream((_, index) =>
    index === 0
      ? chatAnswer(8, 100, ANSWERED)
      : {
          status: 400,
          body: { error: { message: `Invalid: ${TOLD}`, type: 'invalid_request_error', code: null } },
        },
  );
  const app = await startTestApp({
    STORE_CONTENT: 'off',
    OPENAI_BASE_URL: upstream.url,
    OPENAI_API_KEY: 'sk-test',
    MAX_RETRIES: '0',
  });
  onTestFinished(async () => {
    await app.close();
    await upstream.close();
  });
  const complete = async (operationId: string) => {
    const { body } = await app.ask(
      `mutation { complete(input: { prompt: "${ASKED}", operationId: "${operationId}" }) {
        __typename ... on CompleteSuccess { text } ... on ProviderError { call { error { providerDetail } } } ... on Error { code } } }`,
    );
    return (body.data as { complete: object }).complete;
  };
  await app.ask(
    `mutation { createWebhook(input: { url: "https://example.com/hook", description: "All events" }) { __typename } }`,
  );
  expect(await complete('answered')).toMatchObject({ text: ANSWERED });
  // who has asked is told all of it
  expect(await complete('refused')).toMatchObject({
    call: { error: { providerDetail: expect.stringContaining(TOLD) as string } },
  });
  // a repeat within the day
  expect(await complete('answered')).toMatchObject({ text: ANSWERED });

  const texts = textOf(app.storePath);
  expect(tablesWith(texts, ASKED)).toEqual([]);
  expect(tablesWith(texts, TOLD)).toEqual([]);
  expect(tablesWith(texts, ANSWERED)).toEqual(['calls']);

  const storage = await createSqliteStorage({ path: app.storePath, version });
  const now = Date.now() + 2 * DAY;
  await storage.contents.sweep({
    now,
    reduceBefore: now - DAY,
    removeBefore: now - 30 * DAY,
    limit: 10,
  });
  await storage.close();
  expect(tablesWith(textOf(app.storePath), ANSWERED)).toEqual([]);
  expect(await complete('answered')).toMatchObject({ code: 'ANSWER_REMOVED' });
  expect(upstream.requests).toHaveLength(2);
});
