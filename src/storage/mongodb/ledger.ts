import type { PeriodWindow } from '../../domain/budget/period.ts';
import { LATEST } from './database.ts';
import type { Database } from './database.ts';
import { emptyPeriod } from './ledger-documents.ts';
import type { LedgerDocument } from './ledger-documents.ts';
import type { BudgetDocument } from './budget-documents.ts';
import { isDuplicateKey } from './store-failure.ts';

/** For statements that return a LedgerDocument. */
export const WITHOUT_HOLDS = { projection: { holds: 0 } } as const;

/** The ledgers by `_id`; one that nothing was ever held in is missing. */
export async function readLedgers(
  database: Database,
  ids: readonly string[],
): Promise<Map<string, LedgerDocument>> {
  if (ids.length === 0) return new Map();
  const found = await database.repeat(() =>
    database.periods
      .find<LedgerDocument>({ _id: { $in: [...ids] } }, { ...WITHOUT_HOLDS, ...LATEST })
      .toArray(),
  );
  return new Map(found.map((ledger) => [ledger._id, ledger]));
}

/** Throws when the ledger doesn't exist; a ledger is never deleted. */
export async function readLedger(database: Database, id: string): Promise<LedgerDocument> {
  const ledger = (await readLedgers(database, [id])).get(id);
  if (ledger === undefined) throw new Error(`the ledger ${id} is gone`);
  return ledger;
}

/** Makes the ledger of the period unless there is one. */
export async function ensureLedger(
  database: Database,
  budget: BudgetDocument,
  window: PeriodWindow,
): Promise<void> {
  const { _id, ...zeros } = emptyPeriod(budget, window);
  await database
    .repeat(() => database.periods.updateOne({ _id }, { $setOnInsert: zeros }, { upsert: true }))
    .catch((error: unknown) => {
      // two upserts at once: one of them made it
      if (!isDuplicateKey(error)) throw error;
    });
}
