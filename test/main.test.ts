import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { formatHelp } from '../src/config-help.ts';
import { version } from '../src/version.ts';
import { createInstallation } from './support/installation.ts';
import type { Installation } from './support/installation.ts';

let installation: Installation;
beforeEach(() => {
  installation = createInstallation();
});
afterEach(() => installation.close());

async function run(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const started = installation.spawn({ args, env });
  const { code } = await started.exited;
  return { code, stdout: started.stdout, stderr: started.stderr };
}

async function takenPort(): Promise<string> {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  onTestFinished(() => void other.close());
  return String((other.address() as AddressInfo).port);
}

describe('the command line', () => {
  test('--help prints every variable, whatever the environment is', async () => {
    const { code, stdout, stderr } = await run(['--help'], { PORT: 'nonsense' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim()).toBe(formatHelp().trim());
  });

  test('--version prints the version', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: version, stderr: '' });
  });

  test('a wrong configuration ends it with all problems and no stack trace', async () => {
    const { code, stdout, stderr } = await run([], {
      PORT: 'x',
      MAX_RETRIES: '99',
      TOLLGATE_ADMIN_KEY: 'canary',
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.split('\n')).toEqual([
      'Tollgate cannot start:',
      '  PORT is "x". Accepted: a whole number from 0 to 65535.',
      '  TOLLGATE_ADMIN_KEY is set (6 characters). Accepted: at least 16 printable ASCII characters without spaces.',
      '  MAX_RETRIES is "99". Accepted: a whole number from 0 to 10.',
      '',
    ]);
  });

  test('an unknown flag ends it', async () => {
    const { code, stderr } = await run(['--prot', '4001']);
    expect(code).toBe(1);
    expect(stderr).toContain('Did you mean --port?');
  });
});

describe('a setting', () => {
  test('is taken from the flag before the environment, and from the environment before .env', async () => {
    const lines = [
      'PORT=from-file',
      'MAX_RETRIES=from-file',
      'HOLD_LEASE_MS=from-file',
      'SANDBOX_PORT=from-file',
    ];
    writeFileSync(join(installation.folder, '.env'), lines.join('\n'));
    const env = { PORT: 'from-environment', MAX_RETRIES: 'from-environment', SANDBOX_PORT: '' };
    const { stderr } = await run(['--port=from-flag'], env);
    expect(stderr).toContain('PORT is "from-flag"');
    expect(stderr).toContain('MAX_RETRIES is "from-environment"');
    expect(stderr).toContain('HOLD_LEASE_MS is "from-file"');
    // an empty variable is an absent one
    expect(stderr).toContain('SANDBOX_PORT is "from-file"');
  });

  test('that is secret is read from the file that its name with _FILE at the end gives', async () => {
    const path = join(installation.folder, 'admin-key');
    writeFileSync(path, 'a-key-from-a-file-0123456789\n');
    const env = { TOLLGATE_ADMIN_KEY: '', TOLLGATE_ADMIN_KEY_FILE: path };
    const server = await installation.start(env, 'a-key-from-a-file-0123456789');
    expect(await server.ask('{ me { isOperator } }')).toEqual({ data: { me: { isOperator: true } } });
  });

  test('cannot be in a file that is not there, is empty, or stands beside the variable itself', async () => {
    const path = join(installation.folder, 'secret');
    writeFileSync(path, ' \n');
    const { code, stderr } = await run([], {
      OPENAI_API_KEY_FILE: join(installation.folder, 'nothing'),
      JWT_SECRET_FILE: path,
      TOLLGATE_ADMIN_KEY_FILE: path,
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/OPENAI_API_KEY_FILE is ".*nothing", which cannot be read \(ENOENT\)/);
    expect(stderr).toMatch(/JWT_SECRET_FILE is ".*secret", which is empty/);
    expect(stderr).toContain('TOLLGATE_ADMIN_KEY and TOLLGATE_ADMIN_KEY_FILE are both set.');
  });
});

describe('a start that fails', () => {
  test('says which port is taken and what to do', async () => {
    const port = await takenPort();
    const { code, stderr } = await run([], { PORT: port });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `Port ${port} on 127.0.0.1 is already in use. Stop the other program or set PORT.\n`,
    });
  });

  test('says the same of the sandbox', async () => {
    const port = await takenPort();
    const { code, stderr } = await run([], { SANDBOX_PORT: port });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `Port ${port} on 127.0.0.1 is already in use. Stop the other program or set SANDBOX_PORT.\n`,
    });
  });

  test('says that the address is not one of this machine', async () => {
    // TEST-NET-1 (RFC 5737): nobody has it
    const { code, stderr } = await run([], { HOST: '192.0.2.1' });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: '192.0.2.1 is not an address of this machine. Set HOST.\n',
    });
  });

  test('says what is wrong with the store', async () => {
    const path = join(installation.folder, 'broken.db');
    writeFileSync(path, 'this is no database, but long enough to be taken for one'.repeat(100));
    const { code, stderr } = await run([], { STORE_URL: `sqlite:${path}` });
    expect(code).toBe(1);
    expect(stderr).toContain('broken.db');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

test('the first start makes a key and shows it once; only its hash is kept', async () => {
  const first = await installation.start({ TOLLGATE_ADMIN_KEY: undefined }, 'none');
  // standard error may be read a moment after the line on standard output that says that it listens
  const key = await vi.waitUntil(() => /"Authorization: Bearer (tg_[\w-]{43})"/.exec(first.stderr)?.[1], {
    timeout: 10_000,
  });
  const ask = (authorization: string) =>
    fetch(first.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: '{"query":"{ budgets { edges { node { id } } } }"}',
    });
  expect((await ask(`Bearer ${key}`)).status).toBe(200);
  expect((await ask('Bearer none')).status).toBe(401);
  expect(first.stdout).not.toContain(key);
  await first.stop();

  const second = await installation.start({ TOLLGATE_ADMIN_KEY: undefined }, key);
  expect(await second.ask('{ budgets { edges { node { id } } } }')).toMatchObject({
    data: { budgets: { edges: [] } },
  });
  expect(second.stderr).toBe('');
});
