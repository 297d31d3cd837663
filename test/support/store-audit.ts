import Libsql from 'libsql';

/** What a store's file says when SQLite reads it alone, without any of Tollgate's code. Money is nano-dollars. */
export interface StoreAudit {
  /** What PRAGMA integrity_check says: `ok`. */
  integrity: string;
  /** Rows that refer to a row that isn't there. */
  orphans: number;
  openHolds: number;
  /** Over all budgets and periods. */
  heldNano: bigint;
  spentNano: bigint;
  calls: readonly AuditedCall[];
}

export interface AuditedCall {
  operationId: string;
  status: string;
  basis: string | null;
  costNano: bigint | null;
  /** Its cost entries and their sum. */
  entries: bigint;
  bookedNano: bigint | null;
}

const CALLS = `
  SELECT operation_id AS operationId, status, calls.cost_basis AS basis, calls.total_nano AS costNano,
    count(number) AS entries, sum(cost_entries.total_nano) AS bookedNano
  FROM calls LEFT JOIN cost_entries USING (project_id, operation_id)
  GROUP BY project_id, operation_id ORDER BY operation_id`;

/** Reads a file that no process uses any more. */
export function auditStore(path: string): StoreAudit {
  const file = new Libsql(path, { readonly: true });
  file.defaultSafeIntegers(true);
  const row = (sql: string): unknown => file.prepare(sql).get();
  try {
    const { integrity_check: integrity } = row('PRAGMA integrity_check') as { integrity_check: string };
    const { openHolds } = row("SELECT count(*) AS openHolds FROM holds WHERE state = 'held'") as {
      openHolds: bigint;
    };
    const sums = row('SELECT sum(held_nano) AS heldNano, sum(spent_nano) AS spentNano FROM budget_periods');
    return {
      integrity,
      orphans: file.prepare('PRAGMA foreign_key_check').all().length,
      openHolds: Number(openHolds),
      ...(sums as { heldNano: bigint; spentNano: bigint }),
      calls: file.prepare(CALLS).all() as AuditedCall[],
    };
  } finally {
    file.close();
  }
}
