import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeCursor } from '../../src/lib/page.ts';
import { createSqliteStorage } from '../../src/storage/sqlite/storage.ts';
import { version } from '../../src/version.ts';
import { completion, dispatchOf, newCall } from '../support/call-fixture.ts';
import { MODEL_CALL_EVENTS } from '../support/documents.ts';
import { createTestProject, issueKey } from '../support/issued-keys.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

const PROJECTS = ['acme', 'globex'] as const;
/** Each call starts and completes: two events. */
const CALLS_EACH = 2_500;
const EVENTS_EACH = 2 * CALLS_EACH;
/** Before the first event of a store. */
const START = encodeCursor([0]);

let app: TestApp;
let url: string;
const secrets = new Map<string, string>();

beforeAll(async () => {
  app = await startTestApp();
  url = `${(await app.app.listen()).url}/graphql`;
  for (const project of PROJECTS) {
    await createTestProject(app, project);
    secrets.set(project, (await issueKey(app, { role: 'VIEWER' }, project)).secret);
  }
});
afterAll(() => app.close());

/** What another process on the store does: calls of both projects, one after the other and many at once. */
async function makeCalls(): Promise<void> {
  const storage = await createSqliteStorage({ path: app.storePath, version });
  const calls = Array.from({ length: CALLS_EACH }, (_, index) =>
    PROJECTS.map((project) =>
      newCall(project, { agentId: `${project}-${index % 7}`, startedAt: Date.now() }),
    ),
  ).flat();
  for (let start = 0; start < calls.length; start += 500) {
    await Promise.all(
      calls.slice(start, start + 500).map(async (call) => {
        await storage.calls.dispatch(dispatchOf(call));
        await storage.calls.settle({ ...call, outcome: completion(40n, { finishedAt: Date.now() }) });
      }),
    );
  }
  await storage.close();
}

describe(`of ${EVENTS_EACH * PROJECTS.length} events of two projects`, () => {
  test('none comes to the other, and none is missing, over any transport', { timeout: 120_000 }, async () => {
    const subscribers = PROJECTS.flatMap((project) =>
      TRANSPORTS.flatMap((transport) =>
        [{}, { filter: { agentIds: PROJECTS.map((other) => `${other}-3`) } }].map((variables) => ({
          project,
          expected: 'filter' in variables ? 2 * Math.ceil((CALLS_EACH - 3) / 7) : EVENTS_EACH,
          events: subscribe(transport, url, secrets.get(project) ?? '', MODEL_CALL_EVENTS, {
            ...variables,
            after: START,
          }),
        })),
      ),
    );
    await makeCalls();
    for (const { project, expected, events } of subscribers) {
      const agents = (await events.take(expected)).map(
        ({ modelCallEvents }) => modelCallEvents.agentId?.split('-')[0],
      );
      expect(agents.filter((agent) => agent !== project)).toEqual([]);
      await events.close();
    }
  });
});
