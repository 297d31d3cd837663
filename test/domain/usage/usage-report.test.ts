import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ValidationError } from '../../../src/domain/errors.ts';
import { BUCKETS } from '../../../src/domain/usage/bucket.ts';
import { USAGE_METRICS } from '../../../src/domain/usage/metric.ts';
import { sumMetrics } from '../../../src/domain/usage/metrics-sum.ts';
import { usageInputSchema } from '../../../src/domain/usage/usage-input.ts';
import { reportUsage } from '../../../src/domain/usage/usage-report.ts';
import { USAGE_DIMENSIONS } from '../../../src/domain/usage/usage.ts';
import type { UsageCall } from '../../../src/domain/usage/usage.ts';
import { DAY, HOUR, NOON } from '../../support/call-fixture.ts';
import { usageCall, usageStoreOf } from '../../support/usage-call-fixture.ts';
import { comparable } from '../../support/usage-query.ts';

const ZONES = ['UTC', 'Europe/Copenhagen', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
/** The clocks change in each of the zones that has summer time. */
const YEAR_START = Date.UTC(2026, 0, 1);
const YEAR_END = Date.UTC(2027, 0, 1);

const anyCall = fc
  .record({
    startedAt: fc.integer({ min: YEAR_START, max: YEAR_END }),
    agent: fc.constantFrom('ann', 'bob', 'cid'),
    model: fc.constantFrom('gpt-4o', 'o3'),
    team: fc.constantFrom('red', 'blue', null),
    costNano: fc.bigInt({ min: 0n, max: 2n ** 60n }),
    isFailed: fc.boolean(),
  })
  .map(({ startedAt, agent, model, team, costNano, isFailed }) =>
    usageCall({
      startedAt,
      values: { agent, model },
      tags: team === null ? [] : [{ key: 'team', value: team }],
      status: isFailed ? 'FAILED' : 'COMPLETED',
      cost: { promptNano: costNano / 3n, completionNano: costNano - costNano / 3n, basis: 'measured' },
    }),
  );

const anyInput = fc.record(
  {
    groupBy: fc.subarray(USAGE_DIMENSIONS.filter((dimension) => dimension !== 'day')),
    bucket: fc.constantFrom(...BUCKETS),
    timeZone: fc.constantFrom(...ZONES),
    top: fc.integer({ min: 1, max: 3 }),
    orderBy: fc.record({
      metric: fc.constantFrom(...USAGE_METRICS),
      direction: fc.constantFrom('ASC', 'DESC'),
    }),
    having: fc.constantFrom(
      [{ metric: 'calls', atLeast: '2' }],
      [{ metric: 'error_rate', atMost: '0.5' }],
      [{ metric: 'total_cost', atLeast: '1000000' }],
    ),
    compareToPrevious: fc.boolean(),
  },
  { requiredKeys: ['groupBy'] },
);

function report(calls: readonly UsageCall[], input: object, now = YEAR_END) {
  return reportUsage(usageStoreOf(calls), 'project', usageInputSchema.parse(input), {
    now,
    withHistograms: true,
  });
}

describe('a usage report', () => {
  test('has groups that add up to its totals, and totals that are the calls, in every time zone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyCall, { maxLength: 30 }),
        anyInput,
        fc.integer({ min: YEAR_START, max: YEAR_END }),
        fc.integer({ min: 1, max: 300 * DAY }),
        async (calls, input, start, length) => {
          const tagKey = input.groupBy.includes('tag') ? { tagKey: 'team' } : {};
          const range = { start: new Date(start), end: new Date(start + length) };
          const found = await report(calls, { ...input, ...range, ...tagKey });
          const inRange = calls.filter(({ startedAt }) => startedAt >= start && startedAt < start + length);
          const cost = inRange.reduce(
            (sum, call) => sum + (call.cost?.promptNano ?? 0n) + (call.cost?.completionNano ?? 0n),
            0n,
          );
          expect(found.totals.totalCostNano).toBe(cost);
          expect(found.totals.calls).toBe(inRange.length);
          const sum = sumMetrics(found.groups.map(({ metrics }) => metrics));
          expect(comparable(sum)).toEqual(comparable(found.totals));
          expect(found.groupsOverlap).toBe(false);
          if (found.previous === null) return;
          const before = sumMetrics(found.groups.flatMap(({ previous }) => previous ?? []));
          expect(comparable(before)).toEqual(comparable(found.previous.totals));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('by all tags says that its groups overlap, and still has the true totals', async () => {
    const tags = [
      { key: 'team', value: 'red' },
      { key: 'stage', value: 'test' },
    ];
    const found = await report([usageCall({ tags }), usageCall()], { groupBy: ['tag'] }, NOON + HOUR);
    expect(found.groupsOverlap).toBe(true);
    expect(found.totals.calls).toBe(2);
    expect(found.groups.map(({ tag, metrics }) => `${tag?.key ?? 'none'} ${metrics.calls}`).sort()).toEqual([
      'none 1',
      'stage 1',
      'team 1',
    ]);
  });

  test('lists the first by what it is ordered by, over the whole range, and the others as one in each bucket', async () => {
    const callsOf = (agent: string, count: number, startedAt: number) =>
      Array.from({ length: count }, () => usageCall({ startedAt, values: { agent } }));
    const calls = [
      ...callsOf('ann', 3, NOON),
      ...callsOf('bob', 1, NOON),
      ...callsOf('bob', 4, NOON + DAY),
      ...callsOf('cid', 2, NOON + DAY),
    ];
    const found = await report(
      calls,
      { groupBy: ['agent'], bucket: 'DAY', top: 1, orderBy: { metric: 'calls' } },
      NOON + 2 * DAY,
    );
    expect(
      found.groups.map(({ agentId, day, isOther, metrics }) => [day, agentId, isOther, metrics.calls]),
    ).toEqual([
      ['2026-03-10', 'bob', false, 1],
      ['2026-03-10', null, true, 3],
      ['2026-03-11', 'bob', false, 4],
      ['2026-03-11', null, true, 2],
    ]);
  });

  test('sets each bucket beside the one at the same place before', async () => {
    const calls = [
      usageCall({ startedAt: Date.parse('2026-03-03T12:00:00Z') }),
      usageCall({ startedAt: Date.parse('2026-03-10T12:00:00Z') }),
      usageCall({ startedAt: Date.parse('2026-03-10T13:00:00Z') }),
    ];
    const found = await report(calls, {
      start: new Date('2026-03-09T00:00:00Z'),
      end: new Date('2026-03-16T00:00:00Z'),
      bucket: 'DAY',
      compareToPrevious: true,
    });
    expect(found.previous).toMatchObject({ from: Date.parse('2026-03-02T00:00:00Z'), totals: { calls: 1 } });
    expect(found.groups.map(({ day, metrics, previous }) => [day, metrics.calls, previous?.calls])).toEqual([
      ['2026-03-10', 2, 1],
    ]);
  });

  test('of more than 400 days is refused', async () => {
    await expect(report([], { start: new Date('2020-01-01T00:00:00Z') })).rejects.toThrow(ValidationError);
  });

  test('with more than 10,000 groups over both ranges is refused, also where `top` lists few', async () => {
    const callsOf = (count: number, startedAt: number): UsageCall[] =>
      Array.from({ length: count }, (_, index) => usageCall({ startedAt, values: { agent: `${index}` } }));
    const end = new Date(NOON + DAY);
    const refused = /groupBy: must make at most 10000 groups/;
    const byAgent = { start: new Date(NOON), end, groupBy: ['agent'], top: 3 };
    await expect(report(callsOf(10_001, NOON), byAgent)).rejects.toThrow(refused);
    const both = [...callsOf(5_000, NOON), ...callsOf(5_001, NOON - HOUR)];
    expect((await report(both, byAgent)).groups).toHaveLength(4);
    await expect(report(both, { ...byAgent, compareToPrevious: true })).rejects.toThrow(refused);
  });
});

describe('the input of a usage report', () => {
  test.each([
    [{ groupBy: ['agent', 'agent'] }, 'must name each dimension once'],
    [{ groupBy: ['day'], bucket: 'HOUR' }, 'must be DAY, or left out, when groupBy has DAY'],
    [{ tagKey: 'team' }, 'goes with groupBy: [TAG] only'],
    [{ groupBy: ['tag'], filter: { tag: { key: 'a', value: 'b' } } }, 'cannot go with groupBy: [TAG]'],
    [{ top: 0 }, 'must be a whole number from 1 to 1000'],
    [{ having: [{ metric: 'calls', atLeast: 'many' }] }, 'must be a decimal number with at most 9 decimals'],
  ])('%o is refused: %s', (input, message) => {
    const problems = usageInputSchema.safeParse(input).error?.issues.map((issue) => issue.message) ?? [];
    expect(problems.join()).toContain(message);
  });
});
