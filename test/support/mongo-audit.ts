import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import type { AuditedCall, AuditedEvent, StoreAudit } from './store-audit.ts';

interface StoredCall {
  operationId: string;
  status: string;
  phase: string;
  holdKey: string;
  output: { text: string } | null;
  cost: { basis: string; totalNano: bigint } | null;
  entries: { totalNano: bigint }[];
}

interface StoredPeriod {
  budgetId: string;
  heldNano: bigint;
  spentNano: bigint;
  usedNano: bigint;
  holds: Record<string, bigint>;
}

/** Before a call runs, and after it was given up, its document only helps to place or release its holds. */
const PLACEMENTS = ['placing', 'abandoned'];

/** Reads a database; while processes write to it, its parts may not fit together. */
export async function auditMongoStore(url: string): Promise<StoreAudit> {
  const client = await MongoClient.connect(url, { useBigInt64: true });
  try {
    return await audit(client.db());
  } finally {
    await client.close();
  }
}

async function audit(db: Db): Promise<StoreAudit> {
  const documents = await db.collection<StoredCall>('calls').find().sort({ operationId: 1 }).toArray();
  const periods = await db.collection<StoredPeriod>('budget_periods').find().toArray();
  const events = await db
    .collection<{ _id: number } & AuditedEvent>('events')
    .find()
    .sort({ _id: 1 })
    .toArray();
  const calls = documents.filter(({ phase }) => !PLACEMENTS.includes(phase));
  const running = new Set(calls.flatMap(({ phase, holdKey }) => (phase === 'running' ? [holdKey] : [])));
  const holdKeys = periods.flatMap(({ holds }) => Object.keys(holds));
  const problems = [...unfinished(calls), ...periods.flatMap(contradictions)];
  return {
    integrity: problems.length === 0 ? 'ok' : problems.join('; '),
    orphans: documents.length - calls.length + holdKeys.filter((key) => !running.has(key)).length,
    openHolds: holdKeys.length,
    heldNano: sum(periods.map(({ heldNano }) => heldNano)),
    spentNano: sum(periods.map(({ spentNano }) => spentNano)),
    calls: calls.map(toAuditedCall),
    events: events.map(({ _id, topic, operationId }) => ({ seq: BigInt(_id), topic, operationId })),
  };
}

function toAuditedCall({ operationId, status, output, cost, entries }: StoredCall): AuditedCall {
  return {
    operationId,
    status,
    text: output?.text ?? null,
    basis: cost?.basis ?? null,
    costNano: cost?.totalNano ?? null,
    entries: BigInt(entries.length),
    bookedNano: entries.length === 0 ? null : sum(entries.map(({ totalNano }) => totalNano)),
  };
}

/** A call's end is durable before the ledgers and the log are told of it. */
function unfinished(calls: readonly StoredCall[]): string[] {
  const settling = calls.filter(({ phase }) => phase === 'settling');
  return settling.length === 0 ? [] : [`${settling.length} calls are settling`];
}

function contradictions({ budgetId, heldNano, spentNano, usedNano, holds }: StoredPeriod): string[] {
  const holdsNano = sum(Object.values(holds));
  return [
    ...(holdsNano === heldNano ? [] : [`${budgetId} holds ${heldNano}, and its holds are ${holdsNano}`]),
    ...(spentNano + heldNano === usedNano
      ? []
      : [`${budgetId} uses ${usedNano}, not ${spentNano} + ${heldNano}`]),
  ];
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
