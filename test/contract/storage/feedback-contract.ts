import { describe, expect, test } from 'vitest';
import type { Feedback } from '../../../src/domain/feedback/feedback.ts';
import { completion, DAY, dispatched, newCall, NOON } from '../../support/call-fixture.ts';
import { usageQuery } from '../../support/usage-query.ts';
import type { StorageContext } from './storage-contract.ts';

export function describeFeedback({ storage, newProject }: StorageContext): void {
  function feedbackOn(
    call: { projectId: string; operationId: string },
    changes: Partial<Feedback> = {},
  ): Feedback {
    const { projectId, operationId } = call;
    return {
      projectId,
      operationId,
      name: 'overall',
      apiKeyId: null,
      scoreMicro: 500_000,
      label: 'fine',
      comment: null,
      givenAt: NOON,
      ...changes,
    };
  }

  async function totals(projectId: string) {
    const [row] = await storage().usage.aggregate(usageQuery(projectId));
    return [...(row?.metrics.feedback ?? [])].sort((a, b) =>
      `${a.name}${a.label}` < `${b.name}${b.label}` ? -1 : 1,
    );
  }

  describe('feedback on a call', () => {
    test('comes back with the call, by name and key, the last one given', async () => {
      const project = newProject();
      const [call, other] = [newCall(project), newCall(project)];
      for (const one of [call, other]) await dispatched(storage(), one);
      const comment = feedbackOn(call, {
        name: 'tone of voice',
        apiKeyId: 'key.1$',
        scoreMicro: null,
        label: null,
        comment: 'Too stiff.',
      });
      expect(await storage().feedback.give(feedbackOn(call, { scoreMicro: 0, label: 'bad' }))).toBe(true);
      expect(await storage().feedback.give(comment)).toBe(true);
      expect(await storage().feedback.give(feedbackOn(call))).toBe(true);
      expect(
        await storage().feedback.ofCalls(project, [other.operationId, call.operationId, 'unknown']),
      ).toEqual([[], [feedbackOn(call), comment], []]);
    });

    test('that is not there is not stored', async () => {
      const project = newProject();
      expect(await storage().feedback.give(feedbackOn(newCall(project)))).toBe(false);
      const call = newCall(project);
      await dispatched(storage(), call);
      expect(await storage().feedback.give(feedbackOn({ ...call, projectId: newProject() }))).toBe(false);
    });

    test('is in the usage of its time, also when it comes after the rollup, or is changed', async () => {
      const project = newProject();
      const call = newCall(project);
      await dispatched(storage(), call);
      await storage().feedback.give(feedbackOn(call, { name: 'early' }));
      await storage().calls.settle({ ...call, outcome: completion(1n) });
      const rollUp = async () => {
        while ((await storage().usage.rollUp(NOON + 100 * DAY, 1_000)) > 0);
      };
      const early = { name: 'early', label: 'fine', count: 1, scored: 1, scoreMicro: 500_000 };
      expect(await totals(project)).toEqual([early]);
      await rollUp();
      expect(await totals(project)).toEqual([early]);

      await storage().feedback.give(feedbackOn(call, { apiKeyId: 'key', scoreMicro: null }));
      await storage().feedback.give(feedbackOn(call, { scoreMicro: 250_000, label: null }));
      const late = [
        early,
        { name: 'overall', label: 'fine', count: 1, scored: 0, scoreMicro: 0 },
        { name: 'overall', label: null, count: 1, scored: 1, scoreMicro: 250_000 },
      ];
      expect(await totals(project)).toEqual(late);
      await rollUp();
      expect(await totals(project)).toEqual(late);
      await storage().feedback.give(feedbackOn(call, { scoreMicro: 1_000_000, label: null }));
      await rollUp();
      expect((await totals(project)).at(-1)).toMatchObject({ scoreMicro: 1_000_000, count: 1 });
    });
  });
}
