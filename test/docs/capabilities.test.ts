import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { printType } from 'graphql';
import { expect, onTestFinished, test } from 'vitest';
import type { Capability } from '../../src/domain/capability/capability.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { codeBlocksOf, readPage } from '../support/markdown.ts';
import { startTestApp } from '../support/test-app.ts';

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const blocks = codeBlocksOf(readPage('docs/capabilities.md'));

/** The module of the page, in a folder of its own beside the packages: what it imports is where it would be in src/domain/capability. */
function writeExample(): string {
  const code = blocks.find(({ language }) => language === 'ts')?.code ?? '';
  const folder = mkdtempSync(pathOf('.capability-example-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'summary.ts');
  writeFileSync(
    file,
    code
      .replaceAll(/'\.\.\/(.*)'/g, "'../src/domain/$1'")
      .replaceAll(/'\.\/(.*)'/g, "'../src/domain/capability/$1'"),
  );
  return file;
}

/** What the compiler has to say of the file, by the rules of the project. */
async function complaintsOf(file: string): Promise<string> {
  const config = join(dirname(file), 'tsconfig.json');
  const compilerOptions = { noEmit: true, incremental: false, typeRoots: [pathOf('node_modules/@types')] };
  writeFileSync(
    config,
    JSON.stringify({ extends: pathOf('tsconfig.json'), compilerOptions, files: [file], include: [] }),
  );
  const tsc = promisify(execFile)(process.execPath, [
    pathOf('node_modules/typescript/bin/tsc'),
    '-p',
    config,
  ]);
  return tsc.then(
    ({ stdout }) => stdout,
    (error: unknown) => (error as { stdout: string }).stdout,
  );
}

test('the capability of docs/capabilities.md compiles, and is a mutation once it is in the list', async () => {
  const file = writeExample();
  expect(await complaintsOf(file)).toBe('');
  const { summary } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { summary: Capability };
  const schema = createSchema([summary]);
  const printed = blocks.find(({ language }) => language === 'graphqls')?.code ?? '';
  const withoutDescriptions = printType(schema.getType('SummariseSuccess')!).replaceAll(
    /^ *""".*"""\n|^\n/gm,
    '',
  );
  expect(withoutDescriptions.trim()).toBe(printed.replaceAll(/^ {3}/gm, '').trim());

  const app = await startTestApp({}, { capabilities: [summary] });
  onTestFinished(() => app.close());
  const ask = async (input: object) =>
    (
      await app.ask(
        `mutation($input: SummariseInput!) { summarise(input: $input) {
          __typename
          ... on SummariseSuccess { summary call { capabilityType text } cost { total } }
          ... on ValidationError { fields { path } }
        } }`,
        { input },
      )
    ).body.data;
  const { summarise } = (await ask({ text: 'A long text', sentences: 2 })) as {
    summarise: { summary: string; call: { text: string } };
  };
  expect(summarise).toMatchObject({ __typename: 'SummariseSuccess', call: { capabilityType: 'summary' } });
  expect(summarise.summary).toBe(summarise.call.text);
  expect(await ask({ text: '', sentences: 21 })).toMatchObject({
    summarise: { __typename: 'ValidationError', fields: [{ path: 'text' }, { path: 'sentences' }] },
  });
});
