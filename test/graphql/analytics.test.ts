import Libsql from 'libsql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMPLETE } from '../support/documents.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ STORE_CONTENT: 'redacted' });
  for (const agentId of ['ann', 'ann', 'bob'])
    await app.run(COMPLETE, { input: { prompt: 'Write to ann@example.com.', agentId } });
});
afterAll(() => app.close());

async function usage(fields: string, input = '{}') {
  const { body } = await app.ask(`{ usage(input: ${input}) { ${fields} } }`);
  expect(body.errors).toBeUndefined();
  return (body.data as { usage: unknown }).usage;
}

describe('usage', () => {
  test('counts, times and prices calls, with percentiles where they are asked for', async () => {
    const found = await usage(
      'totals { calls errorRate latency { count p50Ms p95Ms averageMs } tokensPerSecond }',
    );
    expect(found).toEqual({
      totals: {
        calls: 3,
        errorRate: 0,
        latency: {
          count: 3,
          p50Ms: expect.any(Number) as number,
          p95Ms: expect.any(Number) as number,
          averageMs: expect.any(Number) as number,
        },
        tokensPerSecond: expect.any(Number) as number,
      },
    });
  });

  test('has percentiles also when a fragment asks for them', async () => {
    const { body } = await app.ask(
      `query { usage(input: { groupBy: [AGENT] }) { groups { metrics { ...Times } } } }
       fragment Times on UsageMetrics { latency { ...Percentiles } }
       fragment Percentiles on UsageDurations { p99Ms }`,
    );
    expect(body.data).toEqual({
      usage: {
        groups: [
          { metrics: { latency: { p99Ms: expect.any(Number) as number } } },
          { metrics: { latency: { p99Ms: expect.any(Number) as number } } },
        ],
      },
    });
  });

  test('has at most 10,000 groups in one operation, whatever its aliases', async () => {
    const many = await startTestApp();
    await many.run(COMPLETE, { input: { prompt: 'Say hello.', agentId: 'first', operationId: 'first' } });
    // copies of the call, each by an agent of its own
    const file = new Libsql(many.storePath);
    const columns = file.prepare(`SELECT name FROM pragma_table_info('calls')`).all() as { name: string }[];
    const names = columns.map(({ name }) => name);
    const changed: Record<string, string> = { operation_id: `'copy-' || n`, agent_id: `'agent-' || n` };
    const copied = names.map((name) => changed[name] ?? name);
    file.exec(`WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 6000)
      INSERT INTO calls (${names.join()}) SELECT ${copied.join()} FROM calls, numbers WHERE operation_id = 'first'`);
    file.close();
    const report = 'usage(input: { groupBy: [AGENT] }) { groups { agentId metrics { calls } } }';
    const one = await many.ask(`{ ${report} }`);
    expect((one.body.data as { usage: { groups: unknown[] } }).usage.groups).toHaveLength(6_001);
    const two = await many.ask(`{ a: ${report} b: ${report} }`);
    expect(two.body.errors?.map(({ message, extensions }) => [extensions?.['code'], message])).toEqual([
      ['VALIDATION_FAILED', expect.stringContaining('at most 10000 groups in all')],
    ]);
    await many.close();
  });

  test.each([
    ['{ top: 0 }', 'top'],
    ['{ groupBy: [DAY], bucket: HOUR }', 'bucket'],
    ['{ start: "2020-01-01T00:00:00Z" }', 'start'],
    ['{ having: [{ metric: CALLS, atLeast: "many" }] }', 'having.0.atLeast'],
  ])('refuses %s and names the field', async (input, path) => {
    const { body } = await app.ask(`{ usage(input: ${input}) { end } }`);
    expect(JSON.stringify(body.errors)).toContain(path);
  });
});

describe('the content of calls', () => {
  test('is stored as the policy says, and found by its text', async () => {
    const { body } = await app.ask(
      `{ calls(filter: { inputContains: "WRITE TO", agentId: "bob" }) { edges { node { content { policy input } } } } }`,
    );
    expect(body.data).toEqual({
      calls: {
        edges: [
          {
            node: {
              content: {
                policy: 'REDACTED',
                input: '[{"role":"user","content":"Write to [email]."}]',
              },
            },
          },
        ],
      },
    });
  });

  test('that is gone makes a repeat of the call an error that says so, without a second call', async () => {
    const input = { prompt: 'Say hello.', operationId: 'old-1' };
    await app.run(COMPLETE, { input });
    const file = new Libsql(app.storePath, { timeout: 10_000 });
    file.exec(
      `UPDATE calls SET output = json_set(output, '$.text', '', '$.removedAt', 1) WHERE operation_id = 'old-1'`,
    );
    file.close();
    const { body } = await app.ask(
      `mutation { complete(input: { prompt: "Say hello.", operationId: "old-1" }) {
         __typename ... on Error { code retryable message } } }`,
    );
    expect(body.data).toEqual({
      complete: {
        __typename: 'AnswerRemovedError',
        code: 'ANSWER_REMOVED',
        retryable: false,
        message: expect.stringContaining('use another operationId') as string,
      },
    });
    const { body: stored } = await app.ask(
      `{ call(operationId: "old-1") { text finishReason cost { total } attempts { number } } }`,
    );
    expect(stored.data).toMatchObject({ call: { text: null, attempts: [{ number: 1 }] } });
  });
});

describe('giveFeedback', () => {
  const give = async (input: string) => {
    const { body } = await app.ask(
      `mutation { giveFeedback(input: ${input}) { __typename
         ... on GiveFeedbackSuccess { feedback { name score label } }
         ... on ValidationError { fields { path } } ... on Error { code } } }`,
    );
    expect(body.errors).toBeUndefined();
    return (body.data as { giveFeedback: unknown }).giveFeedback;
  };

  test('keeps the last of a name, and counts it once', async () => {
    await app.run(COMPLETE, { input: { prompt: 'Say hello.', operationId: 'judged', agentId: 'judged' } });
    for (const score of [0.1, 0.9])
      expect(await give(`{ operationId: "judged", score: ${score} }`)).toEqual({
        __typename: 'GiveFeedbackSuccess',
        feedback: { name: 'overall', score, label: null },
      });
    expect(
      await usage('totals { feedbackCount averageFeedbackScore }', '{ filter: { agentId: "judged" } }'),
    ).toEqual({ totals: { feedbackCount: 1, averageFeedbackScore: 0.9 } });
  });

  test.each([
    ['{ operationId: "nobody", score: 1 }', { __typename: 'NotFoundError', code: 'NOT_FOUND' }],
    ['{ operationId: "judged" }', { __typename: 'ValidationError', fields: [{ path: 'score' }] }],
    ['{ operationId: "judged", score: 1.5 }', { __typename: 'ValidationError', fields: [{ path: 'score' }] }],
  ])('refuses %s', async (input, answer) => {
    expect(await give(input)).toMatchObject(answer);
  });
});
