import Libsql from 'libsql';

/**
 * What a store says when it is read without any of Tollgate's code. Money is nano-dollars.
 */
export interface StoreAudit {
  /** `ok`, or what contradicts itself. */
  integrity: string;
  /** Records that refer to one that isn't there, or that are left of a call that never ran. */
  orphans: number;
  openHolds: number;
  /** Over all budgets and periods. */
  heldNano: bigint;
  spentNano: bigint;
  calls: readonly AuditedCall[];
  /** In the order of the log. */
  events: readonly AuditedEvent[];
}

export interface AuditedCall {
  operationId: string;
  status: string;
  text: string | null;
  basis: string | null;
  costNano: bigint | null;
  /** Its cost entries and their sum. */
  entries: bigint;
  bookedNano: bigint | null;
}

export interface AuditedEvent {
  seq: bigint;
  topic: string;
  operationId: string | null;
}

const CALLS = `
  SELECT operation_id AS operationId, status, json_extract(output, '$.text') AS text, calls.cost_basis AS basis,
    calls.total_nano AS costNano, count(number) AS entries, sum(cost_entries.total_nano) AS bookedNano
  FROM calls LEFT JOIN cost_entries USING (project_id, operation_id)
  GROUP BY project_id, operation_id ORDER BY operation_id`;

/** Reads a file, which processes may be using. */
export function auditStore(path: string): StoreAudit {
  const file = new Libsql(path, { readonly: true, timeout: 10_000 });
  file.defaultSafeIntegers(true);
  const row = (sql: string): unknown => file.prepare(sql).get();
  try {
    const { integrity_check: integrity } = row('PRAGMA integrity_check') as { integrity_check: string };
    const { openHolds } = row("SELECT count(*) AS openHolds FROM holds WHERE state = 'held'") as {
      openHolds: bigint;
    };
    const sums = row(
      'SELECT coalesce(sum(held_nano), 0) AS heldNano, coalesce(sum(spent_nano), 0) AS spentNano FROM budget_periods',
    );
    const events = file.prepare('SELECT seq, topic, operation_id AS operationId FROM events ORDER BY seq');
    return {
      integrity,
      orphans: file.prepare('PRAGMA foreign_key_check').all().length,
      openHolds: Number(openHolds),
      ...(sums as { heldNano: bigint; spentNano: bigint }),
      calls: file.prepare(CALLS).all() as AuditedCall[],
      events: events.all() as AuditedEvent[],
    };
  } finally {
    file.close();
  }
}
