import { describe, expect, test } from 'vitest';
import type { ContentPolicy, StoredInput } from '../../../src/domain/content/content.ts';
import {
  completion,
  costOfTotal,
  DAY,
  dispatched,
  HOUR,
  MINUTE,
  newCall,
  NOON,
  refusal,
} from '../../support/call-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

const TEXT = JSON.stringify([{ role: 'user', content: 'Where is the (old) harbour?' }]);

function inputOf(policy: ContentPolicy): StoredInput {
  return {
    policy,
    text: policy === 'full' || policy === 'redacted' ? TEXT : null,
    hash: policy === 'hash' ? 'b'.repeat(64) : null,
  };
}

export function describeContents({ storage, newProject }: StorageContext): void {
  async function sweep(now: number): Promise<void> {
    // a call is left alone until all has followed from its end, which may go on after its answer
    await storage().events.lastSeq();
    const sweepOnce = () =>
      storage().contents.sweep({
        now,
        reduceBefore: now - DAY,
        removeBefore: now - 10 * DAY,
        limit: 3,
      });
    while ((await sweepOnce()) > 0);
  }

  async function answered(project: string, policy: ContentPolicy, startedAt = NOON) {
    const call = newCall(project, { startedAt });
    await dispatched(storage(), call, { input: inputOf(policy) });
    const output = { text: 'Ask ann@example.com.', refusal: null, finishReason: 'stop' as const };
    await storage().calls.settle({ ...call, outcome: completion(1n, { output }) });
    const state = async () => {
      const [content] = await storage().contents.ofCalls(project, [call.operationId]);
      const found = await storage().calls.find(call);
      return { content: content ?? null, output: found?.output ?? null };
    };
    return { output, state };
  }

  describe('the content of a call', () => {
    test('is kept for so long after its end whatever the policy, then as the policy says, then not at all', async () => {
      const project = newProject();
      const calls = {
        off: await answered(project, 'off'),
        hash: await answered(project, 'hash'),
        redacted: await answered(project, 'redacted'),
        full: await answered(project, 'full'),
      };
      // the call took a minute
      await sweep(NOON + MINUTE + DAY);
      for (const [policy, { output, state }] of Object.entries(calls)) {
        expect(await state(), policy).toEqual({
          output,
          content: { ...inputOf(policy as ContentPolicy), outputHash: null },
        });
      }

      const later = NOON + MINUTE + DAY + 1;
      await sweep(later);
      const removed = { text: '', refusal: null, finishReason: 'stop', removedAt: later };
      expect(await calls.off.state()).toEqual({ content: null, output: removed });
      expect(await calls.hash.state()).toEqual({
        content: { ...inputOf('hash'), outputHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
        output: removed,
      });
      expect(await calls.redacted.state()).toEqual({
        content: { ...inputOf('redacted'), outputHash: null },
        output: { ...calls.redacted.output, text: 'Ask [email].', redactedAt: later },
      });
      expect(await calls.full.state()).toMatchObject({ output: calls.full.output });

      const last = NOON + 10 * DAY + 1;
      await sweep(last);
      for (const { state } of Object.values(calls)) {
        const { content, output } = await state();
        expect(content).toBeNull();
        expect(output).toMatchObject({
          text: '',
          finishReason: 'stop',
          removedAt: expect.any(Number) as number,
        });
      }
    });

    test('that comes late, after a call was presumed spent, is stored as its policy and its age allow', async () => {
      const project = newProject();
      const output = { text: 'Ask ann@example.com.', refusal: null, finishReason: 'stop' as const };
      /** Presumed spent and swept at `sweptAt`, and answered a moment later. */
      async function lateAnswer(policy: ContentPolicy, sweptAt: number) {
        const call = newCall(project);
        await dispatched(storage(), call, { input: inputOf(policy), leaseUntil: NOON + HOUR });
        await storage().calls.presumeSpent(NOON + 2 * HOUR, 10);
        await sweep(sweptAt);
        await storage().calls.settle({
          ...call,
          outcome: completion(1n, { output, finishedAt: sweptAt + 1 }),
        });
        await sweep(sweptAt + 2);
        const [content] = await storage().contents.ofCalls(project, [call.operationId]);
        return { output: (await storage().calls.find(call))?.output, content };
      }
      const removed = {
        text: '',
        refusal: null,
        finishReason: 'stop',
        removedAt: expect.any(Number) as number,
      };
      const soon = NOON + 3 * HOUR;
      expect((await lateAnswer('off', soon)).output).toEqual(output);
      const nextDay = NOON + DAY + 3 * HOUR;
      expect(await lateAnswer('off', nextDay)).toEqual({ output: removed, content: null });
      expect((await lateAnswer('hash', nextDay)).output).toEqual(removed);
      expect((await lateAnswer('redacted', nextDay)).output).toEqual({
        ...output,
        text: 'Ask [email].',
        redactedAt: expect.any(Number) as number,
      });
      expect((await lateAnswer('full', nextDay)).output).toEqual(output);
      expect(await lateAnswer('full', NOON + 11 * DAY)).toEqual({ output: removed, content: null });
    });

    test('goes with what the provider said of why it failed, when it is too old', async () => {
      const project = newProject();
      const call = newCall(project);
      await dispatched(storage(), call, { input: inputOf('full') });
      await storage().calls.settle({ ...call, outcome: refusal() });
      const details = async (now: number) => {
        await sweep(now);
        const found = await storage().calls.find(call);
        const [attempts] = await storage().calls.attemptsOf(project, [call.operationId]);
        return [found?.error?.detail, attempts?.[0]?.error?.detail];
      };
      expect(await details(NOON + 9 * DAY)).toEqual(['slow down', 'slow down']);
      expect(await details(NOON + 11 * DAY)).toEqual([null, null]);
      expect(await storage().calls.find(call)).toMatchObject({ error: { code: 'UPSTREAM_RATE_LIMIT' } });
    });

    test('that was removed does not come back with another price', async () => {
      const project = newProject();
      const call = newCall(project);
      await dispatched(storage(), call, { input: inputOf('off') });
      await storage().calls.settle({ ...call, outcome: completion(1n) });
      const text = async () => {
        await sweep(NOON + 2 * DAY);
        return (await storage().calls.find(call))?.output?.text;
      };
      expect(await text()).toBe('');
      const cost = { ...costOfTotal(5n), priceVersion: 'gpt-4o@2' };
      await storage().calls.reprice({
        ...call,
        attempts: [{ number: 1, cost }],
        cost,
        bookedAt: NOON + 3 * DAY,
      });
      const found = await storage().calls.find(call);
      expect(found?.cost?.totalNano).toBe(5n);
      expect(found?.output).toMatchObject({ text: '', removedAt: expect.any(Number) as number });
    });

    test('of a call that runs is left alone', async () => {
      const project = newProject();
      const call = newCall(project);
      await dispatched(storage(), call, { input: inputOf('hash') });
      await sweep(NOON + 100 * DAY);
      expect(await storage().contents.ofCalls(project, [call.operationId])).toEqual([
        { ...inputOf('hash'), outputHash: null },
      ]);
    });

    test('is found by a part of its texts, whatever the case, and by no pattern', async () => {
      const project = newProject();
      const content = 'Where is the (old) harbour of "ØSTERBRO"?\n100 % \\ sure';
      const call = newCall(project);
      const text = JSON.stringify([{ role: 'user', content }]);
      await dispatched(storage(), call, { input: { ...inputOf('full'), text } });
      await dispatched(storage(), newCall(project), { input: inputOf('hash') });
      const found = async (inputContains: string) => {
        const { edges } = await storage().calls.scan(
          project,
          { inputContains },
          { after: null, order: 'newest_first', limit: 10, withText: true },
        );
        return edges.map(({ node }) => node.operationId);
      };
      for (const part of ['the (OLD) harbour', 'of "øster', 'BRO"?\n1', '% \\ s', 'Ø', '%'])
        expect(await found(part), part).toEqual([call.operationId]);
      // a pattern, the names of fields, a role, and how JSON writes a new line
      for (const part of ['old.*harbour', '_ sure', 'content', 'role', 'user', '\\n', '":'])
        expect(await found(part), part).toEqual([]);
    });
  });
}
