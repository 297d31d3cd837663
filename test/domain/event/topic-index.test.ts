import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSelected } from '../../../src/domain/event/event-filter.ts';
import type { EventSelection } from '../../../src/domain/event/event-filter.ts';
import { createTopicIndex } from '../../../src/domain/event/topic-index.ts';
import { newEvent } from '../../support/memory-log.ts';

const name = fc.constantFrom('a', 'b', 'c', '');
const names = fc.option(fc.array(name, { minLength: 1, maxLength: 3 }), { nil: undefined });
const selection: fc.Arbitrary<EventSelection> = fc.record({
  projectId: fc.constantFrom('p', 'p2'),
  group: fc.constantFrom('call' as const, 'budget' as const, null),
  filter: fc.record({
    topics: names,
    agentIds: names,
    operationIds: names,
    capabilityTypes: names,
    models: names,
    budgetIds: names,
  }),
});
const value = fc.option(name);
const event = fc
  .record({
    projectId: fc.constantFrom('p', 'p2'),
    topic: name,
    agentId: value,
    operationId: value,
    capabilityType: value,
    model: value,
    budgetId: value,
    isBudget: fc.boolean(),
  })
  .map(({ isBudget, ...rest }) => ({
    seq: 1,
    ...newEvent(rest),
    ...(isBudget && {
      payload: {
        kind: 'budget_warning' as const,
        currentUsage: '1',
        budgetAmount: '1',
        percentageUsed: 100,
        threshold: 1,
        periodKey: '',
      },
    }),
  }));

test('an event finds exactly those whose filter has it, once each, whoever came and went before', () => {
  fc.assert(
    fc.property(
      fc.array(selection, { maxLength: 12 }),
      fc.array(event),
      fc.nat(),
      (selections, events, gone) => {
        const index = createTopicIndex();
        const followers = selections.map((one) => ({ selection: one }));
        for (const follower of followers) index.add(follower);
        const left = followers.filter((_, number) => (gone >> number) % 2 === 0);
        for (const follower of followers) if (!left.includes(follower)) index.remove(follower);
        for (const one of events) {
          const found = index.find(one);
          expect(new Set(found)).toEqual(
            new Set(left.filter((follower) => isSelected(one, follower.selection))),
          );
          expect(found).toHaveLength(new Set(found).size);
        }
      },
    ),
  );
});
