import type { Collection, Db } from 'mongodb';
import type { BudgetDocument } from './budget-documents.ts';
import type { CallDocument } from './call-documents.ts';
import type { EventAppender } from './event-appender.ts';
import { createEventAppender } from './event-appender.ts';
import type { EventDocument } from './event-documents.ts';
import type { PeriodDocument } from './ledger-documents.ts';
import type { PriceDocument } from './price-documents.ts';
import type { Repeat } from './repeat.ts';

/** A placement that was given up after it may have placed holds; `_id` is its hold key. */
export interface AbandonedHolds {
  _id: string;
  periodIds: string[];
  amountNano: bigint;
  /** When a sweep first saw it; null until then. */
  sweptFrom: number | null;
}

/** The one document of `instances`: every process that uses the database. */
export interface InstanceRegistry {
  _id: 'instances';
  /** How often it was written: whoever writes names the number that it saw. */
  writes: number;
  instances: { id: string; version: string; aliveUntil: number }[];
}

/** The collections, and what every statement on them needs. Writes are durable on a majority, and reads see what is. */
export interface Database {
  calls: Collection<CallDocument>;
  /** The same as reports read them: from a secondary where the URL's `readPreference` says so. */
  callReports: Collection<CallDocument>;
  abandonedHolds: Collection<AbandonedHolds>;
  budgets: Collection<BudgetDocument>;
  periods: Collection<PeriodDocument>;
  prices: Collection<PriceDocument>;
  events: Collection<EventDocument>;
  settings: Collection<{ _id: string; value: string }>;
  instances: Collection<InstanceRegistry>;
  health: Collection<{ _id: number; checks: number }>;
  log: EventAppender;
  /** Ids of the calls of this process whose start could not be told to the log yet. */
  untoldStarts: Set<string>;
  /** Hold keys of placements of this process that it gave up without being able to say so. */
  givenUp: Set<string>;
  repeat: Repeat;
}

/** For a read that only prepares a conditional write: the newest state of the primary, confirmed by a majority or not. */
export const LATEST = { readConcern: { level: 'local' } } as const;

export function toDatabase(primary: Db, reports: Db, repeat: Repeat): Database {
  const events = primary.collection<EventDocument>('events');
  return {
    calls: primary.collection('calls'),
    callReports: reports.collection('calls'),
    abandonedHolds: primary.collection('abandoned_holds'),
    budgets: primary.collection('budgets'),
    periods: primary.collection('budget_periods'),
    prices: primary.collection('model_prices'),
    events,
    settings: primary.collection('settings'),
    instances: primary.collection('instances'),
    health: primary.collection('health'),
    log: createEventAppender(events, repeat),
    untoldStarts: new Set(),
    givenUp: new Set(),
    repeat,
  };
}
