import type { StoreAudit } from './store-audit.ts';

/**
 * What is wrong with the log of a store where nothing runs any more: a gap, an event that is there twice or too early, a call
 * without its start or its end. A call that was presumed spent and then settled has two ends, as it has two cost entries.
 */
export function eventLogProblems({ events, calls }: StoreAudit): string[] {
  const gaps = events.flatMap(({ seq }, index) =>
    seq === BigInt(index + 1) ? [] : [`place ${index + 1} of the log has number ${seq}`],
  );
  const told = new Map<string, string>();
  for (const { topic, operationId } of events) {
    const kind = /\.model\.call_(\w+)$/.exec(topic)?.[1];
    if (kind === undefined || operationId === null) continue;
    told.set(operationId, `${told.get(operationId) ?? ''}${kind === 'started' ? 'S' : 'E'}`);
  }
  const wrong = calls.flatMap(({ operationId, entries }) => {
    const expected = `S${'E'.repeat(Math.max(1, Number(entries)))}`;
    const found = told.get(operationId) ?? 'nothing';
    return found === expected ? [] : [`of ${operationId} the log tells ${found}, not ${expected}`];
  });
  const stored = new Set(calls.map(({ operationId }) => operationId));
  const unknown = [...told.keys()].filter((id) => !stored.has(id)).map((id) => `the log tells of ${id}`);
  return [...gaps, ...wrong, ...unknown];
}
