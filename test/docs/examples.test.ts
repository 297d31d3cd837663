import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { codeBlocksOf, documentsIn, PAGES, readPage, withoutChance } from '../support/markdown.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

const schema = createSchema();

/** What a subscription that ends gives, over SSE. */
async function eventsOf({ app }: TestApp, query: string): Promise<unknown[]> {
  const response = await app.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${ADMIN_KEY}`,
      },
      body: JSON.stringify({ query }),
    }),
  );
  const lines = (await response.text()).matchAll(/^data: (\{.*)$/gm);
  return [...lines].map(([, line = '']) => (JSON.parse(line) as { data?: unknown }).data);
}

describe.each(PAGES)('%s', (path) => {
  test('every GraphQL document in it fits the schema', () => {
    const problems = codeBlocksOf(readPage(path))
      .flatMap(documentsIn)
      .flatMap((document) =>
        validate(schema, parse(document)).map(({ message }) => `${message}\n${document}`),
      );
    expect(problems).toEqual([]);
  });
});

describe.each(
  PAGES.filter((path) => codeBlocksOf(readPage(path)).some(({ language }) => language === 'graphql')),
)('%s', (path) => {
  test('its queries and mutations give the answers that follow them', async () => {
    const app = await startTestApp({ SECRETS_KEY: '5a'.repeat(32) });
    const blocks = codeBlocksOf(readPage(path));
    for (const [index, { language, code }] of blocks.entries()) {
      if (language !== 'graphql') continue;
      const next = blocks[index + 1];
      if (code.trim().startsWith('subscription')) {
        // the others never end
        if (next?.language !== 'json' || !/\bstream(Completion|Chat)\b/.test(code)) continue;
        expect(withoutChance(await eventsOf(app, code)), code).toEqual(withoutChance(JSON.parse(next.code)));
        continue;
      }
      const { body } = await app.ask(code);
      expect(body.errors, code).toBeUndefined();
      if (next?.language === 'json')
        expect(withoutChance(body), code).toEqual(withoutChance(JSON.parse(next.code)));
    }
    await app.close();
  });
});
