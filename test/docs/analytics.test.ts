import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { codeBlocksOf, readPage, withoutChance } from '../support/markdown.ts';
import { issueKey } from '../support/issued-keys.ts';
import { startTestApp } from '../support/test-app.ts';

const canRun = process.platform !== 'win32' && spawnSync('curl', ['--version']).status === 0;

test.skipIf(!canRun)('the exports of docs/analytics.md give the lines that are printed', async () => {
  const app = await startTestApp();
  const address = (await app.app.listen()).url;
  const { secret } = await issueKey(app, { role: 'VIEWER' });
  const blocks = codeBlocksOf(readPage('docs/analytics.md'));
  // the calls that the page begins with
  await app.ask(blocks[0]?.code ?? '');
  const commands = blocks.flatMap(({ code }, index) => (code.startsWith('curl ') ? [index] : []));
  expect(commands).toHaveLength(2);
  for (const index of commands) {
    const code = (blocks[index]?.code ?? '').replaceAll('http://127.0.0.1:4000', address);
    // not spawnSync: the server that it asks is in this process
    const { stdout } = await promisify(execFile)('bash', ['-c', `set -o pipefail; ${code}`], {
      env: { PATH: process.env['PATH'], TOLLGATE_KEY: secret },
    });
    const printed = blocks[index + 1];
    if (printed?.language === 'csv') expect(stdout, code).toBe(printed.code);
    else
      expect(withoutChance(JSON.parse(stdout)), code).toEqual(withoutChance(JSON.parse(printed?.code ?? '')));
  }
  await app.close();
});
