import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import type { CallDocument } from '../../src/storage/mongodb/call-documents.ts';
import type { EventDocument } from '../../src/storage/mongodb/event-documents.ts';
import type { PeriodDocument } from '../../src/storage/mongodb/ledger-documents.ts';

/** What a database says when the driver reads it alone, without any of Tollgate's code. Money is nano-dollars. */
export interface MongoContents {
  calls: CallDocument[];
  periods: PeriodDocument[];
  events: EventDocument[];
}

/** What a test finds wrong with a database on which nothing runs and nothing is due: nothing. */
export function findingsOf({ calls, periods, events }: MongoContents): string[] {
  const findings: string[] = [];
  const check = (isRight: boolean, finding: string): void => void (isRight || findings.push(finding));

  for (const call of calls) {
    const { operationId } = call;
    check(call.phase === 'done' && call.dueAt === undefined, `${operationId} is ${call.phase}`);
    const booked = call.entries.reduce((sum, entry) => sum + entry.totalNano, 0n);
    check(booked === call.cost?.totalNano, `${operationId} costs ${call.cost?.totalNano}, booked ${booked}`);
  }
  for (const period of periods) {
    const { _id, spentNano, heldNano, usedNano, holds, outbox } = period;
    const charged = calls
      .flatMap((call) => call.holds)
      .filter((hold) => hold.periodId === _id)
      .reduce((sum, hold) => sum + (hold.chargedNano ?? 0n), 0n);
    check(spentNano === charged, `${_id} has spent ${spentNano}, its calls ${charged}`);
    check(heldNano === 0n && Object.keys(holds).length === 0, `${_id} holds ${heldNano}`);
    check(usedNano === spentNano + heldNano, `${_id} uses ${usedNano}`);
    check(outbox.length === 0, `${_id} has ${outbox.length} untold events`);
  }
  const places = events.map(({ _id }) => _id);
  check(
    places.every((place, index) => place === index + 1),
    `the log has a gap: ${places.join(' ')}`,
  );
  for (const call of calls) {
    const kinds = events
      .filter(({ operationId, budgetId }) => operationId === call.operationId && budgetId === null)
      .map(({ payload }) => payload.kind);
    const ends = call.entries.length > 1 && call.ending?.kind === 'correction' ? 2 : 1;
    const isTold = kinds[0] === 'call_started' && kinds.length === 1 + ends;
    check(isTold, `${call.operationId} told: ${kinds.join(', ')}`);
  }
  return findings;
}

/** Reads the database of the URL. */
export async function readMongo(url: string): Promise<MongoContents> {
  return withDatabase(url, async (db) => ({
    calls: await db.collection<CallDocument>('calls').find().toArray(),
    periods: await db.collection<PeriodDocument>('budget_periods').find().toArray(),
    events: await db.collection<EventDocument>('events').find().sort({ _id: 1 }).toArray(),
  }));
}

/** Lets a test do to the database what Tollgate never does. */
export async function withDatabase<Result>(url: string, work: (db: Db) => Promise<Result>): Promise<Result> {
  const client = new MongoClient(url, { useBigInt64: true });
  try {
    return await work(client.db());
  } finally {
    await client.close();
  }
}
