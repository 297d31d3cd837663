import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_KEY, createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';

const DEMO_FILE = fileURLToPath(new URL('../../demo/main.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

let installation: Installation;
let url: string;
beforeAll(async () => {
  installation = createInstallation();
  ({ url } = await installation.start());
});
afterAll(() => installation.close());

/** Runs the demo in a folder without a `.env`, with its output in a pipe. */
async function runDemo(args: readonly string[], env: Record<string, string> = {}) {
  const demo = spawn(process.execPath, ['--import', TSX, DEMO_FILE, ...args], {
    cwd: installation.folder,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  demo.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  demo.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    demo.once('error', reject);
    demo.once('close', resolve);
  });
  return { code, stdout, stderr, lines: stdout.split('\n') };
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('npm run demo', () => {
  test('shows completions, live events, a warning, a refusal and the costs, twice on one store', async () => {
    for (const args of [
      ['--url', url, '--key', ADMIN_KEY],
      ['--url', url],
    ]) {
      const { code, stdout, stderr, lines } = await runDemo(args, { TOLLGATE_ADMIN_KEY: ADMIN_KEY });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const agent of ['researcher', 'writer']) {
        const told = (what: string): string[] =>
          lines.filter((line) => new RegExp(`^\\S+ +${agent} +${what} `).test(line));
        expect(told('answer').length).toBeGreaterThan(0);
        expect(told('started')).toHaveLength(told('answer').length);
        expect(told('completed')).toHaveLength(told('answer').length);
        expect(told('WARNING')).toHaveLength(1);
        expect(told('EXCEEDED').length).toBeGreaterThan(0);
        expect(told('refused')).toEqual([expect.stringContaining('BudgetExceededError: The budget')]);
        expect(
          lines.filter((line) =>
            new RegExp(`^${agent}-\\w+ +\\d+ +\\d+ +0\\.\\d+ +0\\.\\d+ +\\d`).test(line),
          ),
        ).toHaveLength(1);
      }
      const used = lines.flatMap((line) => /^\S+ +editor +\S+.*version (\d): /.exec(line)?.[1] ?? []);
      expect(used).toEqual(['1', '2', '1']);
      expect(stdout).toMatch(/add up to what the budgets have spent, to the last nano-dollar: 0\.\d+ USD/);
      expect(lines.at(-2)).toMatch(/^Demo complete/);
      // no terminal, no colours
      expect(stdout).not.toContain('\u001b');
    }
  });

  test('without a key it says how to give one', async () => {
    const { code, stdout, stderr } = await runDemo(['--url', url]);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/asks for its admin key/);
    expect(stderr).toMatch(/npm run demo -- --key/);
    expect(stderr).toMatch(/TOLLGATE_ADMIN_KEY=.* in the file \.env/);
  });

  test('a wrong key is told by where it came from, and not shown', async () => {
    const { code, stderr } = await runDemo(['--url', url], { TOLLGATE_ADMIN_KEY: 'a-key-of-another-server' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/does not accept the key that came from TOLLGATE_ADMIN_KEY of the environment/);
    expect(stderr).not.toContain('a-key-of-another-server');
  });

  test('without a server it says how to start one', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const { code, stderr } = await runDemo([], { TOLLGATE_URL: nobody });
    expect(code).toBe(1);
    expect(stderr).toContain(`No server answers at ${nobody} (ECONNREFUSED)`);
    expect(stderr).toMatch(/^ {2}npm start$/m);
  });

  test('a failing provider ends it with the reason', async () => {
    const { code, stderr } = await runDemo(['--url', url, '--key', ADMIN_KEY, '--model', 'sandbox-401']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/A call of the scout failed: The model provider did not accept the API key/);
  });

  test('a flag that it does not know gets the list of those that it does', async () => {
    const { code, stderr } = await runDemo(['--adress', url]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/--adress[\s\S]*Usage: npm run demo/);
  });
});
