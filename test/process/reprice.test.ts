import { fileURLToPath } from 'node:url';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSqliteStorage } from '../../src/storage/sqlite/storage.ts';
import { AUDIT_LOG, SET_MODEL_PRICE } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { createTestProject, operatorOn } from '../support/issued-keys.ts';
import { budgetOf, complete, costOfCalls, createBudget, fullAnswer } from '../support/known-cost.ts';
import type { ServerProcess } from '../support/server-process.ts';
import type { TestApp } from '../support/test-app.ts';
import { startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

const REPRICE_FILE = fileURLToPath(new URL('../../dist/reprice.js', import.meta.url));

let upstream: Upstream;
let installation: Installation;
let server: ServerProcess;

beforeEach(async () => {
  upstream = await startUpstream(() => fullAnswer());
  installation = createInstallation();
  server = await installation.start({ OPENAI_BASE_URL: upstream.url });
});
afterEach(async () => {
  await installation.close();
  await upstream.close();
});

async function reprice(...args: string[]) {
  const command = installation.spawn({ mainFile: REPRICE_FILE, args });
  const { code } = await command.exited;
  return { code, stdout: command.stdout, stderr: command.stderr };
}

/** The operator, acting on that project of the server. */
function operatorOf(projectId: string): Pick<TestApp, 'run'> {
  return {
    async run<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables) {
      const response = await fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...operatorOn(projectId) },
        body: JSON.stringify({ query: print(document), variables }),
      });
      return ((await response.json()) as { data: Data }).data;
    },
  };
}

describe('npm run reprice', () => {
  test('shows what a price that was set for the past changes, and books it only when told to', async () => {
    const budgetId = await createBudget(server, 'shopper', 10);
    for (const operationId of ['one', 'two']) {
      expectType(await complete(server, { agentId: 'shopper', operationId }), 'CompleteSuccess');
    }
    const beginning = new Date(Date.now() - 86_400_000).toISOString();
    const input = { model: 'gpt-4o', input: '5', output: '20', effectiveFrom: beginning };
    await server.run(SET_MODEL_PRICE, { input });

    const dryRun = await reprice();
    expect(dryRun.code).toBe(0);
    expect(dryRun.stdout).toContain(`one  gpt-4o  ${costOfCalls(1)} -> ${costOfCalls(2)} USD`);
    expect(dryRun.stdout).toContain(`2 call(s) would be repriced`);
    expect(await budgetOf(server, budgetId)).toMatchObject({ spent: costOfCalls(2) });

    const applied = await reprice('--apply', '--model', 'gpt-4o');
    expect(applied.stdout).toContain(`2 call(s) repriced; difference ${costOfCalls(2)} USD.`);
    expect(await budgetOf(server, budgetId)).toMatchObject({ spent: costOfCalls(4), held: '0' });
    expect((await reprice('--apply')).stdout).toContain('0 call(s) repriced; difference 0 USD.');
    expect(await budgetOf(server, budgetId)).toMatchObject({ spent: costOfCalls(4) });
    // one entry for the run that changed something, and none for those that did not
    expect((await server.run(AUDIT_LOG, { filter: { action: 'reprice' } })).auditLog.edges).toMatchObject([
      {
        node: {
          actor: { kind: 'OPERATOR', id: null },
          targetId: 'gpt-4o',
          before: { calls: 2, cost: costOfCalls(2) },
          after: { calls: 2, cost: costOfCalls(4) },
        },
      },
    ]);
  });

  test('leaves out calls that cost the same at another version of their price', async () => {
    expectType(await complete(server, { agentId: 'shopper' }), 'CompleteSuccess');
    const input = { model: 'gpt-4o', input: '2.5', output: '10', effectiveFrom: '2020-01-01T00:00:00Z' };
    await server.run(SET_MODEL_PRICE, { input });
    expect((await reprice()).stdout).toMatch(/^0 call\(s\) would be repriced/);
  });

  test('prices the calls of every project', async () => {
    const acme = operatorOf(await createTestProject(server, 'acme'));
    expectType(await complete(acme, { agentId: 'shopper', operationId: 'far' }), 'CompleteSuccess');
    const input = { model: 'gpt-4o', input: '5', output: '20', effectiveFrom: '2020-01-01T00:00:00Z' };
    await acme.run(SET_MODEL_PRICE, { input });
    expect((await reprice('--apply')).stdout).toBe(
      `acme  far  gpt-4o  ${costOfCalls(1)} -> ${costOfCalls(2)} USD\n1 call(s) repriced; difference ${costOfCalls(1)} USD.`,
    );
  });

  test('does not run beside a process of another version', async () => {
    const other = await createSqliteStorage({ path: installation.storePath, version: '9.9.9' });
    await server.stop();
    await other.checkIn({ id: 'other', version: '9.9.9' }, Date.now(), Date.now() + 60_000);
    const { code, stderr } = await reprice();
    await other.close();
    expect(code).toBe(1);
    expect(stderr).toContain('Tollgate 9.9.9 is using this database');
  });

  test('leaves out what is not asked for, and says what is wrong with a wrong flag', async () => {
    expectType(await complete(server, { agentId: 'shopper' }), 'CompleteSuccess');
    const input = { model: 'gpt-4o', input: '5', output: '20', effectiveFrom: '2020-01-01T00:00:00Z' };
    await server.run(SET_MODEL_PRICE, { input });
    expect((await reprice('--to', '2026-01-01T00:00:00Z')).stdout).toContain('0 call(s)');
    expect((await reprice('--model', 'gpt-4.1')).stdout).toContain('0 call(s)');
    const wrong = await reprice('--from', 'yesterday');
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain('--from must be an instant');
  });
});
