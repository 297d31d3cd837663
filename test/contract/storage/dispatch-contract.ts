import { describe, expect, test } from 'vitest';
import { createdBudget, ledgerAt } from '../../support/budget-fixture.ts';
import {
  completion,
  DAY,
  dispatched,
  dispatchOf,
  HOUR,
  newCall,
  NOON,
  worstCaseOf,
} from '../../support/call-fixture.ts';
import { eventKindsOf, eventsOf } from '../../support/event-fixture.ts';
import type { StorageContext } from './storage-contract.ts';

export function describeDispatch({ storage, newProject }: StorageContext): void {
  describe('dispatching a call', () => {
    test('records it as running, holds its worst case and tells that it started', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project, {
        agentId: 'writer',
        capabilityType: 'summary',
        tags: [{ key: 'team', value: 'blue' }],
        apiKeyId: 'key-1',
        sandbox: true,
      });
      const outcome = await dispatched(storage(), call, { leaseUntil: NOON + HOUR });

      expect(outcome.call).toEqual({
        ...call,
        status: 'RUNNING',
        finishedAt: null,
        usage: null,
        cost: null,
        output: null,
        error: null,
        attemptCount: 0,
        timeToFirstTokenMs: null,
        overHold: false,
        leaseUntil: NOON + HOUR,
      });
      expect(await storage().calls.find(call)).toEqual(outcome.call);
      const hold = { budgetId: budget.id, amountNano: 100n, state: 'held', chargedNano: null };
      expect(outcome.holds).toMatchObject([hold]);
      expect(await storage().calls.holdsOf(call)).toEqual(outcome.holds);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 0n, heldNano: 100n });
      const [event] = await eventsOf(storage(), project);
      expect(event).toMatchObject({
        topic: 'openai.model.call_started',
        at: NOON,
        agentId: 'writer',
        operationId: call.operationId,
        capabilityType: 'summary',
        model: 'gpt-4o',
        payload: { kind: 'call_started', held: '0.0000001', maxTokens: 100, sandbox: true },
      });
    });

    test('keeps every version of a template whose text is in its prompt', async () => {
      const project = newProject();
      const template = { id: 'support/reply', version: 3, label: 'production', unknownVariables: ['tone'] };
      const templateVersions = [
        { id: 'support/reply', version: 3 },
        { id: 'support/signature', version: 7 },
      ];
      const call = newCall(project, { template, templateVersions });
      await dispatched(storage(), call);
      expect(await storage().calls.find(call)).toMatchObject({ template, templateVersions });
    });

    test('without a budget that counts it, holds nothing and runs', async () => {
      const project = newProject();
      await createdBudget(storage(), project, { scope: { kind: 'agent', agentId: 'other' } });
      const { holds } = await dispatched(storage(), newCall(project, { agentId: 'writer' }));
      expect(holds).toEqual([]);
    });

    test('holds on the budget of each of its agent, capability, model, tag and key', async () => {
      const project = newProject();
      const scopes = [
        { kind: 'agent', agentId: 'writer' },
        { kind: 'capability', capabilityType: 'summary' },
        { kind: 'model', model: 'gpt-4o' },
        { kind: 'tag', key: 'team', value: 'blue' },
        { kind: 'apiKey', apiKeyId: 'key-1' },
        { kind: 'everything' },
      ] as const;
      for (const scope of scopes) await createdBudget(storage(), project, { scope });
      await createdBudget(storage(), project, { scope: { kind: 'tag', key: 'team', value: 'red' } });
      const { holds } = await dispatched(
        storage(),
        newCall(project, {
          agentId: 'writer',
          capabilityType: 'summary',
          tags: [{ key: 'team', value: 'blue' }],
          apiKeyId: 'key-1',
        }),
      );
      expect(holds).toHaveLength(scopes.length);
    });

    test('that does not fit is refused with what stands in the way, and stores nothing but the event', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project, { name: 'Daily', amountNano: 250n });
      const settled = newCall(project);
      await dispatched(storage(), settled);
      await storage().calls.settle({ ...settled, outcome: completion(60n) });
      await dispatched(storage(), newCall(project));

      const call = newCall(project, { agentId: 'writer' });
      const outcome = await storage().calls.dispatch(dispatchOf(call));
      expect(outcome).toEqual({
        kind: 'refused',
        refusals: [
          {
            budgetId: budget.id,
            budgetName: 'Daily',
            amountNano: 250n,
            spentNano: 60n,
            heldNano: 100n,
            remainingNano: 90n,
            requestedNano: 100n,
            resetsAt: Date.UTC(2026, 2, 11),
            retryable: true,
          },
        ],
      });
      expect(await storage().calls.find(call)).toBeNull();
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 60n, heldNano: 100n });
      expect((await eventsOf(storage(), project)).at(-1)).toMatchObject({
        topic: 'openai.budget.exceeded',
        agentId: 'writer',
        operationId: call.operationId,
        budgetId: budget.id,
        payload: {
          kind: 'budget_exceeded',
          reason: 'call_refused',
          requested: '0.0000001',
          held: '0.0000001',
        },
      });
    });

    test('that is refused silently leaves no event', async () => {
      const project = newProject();
      await createdBudget(storage(), project, { amountNano: 99n });
      const outcome = await storage().calls.dispatch(dispatchOf(newCall(project), { onRefusal: 'silent' }));
      expect(outcome.kind).toBe('refused');
      expect(await eventKindsOf(storage(), project)).toEqual([]);
    });

    test('is told that waiting cannot help when what was spent leaves no room', async () => {
      const project = newProject();
      await createdBudget(storage(), project, {
        amountNano: 99n,
        period: { kind: 'fixed', start: NOON, end: NOON + DAY },
      });
      const outcome = await storage().calls.dispatch(dispatchOf(newCall(project)));
      expect(outcome).toMatchObject({ refusals: [{ retryable: false, resetsAt: null }] });
    });

    test('holds on every budget or on none, and names each that refuses', async () => {
      const project = newProject();
      const roomy = await createdBudget(storage(), project);
      const full = await createdBudget(storage(), project, { amountNano: 50n });
      const alsoFull = await createdBudget(storage(), project, { amountNano: 99n });
      const outcome = await storage().calls.dispatch(dispatchOf(newCall(project)));

      if (outcome.kind !== 'refused') throw new Error('it must be refused');
      const refusing = outcome.refusals.map((refusal) => refusal.budgetId).sort();
      expect(refusing).toEqual([full.id, alsoFull.id].sort());
      for (const budget of [roomy, full, alsoFull]) {
        expect((await ledgerAt(storage(), budget)).heldNano).toBe(0n);
      }
      expect(await eventKindsOf(storage(), project)).toEqual(['budget_exceeded', 'budget_exceeded']);
    });

    test('is never refused by a soft budget, which counts it all the same', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project, { amountNano: 50n, hard: false });
      await dispatched(storage(), newCall(project));
      expect((await ledgerAt(storage(), budget)).heldNano).toBe(100n);
    });

    test('is not counted by a budget outside its fixed period', async () => {
      const project = newProject();
      const period = { kind: 'fixed', start: NOON + HOUR, end: NOON + DAY } as const;
      await createdBudget(storage(), project, { amountNano: 1n, period });
      expect((await dispatched(storage(), newCall(project))).holds).toEqual([]);
    });

    test('fits to the last nano-dollar and not one beyond, above 2^53 too', async () => {
      const project = newProject();
      const large = 2n ** 53n + 1n;
      const budget = await createdBudget(storage(), project, { amountNano: 2n * large });
      const ofLarge = () => newCall(project, { worstCase: worstCaseOf(large) });
      const first = ofLarge();
      await dispatched(storage(), first);
      await dispatched(storage(), ofLarge());
      const outcome = await storage().calls.dispatch(
        dispatchOf(newCall(project, { worstCase: worstCaseOf(1n) })),
      );
      expect(outcome).toMatchObject({
        kind: 'refused',
        refusals: [{ heldNano: 2n * large, remainingNano: 0n }],
      });
      await storage().calls.settle({ ...first, outcome: completion(large) });
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: large, heldNano: large });
      expect((await storage().calls.find(first))?.cost?.totalNano).toBe(large);
    });

    test('with a used operationId gives back the stored call, even to 16 callers at once', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const call = newCall(project);
      const outcomes = await Promise.all(
        Array.from({ length: 16 }, (_, index) =>
          storage().calls.dispatch(dispatchOf({ ...call, fingerprint: String(index) })),
        ),
      );
      expect(outcomes.filter((outcome) => outcome.kind === 'dispatched')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome.kind === 'existing')).toHaveLength(15);
      const stored = await storage().calls.find(call);
      for (const outcome of outcomes) expect('call' in outcome && outcome.call).toEqual(stored);
      expect((await ledgerAt(storage(), budget)).heldNano).toBe(100n);
    });

    test('64 times at once on a budget with room for 10 admits exactly 10', async () => {
      const project = newProject();
      const budget = await createdBudget(storage(), project);
      const outcomes = await Promise.all(
        Array.from({ length: 64 }, () => storage().calls.dispatch(dispatchOf(newCall(project)))),
      );
      expect(outcomes.filter((outcome) => outcome.kind === 'dispatched')).toHaveLength(10);
      expect(await ledgerAt(storage(), budget)).toMatchObject({ spentNano: 0n, heldNano: 1_000n });
    });

    test('in one project never sees the calls and budgets of another with the same ids', async () => {
      const [one, other] = [newProject(), newProject()];
      const budgetOfOne = await createdBudget(storage(), one, { id: 'budget', amountNano: 100n });
      const budgetOfOther = await createdBudget(storage(), other, { id: 'budget', amountNano: 100n });
      const call = newCall(one, { operationId: 'same' });
      await dispatched(storage(), call);
      await dispatched(storage(), { ...call, projectId: other, agentId: 'writer' });
      await storage().calls.settle({ ...call, outcome: completion(70n) });

      expect(await ledgerAt(storage(), budgetOfOne)).toMatchObject({ spentNano: 70n, heldNano: 0n });
      expect(await ledgerAt(storage(), budgetOfOther)).toMatchObject({ spentNano: 0n, heldNano: 100n });
      const callOfOther = { projectId: other, operationId: 'same' };
      expect(await storage().calls.find(callOfOther)).toMatchObject({ status: 'RUNNING', agentId: 'writer' });
      expect(await storage().calls.attemptsOf(other, ['same'])).toEqual([[]]);
      expect(await storage().calls.holdsOf(callOfOther)).toMatchObject([{ state: 'held' }]);
      const list = await storage().calls.list(other, {}, { first: 10 });
      expect(list.edges.map(({ node }) => node.projectId)).toEqual([other]);
    });
  });
}
