import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SubscriberTooSlowError } from '../../../src/domain/errors.ts';
import type { EventSelection } from '../../../src/domain/event/event-filter.ts';
import { createEventFeed } from '../../../src/domain/event/event-feed.ts';
import type { EventFeedParts } from '../../../src/domain/event/event-feed.ts';
import { createLocalDoorbell } from '../../../src/event-bus/local-doorbell.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { decodeCursor } from '../../../src/lib/page.ts';
import { createMemoryLog, newEvent } from '../../support/memory-log.ts';

const EVERYTHING: EventSelection = { projectId: 'default', group: null, filter: {} };
const OF_ODD: EventSelection = { ...EVERYTHING, filter: { agentIds: ['odd'] } };

function open(more: Partial<EventFeedParts> = {}) {
  const log = createMemoryLog();
  const doorbell = createLocalDoorbell();
  const feed = createEventFeed({
    log,
    doorbell,
    clock: systemClock,
    pollMs: () => 5,
    bufferSize: 20,
    queueMax: 5,
    stallMs: 60_000,
    onReadError: (error) => {
      throw error;
    },
    ...more,
  });
  let appended = 0;
  return {
    feed,
    log,
    doorbell,
    append: (count: number) => {
      for (let number = 0; number < count; number += 1) {
        appended += 1;
        log.append(newEvent({ agentId: appended % 2 === 1 ? 'odd' : 'even' }));
      }
      doorbell.ring();
    },
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('fast and slow subscribers get what they follow, each event once and in order, whatever the bounds', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ bufferSize: fc.integer({ min: 1, max: 30 }), queueMax: fc.integer({ min: 1, max: 8 }) }),
      fc.array(fc.record({ appends: fc.nat(40), turns: fc.nat(4), reads: fc.nat(25) }), { maxLength: 12 }),
      fc.nat(30),
      async (bounds, steps, after) => {
        const { feed, append } = open(bounds);
        append(30);
        const slow = feed.subscribe({ after, selection: OF_ODD });
        const fast = feed.subscribe({ after: 0, selection: EVERYTHING });
        const total = 30 + steps.reduce((sum, { appends }) => sum + appends, 0);
        const seenFast: number[] = [];
        const fastDone = (async () => {
          while (seenFast.length < total) seenFast.push((await fast.next()).value?.seq ?? -1);
        })();
        const expected = Array.from({ length: total }, (_, index) => index + 1);
        const ofSlow = expected.filter((seq) => seq % 2 === 1 && seq > after);
        const seenSlow: number[] = [];
        const readSlow = async () => seenSlow.push((await slow.next()).value?.seq ?? -1);
        for (const { appends, turns, reads } of steps) {
          append(appends);
          for (let number = 0; number < turns; number += 1) await turn();
          const there = Math.min(reads, ofSlow.length - seenSlow.length);
          // only what has been appended can be waited for
          for (let number = 0; number < there; number += 1) {
            if ((ofSlow[seenSlow.length] ?? Infinity) > 30) break;
            await readSlow();
          }
        }
        while (seenSlow.length < ofSlow.length) await readSlow();
        await fastDone;
        expect(seenFast).toEqual(expected);
        expect(seenSlow).toEqual(ofSlow);
        feed.close();
        expect((await slow.next()).done).toBe(true);
        expect((await fast.next()).done).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});

test('one that takes nothing while more waits than is kept for it ends, and its cursor leads to the rest', async () => {
  const { feed, append } = open({ stallMs: 20 });
  const told = await new Promise<SubscriberTooSlowError>((resolve) => {
    const stuck = feed.subscribe({ after: 0, selection: EVERYTHING, onTooSlow: resolve });
    append(2);
    void stuck.next().then(() => append(300));
  });
  expect(told.code).toBe('SUBSCRIBER_TOO_SLOW');
  const [after] = decodeCursor(told.cursor, 1) ?? [];
  expect(after).toBe(1);

  const again = feed.subscribe({ after: Number(after), selection: EVERYTHING });
  for (let seq = 2; seq <= 302; seq += 1) expect((await again.next()).value?.seq).toBe(seq);
  feed.close();
});

test('its iterator throws the same error to whoever asks for the next event', async () => {
  const { feed, append } = open({ stallMs: 20 });
  let stuck: AsyncIterableIterator<unknown> | undefined;
  await new Promise<SubscriberTooSlowError>((resolve) => {
    stuck = feed.subscribe({ after: 0, selection: EVERYTHING, onTooSlow: resolve });
    append(1);
    void stuck.next().then(() => append(300));
  });
  await expect(stuck?.next()).rejects.toThrow(SubscriberTooSlowError);
  expect((await stuck?.next())?.done).toBe(true);
  feed.close();
});

test('one that pauses while little waits for it stays', async () => {
  const { feed, append } = open({ stallMs: 1, queueMax: 50 });
  const paused = feed.subscribe({ after: 0, selection: EVERYTHING });
  append(1);
  await paused.next();
  append(40);
  await new Promise((resolve) => systemClock.after(30, () => resolve(null)));
  for (let seq = 2; seq <= 41; seq += 1) expect((await paused.next()).value?.seq).toBe(seq);
  feed.close();
});

test('a cursor of a process that is ahead gives nothing twice', async () => {
  const { feed, append } = open();
  append(3);
  // ahead of what this reader has seen
  const ahead = feed.subscribe({ after: 5, selection: EVERYTHING });
  const next = ahead.next();
  await turn();
  append(4);
  expect((await next).value?.seq).toBe(6);
  feed.close();
});

test('a quiet subscriber hears how far the log has been followed for it', async () => {
  const { feed, append } = open();
  append(3);
  const quiet = feed.subscribe({
    after: undefined,
    selection: { ...EVERYTHING, filter: { agentIds: ['nobody'] } },
    heartbeatMs: 10,
  });
  const first = (await quiet.next()).value;
  expect(first).toMatchObject({ topic: 'tollgate.heartbeat', seq: 3 });
  append(7);
  let seen = first?.seq;
  while (seen !== 10) seen = (await quiet.next()).value?.seq;
  feed.close();
});

test('a heartbeat never overtakes an event', async () => {
  const { feed, append } = open({ queueMax: 3 });
  const both = feed.subscribe({ after: 0, selection: OF_ODD, heartbeatMs: 1 });
  let position = -1;
  let events = 0;
  for (let round = 0; events < 200; round += 1) {
    if (round % 3 === 0) append(10);
    const item = (await both.next()).value;
    expect(item?.seq).toBeGreaterThanOrEqual(position);
    if (item?.payload.kind !== 'heartbeat') {
      expect(item?.seq).toBe(events * 2 + 1);
      events += 1;
    } else expect(item.seq === 0 || item.seq >= events * 2 - 1).toBe(true);
    position = item?.seq ?? -1;
  }
  feed.close();
});
