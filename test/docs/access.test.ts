import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { codeBlocksOf, readPage } from '../support/markdown.ts';
import { createTestProject, issueKey } from '../support/issued-keys.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';

const canRun = process.platform !== 'win32' && spawnSync('curl', ['--version']).status === 0;

test.skipIf(!canRun)('the commands of docs/access.md give the answers that are printed', async () => {
  const app = await startTestApp();
  const address = (await app.app.listen()).url;
  await createTestProject(app, 'acme');
  const { secret } = await issueKey(app, { agentIds: ['researcher'] });
  const blocks = codeBlocksOf(readPage('docs/access.md'));
  const commands = blocks.flatMap(({ code }, index) => (code.startsWith('curl ') ? [index] : []));
  expect(commands).toHaveLength(2);
  for (const index of commands) {
    const code = (blocks[index]?.code ?? '').replaceAll('http://127.0.0.1:4000', address);
    const { stdout } = await run(code, { TOLLGATE_KEY: secret, TOLLGATE_ADMIN_KEY: ADMIN_KEY });
    expect(JSON.parse(stdout), code).toEqual(JSON.parse(blocks[index + 1]?.code ?? ''));
  }
  await app.close();
});

test('the limits in docs/access.md are told as they are printed, in headers and in the answer', async () => {
  const app = await startTestApp();
  const blocks = codeBlocksOf(readPage('docs/access.md'));
  const at = blocks.findIndex(({ language }) => language === 'http');
  const { headers } = await issueKey(app, { limits: { requestsPerMinute: 60 } });
  const answer = await app.app.fetch(
    new Request('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: 'mutation { complete(input: { prompt: "Hello" }) { __typename } }' }),
    }),
  );
  const told = [...answer.headers].filter(([name]) => name.startsWith('x-ratelimit-'));
  const printed = (blocks[at]?.code ?? '').trim().split('\n');
  expect(told.map(([name, value]) => `${name}: ${value}`)).toEqual(printed);
  const { extensions } = (await answer.json()) as { extensions: unknown };
  expect(extensions).toEqual(JSON.parse(blocks[at + 1]?.code ?? ''));
  await app.close();
});

/** Not spawnSync: the server that it asks is in this process. */
async function run(code: string, env: Record<string, string>): Promise<{ stdout: string }> {
  return promisify(execFile)('bash', ['-c', code], { env: { PATH: process.env['PATH'], ...env } });
}
