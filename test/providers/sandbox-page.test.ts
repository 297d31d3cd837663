import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDirective } from '../../src/providers/sandbox/directive.ts';
import { faultNamed } from '../../src/providers/sandbox/fault.ts';
import { SANDBOX_MODELS } from '../../src/providers/sandbox/sandbox-models.ts';
import { codeBlocksOf, codeIn, readPage, tableUnder } from '../support/markdown.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';

const page = readPage('docs/sandbox.md');

let sandbox: SandboxClient;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/** Requests of the page, each with the answer that is printed below it. */
const examples = codeBlocksOf(page).flatMap(({ language, code }, index, blocks) => {
  const [, path = '', body] = /^curl -s "\$SANDBOX(\/\S+)" --json '([^']+)'/.exec(code) ?? [];
  return language === 'bash' && body !== undefined
    ? [{ path, body, answer: blocks[index + 1]?.code ?? '' }]
    : [];
});

function withoutTime(answer: unknown): object {
  return { ...(answer as object), id: 'chatcmpl-sandbox', created: 0 };
}

describe('docs/sandbox.md', () => {
  test('has examples that give the answers that follow them', async () => {
    expect(examples).toHaveLength(2);
    for (const { path, body, answer } of examples) {
      const response = await fetch(sandbox.sandbox.url.replace(/\/v1$/, path), { method: 'POST', body });
      expect(withoutTime(await response.json())).toEqual(withoutTime(JSON.parse(answer)));
    }
  });

  test('has words that the sandbox understands, and all of them', () => {
    const words = tableUnder(page, '## How to ask')
      .flatMap(([word = '']) => codeIn(word))
      .map((word) =>
        word
          .replaceAll('\\|', '|')
          .replace(/\|.*/, '')
          .replace(/fail(@<model>)?=.*/, 'fail$1=503*2,plain'),
      );
    const written = words.map((word) => word.replace('"<text>"', '"a"').replace(/<\w+>/g, '3'));
    for (const word of written)
      expect([word, parseDirective(word)]).toEqual([word, expect.objectContaining({ ok: true })]);
    const parsed = parseDirective(written.join(' '));
    expect(parsed.ok && Object.keys(parsed.directive).sort()).toEqual([
      'args',
      'chunk',
      'delay',
      'fails',
      'hidden-reasoning',
      'json',
      'loop',
      'marker',
      'pace',
      'reasoning',
      'say',
      'tokens',
      'tool',
    ]);
  });

  test('has every fault that a model of the sandbox stands for, and no other', () => {
    const names = tableUnder(page, '## Faults').flatMap(([name = '']) => codeIn(name));
    const written = names.map((name) => name.replace('<status>', '503').replace(/<\w+>/, '3'));
    expect(written.filter((name) => faultNamed(name) === null)).toEqual([]);
    const models = SANDBOX_MODELS.map((model) => model.replace('sandbox-', '')).filter(
      (name) => !/^\d+$/.test(name),
    );
    expect(models.filter((name) => !names.includes(name))).toEqual([]);
  });

  test('has the fields of the log', async () => {
    await sandbox.ask('#sandbox marker=fields');
    const printed = codeBlocksOf(page).find(({ code }) => code.includes('req_sandbox_'))?.code ?? '';
    expect(Object.keys(JSON.parse(printed) as object)).toEqual(
      Object.keys(sandbox.sandbox.requests('fields')[0]!),
    );
  });
});
