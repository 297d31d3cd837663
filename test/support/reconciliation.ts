import { formatUsd } from '../../src/lib/money.ts';
import { MARKED_COST_NANO } from './marked-call.ts';
import type { completeMarked } from './marked-call.ts';
import type { AuditedCall, StoreAudit } from './store-audit.ts';

type Answer = Awaited<ReturnType<typeof completeMarked>>;

/** What clients were told last, by operationId. */
export type Acknowledgements = Map<string, Answer>;

/** What clients, the upstream and the store know of the same marked calls, brought together; amounts are US dollars. */
export type Reconciliation = ReturnType<typeof reconcile>;

/**
 * Brings together what clients were told, what the upstream was asked, and what the store has. The upstream's own count is the
 * truth: who was asked once has to be in the store once.
 */
export function reconcile(
  acknowledged: Acknowledgements,
  requestsOf: ReadonlyMap<string, number>,
  { calls, heldNano, spentNano }: StoreAudit,
) {
  const stored = new Map(calls.map((call) => [call.operationId, call]));
  const completed = calls.filter(({ status }) => status === 'COMPLETED');
  const asked = [...requestsOf];
  return {
    offered: new Set([...acknowledged.keys(), ...stored.keys(), ...requestsOf.keys()]).size,
    acknowledged: acknowledged.size,
    completed: completed.length,
    'presumed spent': calls.filter(({ basis }) => basis === 'presumed').length,
    'upstream requests': asked.reduce((sum, [, count]) => sum + count, 0),
    lost: [...acknowledged].filter(([id, answer]) => isLost(answer, stored.get(id))).length,
    'asked twice': asked.filter(([, count]) => count > 1).length,
    'answered and never asked': completed.filter(({ operationId }) => !requestsOf.has(operationId)).length,
    'asked without a hold': asked.filter(([id]) => !stored.has(id)).length,
    'charged twice or wrong': calls.filter((call) => !isChargedOnce(call)).length,
    held: formatUsd(heldNano),
    'ledger, USD': formatUsd(spentNano),
    'sum of calls, USD': formatUsd(calls.reduce((sum, { costNano }) => sum + (costNano ?? 0n), 0n)),
  };
}

/** The table for people: a line for each figure, under the title. */
export function formatReconciliation(
  title: string,
  figures: Readonly<Record<string, string | number>>,
): string {
  const names = Object.keys(figures);
  const nameWidth = Math.max(...names.map((name) => name.length));
  const valueWidth = Math.max(...names.map((name) => String(figures[name]).length));
  const lines = names.map(
    (name) => `  ${name.padEnd(nameWidth)}  ${String(figures[name]).padStart(valueWidth)}`,
  );
  return [title, ...lines].join('\n');
}

/** True when a repeat of the request has told something else than the first answer. A failure may have been settled since. */
export function differsFrom(first: Answer, repeat: Answer): boolean {
  if (first.__typename !== 'CompleteSuccess')
    return !['ProviderError', 'CompleteSuccess'].includes(repeat.__typename);
  return (
    repeat.__typename !== 'CompleteSuccess' ||
    repeat.text !== first.text ||
    repeat.cost.total !== first.cost.total
  );
}

/** True when the store doesn't have what the client was told. */
function isLost(answer: Answer, call: AuditedCall | undefined): boolean {
  if (call === undefined) return true;
  if (answer.__typename !== 'CompleteSuccess') return call.status === 'RUNNING';
  return (
    call.status !== 'COMPLETED' ||
    call.text !== answer.text ||
    formatUsd(call.costNano ?? 0n) !== answer.cost.total
  );
}

/** What is booked is the call's cost, and the cost is the known one, or presumed. */
function isChargedOnce({ status, basis, costNano, entries, bookedNano }: AuditedCall): boolean {
  if (bookedNano !== costNano || entries > 2n) return false;
  return status === 'COMPLETED'
    ? costNano === MARKED_COST_NANO && basis === 'measured'
    : basis === 'presumed' && entries === 1n;
}
