import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { variableNames, variables } from '../../src/config.ts';
import { createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { complete, createBudget } from '../support/known-cost.ts';
import type { TollgateProcess } from '../support/server-process.ts';

const PAGE_BYTES = 4096;
const KEY_LIMIT = { timeout: 10_000 };

let installation: Installation;
beforeEach(() => {
  installation = createInstallation();
});
afterEach(() => installation.close());

/** What a process that refuses to start tells the person who started it. */
async function refusalOf(refused: TollgateProcess): Promise<string> {
  expect(await refused.exited).toEqual({ code: 1, signal: null });
  expect(refused.stderr).not.toMatch(/^ +at /m);
  expect(refused.stdout).not.toContain('listens');
  return refused.stderr;
}

/** A port on which another program listens until the test ends. */
async function takePort(): Promise<string> {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  return String((other.address() as AddressInfo).port);
}

describe('npm start', { timeout: 120_000 }, () => {
  test('--help prints every variable with its default', async () => {
    const helped = installation.spawn({ args: ['--help'], env: { PORT: 'nonsense' } });
    expect(await helped.exited).toEqual({ code: 0, signal: null });
    expect(helped.stderr).toBe('');
    for (const name of variableNames) {
      const [, entry = ''] = helped.stdout.split(`\n  ${name}  (--`);
      expect(entry.split(/\n {2}\S/)[0], name).toContain(`Default: ${variables[name].default ?? 'none'}.`);
    }
  });

  test('a wrong environment is refused with all of its problems at once', async () => {
    const env = {
      PORT: '70000',
      HOLD_LEASE_MS: 'soon',
      LOG_LEVEL: 'loud',
      STORE_URL: 'postgres://localhost/tollgate',
      OPENAI_BASE_URL: 'api.example.com',
      TOLLGATE_ADMIN_KEY: 'canary in it',
    };
    const message = await refusalOf(installation.spawn({ env }));
    for (const name of Object.keys(env)) expect(message).toContain(name);
    expect(message).toContain('"70000"');
    expect(message).toContain('a whole number from 0 to 65535');
    expect(message).not.toContain('canary');
  });

  test('an open server on all addresses is refused', async () => {
    const env = { TOLLGATE_OPEN: 'true', HOST: '0.0.0.0' };
    expect(await refusalOf(installation.spawn({ env }))).toMatch(
      /TOLLGATE_OPEN is true while HOST is "0\.0\.0\.0"/,
    );
  });

  test('a taken port is named', async () => {
    const port = await takePort();
    const message = await refusalOf(installation.spawn({ env: { PORT: port } }));
    expect(message).toContain(
      `Port ${port} on 127.0.0.1 is already in use. Stop the other program or set PORT.`,
    );
  });
});

describe('the admin key', { timeout: 120_000 }, () => {
  test('is made and shown at the first start only, opens the server, and is kept nowhere', async () => {
    const env = { TOLLGATE_ADMIN_KEY: undefined, LOG_LEVEL: 'trace' };
    const first = await installation.start(env, 'not the key');
    expect((await first.ask('{ budgets { edges { cursor } } }')).errors?.[0]?.extensions?.['code']).toBe(
      'UNAUTHENTICATED',
    );
    // printed right after the line that says it listens
    await expect.poll(() => first.stderr, KEY_LIMIT).toContain('\n\nSend it as');
    const [key = 'none', ...others] = new Set(first.stderr.match(/tg_[\w-]{20,}/g));
    expect(others).toEqual([]);
    await first.stop();

    const second = await installation.start(env, key);
    expect((await second.ask('{ budgets { edges { cursor } } }')).data).toEqual({ budgets: { edges: [] } });
    for (const name of readdirSync(installation.folder)) {
      expect(readFileSync(join(installation.folder, name)).includes(key), name).toBe(false);
    }
    await second.stop();
    expect(second.stderr).toBe('');
    expect(`${first.stdout}\n${second.stdout}`).not.toContain(key);
  });
});

describe('a first start that fails', { timeout: 120_000 }, () => {
  test('does not lose the admin key that it made', async () => {
    const env = { TOLLGATE_ADMIN_KEY: undefined };
    const failed = installation.spawn({ env: { ...env, PORT: await takePort() } });
    await refusalOf(failed);
    const server = await installation.start(env);
    await expect.poll(() => failed.stderr + server.stderr, KEY_LIMIT).toMatch(/tg_[\w-]{20,}/);
  });
});

describe('a store file that cannot be used', { timeout: 120_000 }, () => {
  test('that is no database is refused with what to do', async () => {
    writeFileSync(installation.storePath, 'These are my notes.\n'.repeat(500));
    const message = await refusalOf(installation.spawn());
    expect(message).toContain(
      `The database ${installation.storePath} cannot be used: it is not an SQLite database.`,
    );
    expect(message).toContain('Restore it from a backup');
    expect(readFileSync(installation.storePath, 'utf8')).toMatch(/^These are my notes/);
  });

  test('that is damaged is refused with what to do', async () => {
    const server = await installation.start();
    await createBudget(server, 'someone', 10);
    await complete(server, { agentId: 'someone' });
    await server.stop();
    damage(installation.storePath);

    const message = await refusalOf(installation.spawn());
    expect(message).toContain(`The database ${installation.storePath} cannot be used: it is damaged`);
    expect(message).toContain('Restore it from a backup');
  });
});

/** Overwrites every page after the first, which says that it is a database of Tollgate. */
function damage(path: string): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(statSync(path).size - PAGE_BYTES, 0xa5), 0, null, PAGE_BYTES);
  closeSync(file);
}
