import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UpstreamBusyError } from '../../../src/domain/provider/provider-error.ts';
import { createFairQueue } from '../../../src/domain/resilience/fair-queue.ts';
import type { FairQueue, Release } from '../../../src/domain/resilience/fair-queue.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import type { ManualClock } from '../../support/manual-clock.ts';

interface Visit {
  name: string;
  state: 'waiting' | 'running' | 'refused';
  error: unknown;
  leave: Release;
  abort(reason: Error): void;
  /** Ends when the visit has been let in or sent away. */
  decided: Promise<void>;
}

class Scene {
  readonly clock: ManualClock = createManualClock();
  readonly queue: FairQueue;
  /** In the order in which they were let in. */
  readonly served: Visit[] = [];

  constructor(runningMax: number, waitingMax: number) {
    this.queue = createFairQueue({ clock: this.clock, provider: 'openai', runningMax, waitingMax });
  }

  visit(key: string, name = key, patienceMs = 60_000): Visit {
    const controller = new AbortController();
    const { signal } = controller;
    const visit: Visit = {
      name,
      state: 'waiting',
      error: null,
      leave: () => undefined,
      abort: (reason) => controller.abort(reason),
      decided: Promise.resolve(),
    };
    visit.decided = this.queue.enter(key, { signal, deadlineAt: this.clock.now() + patienceMs }).then(
      (release) => {
        visit.state = 'running';
        visit.leave = release;
        this.served.push(visit);
      },
      (error: unknown) => {
        visit.state = 'refused';
        visit.error = error;
      },
    );
    return visit;
  }

  /** Ends the running visits one after the other until none is left, and gives the names in the order of their turns. */
  async serveAll(): Promise<string[]> {
    const names: string[] = [];
    // grows while it is gone through
    for (const visit of this.served) {
      names.push(visit.name);
      visit.leave();
      await settled();
    }
    return names;
  }
}

/** Lets every promise that can go on go on. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('the queue before a provider', () => {
  test('lets in as many as may run, and the next when one leaves', async () => {
    const scene = new Scene(2, 10);
    const [first, , third] = [scene.visit('a'), scene.visit('a'), scene.visit('a')];
    await settled();
    expect([scene.queue.running, scene.queue.waiting]).toEqual([2, 1]);
    first.leave();
    await third.decided;
    expect(third.state).toBe('running');
    expect([scene.queue.running, scene.queue.waiting]).toEqual([2, 0]);
  });

  test('lets one in for each that leaves, even if it leaves twice', async () => {
    const scene = new Scene(1, 10);
    const first = scene.visit('a');
    const others = [scene.visit('a'), scene.visit('a')];
    await first.decided;
    first.leave();
    first.leave();
    await settled();
    expect(others.map(({ state }) => state)).toEqual(['running', 'waiting']);
    expect(scene.queue.running).toBe(1);
  });

  test('keeps the order within an agent and serves the agents in turn', async () => {
    const scene = new Scene(1, 100);
    scene.visit('a', 'a0');
    for (const name of ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2', 'c2', 'c3']) {
      scene.visit(name.charAt(0), name);
    }
    await settled();
    expect(await scene.serveAll()).toEqual(['a0', 'a1', 'b1', 'c1', 'a2', 'b2', 'c2', 'a3', 'c3', 'a4']);
    expect([scene.queue.running, scene.queue.waiting]).toEqual([0, 0]);
  });

  test('makes a newcomer wait for one turn of each other agent, however many calls they have sent', async () => {
    const scene = new Scene(1, 1_024);
    for (let call = 0; call < 900; call += 1) scene.visit('flood');
    scene.visit('other');
    await settled();
    scene.visit('late');
    const order = await scene.serveAll();
    expect(order.slice(0, 5)).toEqual(['flood', 'flood', 'other', 'late', 'flood']);
  });

  test('refuses what is above its bound, and has spent nothing', async () => {
    const scene = new Scene(1, 2);
    const visits = Array.from({ length: 4 }, () => scene.visit('a'));
    await settled();
    expect(visits.map(({ state }) => state)).toEqual(['running', 'waiting', 'waiting', 'refused']);
    expect(visits[3]?.error).toBeInstanceOf(UpstreamBusyError);
    expect(visits[3]?.error).toMatchObject({
      code: 'UPSTREAM_BUSY',
      category: 'rate_limit',
      retryable: true,
      spent: 'none',
    });
  });

  test('when full of one agent takes its last call out for another agent', async () => {
    const scene = new Scene(1, 4);
    const flood = Array.from({ length: 5 }, (_, index) => scene.visit('flood', `flood ${index}`));
    const others = ['b', 'b', 'b'].map((key, index) => scene.visit(key, `${key} ${index}`));
    await settled();
    expect(flood.map(({ state }) => state)).toEqual(['running', 'waiting', 'waiting', 'refused', 'refused']);
    // now both have as many
    expect(others.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'refused']);
    expect(scene.queue.waiting).toBe(4);
  });

  test('without places to wait lets run or refuses', async () => {
    const scene = new Scene(1, 0);
    const visits = [scene.visit('a'), scene.visit('b')];
    await settled();
    expect(visits.map(({ state }) => state)).toEqual(['running', 'refused']);
  });

  test('lets go of a waiter whose call is aborted, with the reason', async () => {
    const scene = new Scene(1, 10);
    const first = scene.visit('a');
    const [second, third] = [scene.visit('a'), scene.visit('a')];
    const reason = new Error('cancelled by the caller');
    second.abort(reason);
    await second.decided;
    expect(second).toMatchObject({ state: 'refused', error: reason });
    expect(scene.queue.waiting).toBe(1);
    first.leave();
    await third.decided;
    expect(third.state).toBe('running');
    // too late to matter
    third.abort(reason);
    expect(scene.queue.running).toBe(1);
  });

  test('does not let in whose call was aborted before', async () => {
    const { queue, clock } = new Scene(1, 10);
    const reason = new Error('gone');
    await expect(
      queue.enter('a', { signal: AbortSignal.abort(reason), deadlineAt: clock.now() + 1_000 }),
    ).rejects.toBe(reason);
    expect(queue.running).toBe(0);
  });

  test('lets go of a waiter at its deadline', async () => {
    const scene = new Scene(1, 10);
    const first = scene.visit('a');
    const [second, third] = [scene.visit('a', 'second', 500), scene.visit('a', 'third', 5_000)];
    const late = scene.visit('a', 'late', 0);
    scene.clock.advance(500);
    await settled();
    expect([second, third, late].map(({ state }) => state)).toEqual(['refused', 'waiting', 'refused']);
    expect(second.error).toBeInstanceOf(UpstreamBusyError);
    first.leave();
    await third.decided;
    // no timer is left behind
    expect(scene.clock.pending).toBe(0);
  });

  test('never lets in too many, loses nobody and stays within its bounds, whatever happens', async () => {
    const step = fc.record({
      kind: fc.constantFrom('visit', 'visit', 'visit', 'leave', 'abort', 'wait'),
      key: fc.constantFrom('a', 'b', 'c', 'd'),
      at: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 8 }),
        fc.array(step, { maxLength: 80 }),
        async (runningMax, waitingMax, steps) => {
          const scene = new Scene(runningMax, waitingMax);
          const visits: Visit[] = [];
          const inside = new Set<Visit>();
          const settle = async () => {
            await settled();
            visits.filter(({ state }) => state === 'running').forEach((visit) => inside.add(visit));
          };
          for (const { kind, key, at } of steps) {
            const one = visits[at % Math.max(1, visits.length)];
            if (kind === 'visit') visits.push(scene.visit(key, key, 10 + (at % 1_000)));
            else if (kind === 'wait') scene.clock.advance(at % 300);
            else if (kind === 'abort') one?.abort(new Error('aborted'));
            else if (one?.state === 'running') {
              one.leave();
              one.state = 'refused';
              inside.delete(one);
            }
            await settle();
            const waiting = visits.filter(({ state }) => state === 'waiting').length;
            expect(scene.queue.waiting).toBe(waiting);
            expect(waiting).toBeLessThanOrEqual(waitingMax);
            expect(scene.queue.running).toBe(inside.size);
            expect(inside.size).toBeLessThanOrEqual(runningMax);
            // nobody waits beside a free place
            if (waiting > 0) expect(inside.size).toBe(runningMax);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
