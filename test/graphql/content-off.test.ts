import Libsql from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { ANSWER_KEPT_MS } from '../../src/domain/content/content.ts';
import { createSqliteStorage } from '../../src/storage/sqlite/storage.ts';
import { version } from '../../src/version.ts';
import { startTestApp } from '../support/test-app.ts';
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
    reduceBefore: now - ANSWER_KEPT_MS,
    removeBefore: now - 30 * DAY,
    limit: 10,
  });
  await storage.close();
  expect(tablesWith(textOf(app.storePath), ANSWERED)).toEqual([]);
  expect(await complete('answered')).toMatchObject({ code: 'ANSWER_REMOVED' });
  expect(upstream.requests).toHaveLength(2);
});
