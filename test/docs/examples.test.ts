import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';
import { codeBlocksOf, documentsIn, PAGES, readPage, withoutChance } from '../support/markdown.ts';
import { startTestApp } from '../support/test-app.ts';

const schema = createSchema();

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
    const app = await startTestApp();
    const blocks = codeBlocksOf(readPage(path));
    for (const [index, { language, code }] of blocks.entries()) {
      if (language !== 'graphql' || code.trim().startsWith('subscription')) continue;
      const { body } = await app.ask(code);
      expect(body.errors, code).toBeUndefined();
      const next = blocks[index + 1];
      if (next?.language === 'json')
        expect(withoutChance(body), code).toEqual(withoutChance(JSON.parse(next.code)));
    }
    await app.close();
  });
});
