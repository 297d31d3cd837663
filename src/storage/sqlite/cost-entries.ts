import type { Cost } from '../../domain/call/call.ts';
import type { CallKey } from '../../domain/call/call-store.ts';
import { NO_COST } from '../../domain/price/price.ts';
import type { CostAmounts } from '../../domain/price/price.ts';
import type { Database } from './database.ts';

export type CostEntryKind = 'settlement' | 'presumption' | 'correction';

export interface CostEntry {
  kind: CostEntryKind;
  bookedAt: number;
  /** What the call costs from now on; what is booked is the difference to what was booked before. */
  cost: Cost;
  /** Null when nothing was booked before. */
  bookedBefore: CostAmounts | null;
}

/** Entries are never changed: those of a call add up to its cost. */
export function bookCost(
  database: Database,
  key: CallKey,
  { kind, bookedAt, cost, bookedBefore }: CostEntry,
): void {
  const before = bookedBefore ?? NO_COST;
  database.insert('cost_entries', {
    project_id: key.projectId,
    operation_id: key.operationId,
    number: nextNumber(database, key),
    kind,
    booked_at: bookedAt,
    prompt_nano: cost.promptNano - before.promptNano,
    completion_nano: cost.completionNano - before.completionNano,
    total_nano: cost.totalNano - before.totalNano,
    cost_basis: cost.basis,
    price_version: cost.priceVersion,
  });
}

function nextNumber(database: Database, key: CallKey): number {
  const row = database.get<{ number: bigint | null }>(
    'SELECT max(number) AS number FROM cost_entries WHERE project_id = ? AND operation_id = ?',
    key.projectId,
    key.operationId,
  );
  return Number(row?.number ?? 0n) + 1;
}
