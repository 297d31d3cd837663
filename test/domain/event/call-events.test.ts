import { expect, test } from 'vitest';
import { dispatched } from '../../../src/domain/call/call-transitions.ts';
import { callFinished } from '../../../src/domain/event/call-events.ts';
import { costOfTotal, newAttempt, newCall, NOON } from '../../support/call-fixture.ts';

test('the event of a call with very many attempts tells the first of them, and the last', () => {
  const attempts = Array.from({ length: 200 }, (_, index) => newAttempt(1n, { model: `model-${index}` }));
  const call = { ...dispatched(newCall('project'), NOON), cost: costOfTotal(1n), finishedAt: NOON };
  const { payload } = callFinished(call, attempts);
  const told = 'attempts' in payload ? (payload.attempts ?? []) : [];
  expect(told).toHaveLength(50);
  expect([told[0], told[48], told[49]].map((attempt) => attempt?.model)).toEqual([
    'model-0',
    'model-48',
    'model-199',
  ]);
});
