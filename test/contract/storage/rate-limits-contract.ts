import { describe, expect, test } from 'vitest';
import type { ModelBack } from '../../../src/domain/access/rate-limit-store.ts';
import type { AdmissionRequest, ModelDemand } from '../../../src/domain/access/rate-limits.ts';
import { NO_LIMITS } from '../../../src/domain/access/principal.ts';
import { newId } from '../../../src/lib/ids.ts';
import { NOON } from '../../support/call-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export function describeRateLimits({ storage, fixture, newProject }: StorageContext): void {
  /** Asks for one key again and again. */
  function newAsker(limits: Partial<AdmissionRequest['limits']>) {
    const [projectId, keyId] = [newProject(), newId()];
    const ask = (now: number, changes: Partial<AdmissionRequest> = {}) => {
      const request: AdmissionRequest = {
        projectId,
        keyId,
        limits: { ...NO_LIMITS, ...limits },
        tokens: 0,
        models: [],
        slot: { id: newId(), until: now + MINUTE },
        now,
        ...changes,
      };
      return { request, answer: storage().rateLimits.admit(request) };
    };
    const end = ({ slot }: AdmissionRequest, tokensBackNs = 0n, models: readonly ModelBack[] = []) =>
      storage().rateLimits.end([{ projectId, keyId, slotId: slot.id, tokensBackNs, models }]);
    return { projectId, keyId, ask, end };
  }

  describe('a rate limit', () => {
    test('lets as many requests in as a minute has, of many at once, and then one after the other', async () => {
      const { ask } = newAsker({ requestsPerMinute: 10 });
      const answers = await Promise.all(Array.from({ length: 30 }, () => ask(NOON).answer));
      expect(answers.filter(({ kind }) => kind === 'admitted')).toHaveLength(10);
      expect(await ask(NOON).answer).toEqual({
        kind: 'refused',
        refusal: { kind: 'requests', limit: 10, retryAfterMs: 6 * SECOND },
        left: [{ kind: 'requests', limit: 10, remaining: 0 }],
      });
      expect((await ask(NOON + 6 * SECOND - 1).answer).kind).toBe('refused');
      await fixture().reopen();
      expect((await ask(NOON + 6 * SECOND).answer).kind).toBe('admitted');
      expect((await ask(NOON + 6 * SECOND).answer).kind).toBe('refused');
      expect(await ask(NOON + 2 * MINUTE).answer).toMatchObject({ left: [{ remaining: 9 }] });
    });

    test('counts the tokens that a call can use, and gives back those that it did not', async () => {
      const { ask, end } = newAsker({ tokensPerMinute: 1_000 });
      const first = ask(NOON, { tokens: 900 });
      expect(await first.answer).toMatchObject({ kind: 'admitted', left: [{ remaining: 100 }] });
      expect(await ask(NOON, { tokens: 200 }).answer).toMatchObject({
        refusal: { kind: 'tokens', retryAfterMs: 6 * SECOND },
      });
      // 60 ms, in nanoseconds, stand for one token
      await end(first.request, 800n * 60_000_000n);
      expect(await ask(NOON, { tokens: 900 }).answer).toMatchObject({ left: [{ remaining: 0 }] });
      await end(first.request, 800n * 60_000_000n);
      expect((await ask(NOON, { tokens: 1 }).answer).kind).toBe('refused');
    });

    test('refuses for ever what alone is above it', async () => {
      const { ask } = newAsker({ tokensPerMinute: 1_000 });
      expect(await ask(NOON, { tokens: 1_001 }).answer).toMatchObject({
        refusal: { kind: 'tokens', retryAfterMs: null },
      });
      expect((await ask(NOON, { tokens: 1_000 }).answer).kind).toBe('admitted');
    });

    test('lets only so many calls run at once, until one ends or its time is over', async () => {
      const { ask, end, projectId, keyId } = newAsker({ concurrentCalls: 2 });
      const asked = Array.from({ length: 10 }, () => ask(NOON));
      const answers = await Promise.all(asked.map(({ answer }) => answer));
      const inside = asked.filter((_, index) => answers[index]?.kind === 'admitted');
      expect(inside).toHaveLength(2);
      const [one, two] = inside.map(({ request }) => request);
      await end(one!);
      await end(one!);
      expect((await ask(NOON).answer).kind).toBe('admitted');
      expect((await ask(NOON).answer).kind).toBe('refused');
      await storage().rateLimits.renew([{ projectId, keyId, slotId: two!.slot.id }], NOON + 3 * MINUTE);
      expect((await ask(NOON + MINUTE).answer).kind).toBe('admitted');
      expect((await ask(NOON + MINUTE).answer).kind).toBe('refused');
    });

    test('takes nothing of any limit for who is refused by one of them', async () => {
      const { ask } = newAsker({ requestsPerMinute: 100, tokensPerMinute: 100, concurrentCalls: 1 });
      await ask(NOON, { tokens: 10 }).answer;
      for (let tries = 0; tries < 5; tries += 1) await ask(NOON, { tokens: 10 }).answer;
      expect((await ask(NOON).answer).left).toEqual([
        { kind: 'requests', limit: 100, remaining: 99 },
        { kind: 'tokens', limit: 100, remaining: 90 },
        { kind: 'concurrent_calls', limit: 1, remaining: 0 },
      ]);
    });

    describe('by model', () => {
      const limit = (model: string, changes: Partial<ModelDemand> = {}): ModelDemand => ({
        model,
        requestsPerMinute: 2,
        tokensPerMinute: null,
        tokens: 0,
        ...changes,
      });

      test('counts that model only, of any name, also after a restart', async () => {
        const { ask } = newAsker({});
        const names = ['gpt-4.1', 'own/llama$3%2E1 ä'];
        for (const name of names) {
          const answers = await Promise.all(
            Array.from({ length: 6 }, () => ask(NOON, { models: [limit(name)] }).answer),
          );
          expect(answers.filter(({ kind }) => kind === 'admitted')).toHaveLength(2);
        }
        await fixture().reopen();
        for (const name of names) {
          expect(await ask(NOON, { models: [limit(name)] }).answer).toEqual({
            kind: 'refused',
            refusal: { kind: 'requests', limit: 2, model: name, retryAfterMs: 30 * SECOND },
            left: [{ kind: 'requests', limit: 2, remaining: 0, model: name }],
          });
          expect((await ask(NOON + 30 * SECOND, { models: [limit(name)] }).answer).kind).toBe('admitted');
        }
        expect((await ask(NOON).answer).kind).toBe('admitted');
      });

      test('takes nothing of the key or of another model for who is refused by one, and names the last to have room', async () => {
        const { ask } = newAsker({ requestsPerMinute: 4 });
        const both = [limit('a'), limit('b', { requestsPerMinute: 1 })];
        await ask(NOON, { models: both }).answer;
        for (let tries = 0; tries < 3; tries += 1)
          expect(await ask(NOON, { models: both }).answer).toMatchObject({ refusal: { model: 'b' } });
        const left = [
          { kind: 'requests', limit: 4, remaining: 2 },
          { kind: 'requests', limit: 2, remaining: 0, model: 'a' },
        ];
        expect(await ask(NOON, { models: [limit('a')] }).answer).toEqual({ kind: 'admitted', left });
        await ask(NOON).answer;
        await ask(NOON).answer;
        expect(await ask(NOON, { models: both }).answer).toMatchObject({
          refusal: { model: 'b', retryAfterMs: MINUTE },
        });
      });

      test('gives back what was not used of it, once', async () => {
        const { ask, end } = newAsker({});
        const models = [
          limit('a', { requestsPerMinute: 1, tokensPerMinute: 1_000, tokens: 900 }),
          limit('b', { requestsPerMinute: 1 }),
        ];
        const first = ask(NOON, { models });
        await first.answer;
        const back = [
          { model: 'a', requestsBackNs: 0n, tokensBackNs: 800n * 60_000_000n },
          { model: 'b', requestsBackNs: 60_000_000_000n, tokensBackNs: 0n },
        ];
        await end(first.request, 0n, back);
        await end(first.request, 0n, back);
        const { left } = await ask(NOON, { models }).answer;
        expect(left).toEqual([
          { kind: 'requests', limit: 1, remaining: 0, model: 'a' },
          { kind: 'tokens', limit: 1_000, remaining: 900, model: 'a' },
          { kind: 'requests', limit: 1, remaining: 1, model: 'b' },
        ]);
      });
    });

    test('is the same for all processes together', async ({ skip }) => {
      const other = await fixture().second?.();
      if (other === undefined) return skip();
      const { ask } = newAsker({ requestsPerMinute: 20, concurrentCalls: 15 });
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => {
          const { request, answer } = ask(NOON);
          const slot = { id: newId(), until: NOON + MINUTE };
          return [answer, other.rateLimits.admit({ ...request, slot })];
        }).flat(),
      );
      await other.close();
      expect(answers.filter(({ kind }) => kind === 'admitted')).toHaveLength(15);
    });
  });
}
