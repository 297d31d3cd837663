import { fileURLToPath } from 'node:url';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expectType } from '../support/expect-type.ts';
import { createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { complete, createBudget, fullAnswer } from '../support/known-cost.ts';
import { startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

const VERIFY_FILE = fileURLToPath(new URL('../../dist/verify.js', import.meta.url));

let upstream: Upstream;
let installation: Installation;

beforeEach(async () => {
  upstream = await startUpstream(() => fullAnswer());
  installation = createInstallation();
});
afterEach(async () => {
  await installation.close();
  await upstream.close();
});

async function verify(...args: string[]) {
  const command = installation.spawn({ mainFile: VERIFY_FILE, args });
  const { code } = await command.exited;
  return { code, stdout: command.stdout, stderr: command.stderr };
}

describe('npm run verify', () => {
  test('finds nothing beside a server, and every amount that was tampered with', async () => {
    const server = await installation.start({ OPENAI_BASE_URL: upstream.url });
    await createBudget(server, 'shopper', 10);
    for (const operationId of ['one', 'two', 'three'])
      expectType(await complete(server, { agentId: 'shopper', operationId }), 'CompleteSuccess');
    expect(await verify()).toMatchObject({
      code: 0,
      stdout: '3 call(s), 1 day(s) of rollups: no difference.',
    });
    await server.stop();

    const file = new Libsql(installation.storePath);
    file.exec(
      `UPDATE calls SET prompt_nano = prompt_nano + 1, total_nano = total_nano + 1 WHERE operation_id = 'one'`,
    );
    file.exec(`UPDATE budget_periods SET spent_nano = spent_nano + 1`);
    file.close();
    const { code, stdout } = await verify();
    expect(code).toBe(1);
    expect(stdout).toContain('call one costs');
    expect(stdout).toContain('the ledger has spent');
    expect(stdout).toContain('difference(s)');
    expect(await verify('--project', 'default')).toMatchObject({ code: 1, stdout });
    expect(await verify('--project', 'elsewhere')).toMatchObject({
      code: 0,
      stdout: '0 call(s), 0 day(s) of rollups: no difference.',
    });
  });
});
