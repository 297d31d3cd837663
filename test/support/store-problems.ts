import { formatUsd } from '../../src/lib/money.ts';
import type { StoreAudit } from './store-audit.ts';

/**
 * What is wrong with a store on which no call runs, or still to be done in it: nothing, once the leases of the processes that
 * died have ended and a sweep has been.
 */
export function storeProblems(audit: StoreAudit): string[] {
  const { integrity, orphans, openHolds, heldNano, spentNano, calls } = audit;
  const running = calls.filter(({ status }) => status === 'RUNNING').length;
  const misbooked = calls.filter(({ costNano, bookedNano }) => (bookedNano ?? 0n) !== (costNano ?? 0n));
  return [
    ...(integrity === 'ok' ? [] : [integrity]),
    ...(orphans === 0 ? [] : [`${orphans} orphans`]),
    ...(openHolds === 0 && heldNano === 0n ? [] : [`${openHolds} holds of ${formatUsd(heldNano)} USD`]),
    ...(spentNano >= 0n ? [] : [`${formatUsd(spentNano)} USD spent`]),
    ...(running === 0 ? [] : [`${running} running calls`]),
    ...misbooked.map(({ operationId }) => `${operationId} is booked at something else than its cost`),
    ...eventLogProblems(audit),
  ];
}

/**
 * A gap in the log, an event that is there twice or too early, a call without its start or its end. A call that was presumed
 * spent and then settled has two ends, as it has two cost entries.
 */
function eventLogProblems({ events, calls }: StoreAudit): string[] {
  const gaps = events.flatMap(({ seq }, index) =>
    seq === BigInt(index + 1) ? [] : [`place ${index + 1} of the log has number ${seq}`],
  );
  const told = new Map<string, string>();
  for (const { topic, operationId } of events) {
    const kind = /\.model\.call_(\w+)$/.exec(topic)?.[1];
    if (kind === undefined || operationId === null) continue;
    told.set(operationId, `${told.get(operationId) ?? ''}${kind === 'started' ? 'S' : 'E'}`);
  }
  const wrong = calls.flatMap(({ operationId, status, entries }) => {
    const expected = `S${'E'.repeat(status === 'RUNNING' ? 0 : Math.max(1, Number(entries)))}`;
    const found = told.get(operationId) ?? 'nothing';
    return found === expected ? [] : [`of ${operationId} the log tells ${found}, not ${expected}`];
  });
  const stored = new Set(calls.map(({ operationId }) => operationId));
  const unknown = [...told.keys()].filter((id) => !stored.has(id)).map((id) => `the log tells of ${id}`);
  return [...gaps, ...wrong, ...unknown];
}
