import type { Db, Document } from 'mongodb';
import { createBackground } from './background.ts';
import type { Background } from './background.ts';
import { boundedCollection } from './bounded-collection.ts';
import type { BoundedCollection } from './bounded-collection.ts';
import type { ApiKeyDocument } from './api-keys.ts';
import type { AuditDocument } from './audit-log.ts';
import type { BudgetDocument } from './budget-documents.ts';
import type { CallDocument } from './call-documents.ts';
import { createDoneMarker } from './done-marker.ts';
import type { DoneMarker } from './done-marker.ts';
import type { EventAppender } from './event-appender.ts';
import type { BegunPlacement } from './abandon.ts';
import { createEventAppender } from './event-appender.ts';
import type { EventDocument } from './event-documents.ts';
import type { PeriodDocument } from './ledger-documents.ts';
import type { PriceDocument } from './price-documents.ts';
import type { ProjectDocument } from './projects.ts';
import type { ProviderKeyDocument } from './provider-keys.ts';
import type { RateUseDocument } from './rate-uses.ts';
import type { QuarterDocument, RollupDocument } from './usage-documents.ts';
import { createRepeat } from './repeat.ts';
import type { Repeat, RepeatOptions } from './repeat.ts';
import { createRoomyLedgers } from './roomy-ledgers.ts';
import type { RoomyLedgers } from './roomy-ledgers.ts';
import { createRunningCalls } from './running-calls.ts';
import type { RunningCalls } from './running-calls.ts';
import type { LabelMoveDocument, TemplateDocument, VersionDocument } from './template-documents.ts';

import type { DeliveryDocument, WebhookDocument } from './webhook-documents.ts';

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
  /** The schema that the processes know, or are bringing the database to; 0 where it was never noted. */
  schema: number;
  instances: { id: string; version: string; aliveUntil: number }[];
}

/** The start of a call on its way into the log. */
export interface StartTelling {
  hasFailed: boolean;
}

/** The collections, and what every statement on them needs. Writes are durable on a majority, and reads see what is. */
export interface Database {
  calls: BoundedCollection<CallDocument>;
  /** The same as reports and lists read them, which may be from a secondary. */
  callReports: BoundedCollection<CallDocument>;
  abandonedHolds: BoundedCollection<AbandonedHolds>;
  budgets: BoundedCollection<BudgetDocument>;
  periods: BoundedCollection<PeriodDocument>;
  prices: BoundedCollection<PriceDocument>;
  templates: BoundedCollection<TemplateDocument>;
  templateVersions: BoundedCollection<VersionDocument>;
  templateLabelMoves: BoundedCollection<LabelMoveDocument>;
  usageQuarters: BoundedCollection<QuarterDocument>;
  usageRollups: BoundedCollection<RollupDocument>;
  /** The same as reports read them. */
  rollupReports: BoundedCollection<RollupDocument>;
  events: BoundedCollection<EventDocument>;
  projects: BoundedCollection<ProjectDocument>;
  apiKeys: BoundedCollection<ApiKeyDocument>;
  providerKeys: BoundedCollection<ProviderKeyDocument>;
  auditLog: BoundedCollection<AuditDocument>;
  rateUses: BoundedCollection<RateUseDocument>;
  webhooks: BoundedCollection<WebhookDocument>;
  deliveries: BoundedCollection<DeliveryDocument>;
  settings: BoundedCollection<{ _id: string; value: string }>;
  instances: BoundedCollection<InstanceRegistry>;
  health: BoundedCollection<{ _id: number; checks: number }>;
  log: EventAppender;
  doneMarker: DoneMarker;
  runningCalls: RunningCalls;
  roomyLedgers: RoomyLedgers;
  /** The starts that the log doesn't have yet, by the call's id; one that could not be told stays. */
  startTellings: Map<string, StartTelling>;
  /** Dispatches of this process that failed without a trace of how far they came, by hold key; nothing was sent for them. */
  givenUp: Map<string, BegunPlacement>;
  background: Background;
  repeat: Repeat;
}

/** What a statement has to be answered within, in milliseconds; a report may read every call. */
const STATEMENT_MS = 10_000;
const REPORT_MS = 30_000;

/** For a read that only prepares a conditional write: the newest state of the primary, confirmed by a majority or not. */
export const LATEST = { readConcern: { level: 'local' } } as const;

export function toDatabase(primary: Db, reports: Db, options: RepeatOptions): Database {
  const repeat = createRepeat(options);
  const collection = <Stored extends Document>(name: string): BoundedCollection<Stored> =>
    boundedCollection(primary.collection<Stored>(name), STATEMENT_MS);
  const calls = collection<CallDocument>('calls');
  const events = collection<EventDocument>('events');
  const usageQuarters = collection<QuarterDocument>('usage_quarters');
  return {
    calls,
    callReports: boundedCollection(reports.collection<CallDocument>('calls'), REPORT_MS),
    abandonedHolds: collection('abandoned_holds'),
    budgets: collection('budgets'),
    periods: collection('budget_periods'),
    prices: collection('model_prices'),
    templates: collection('templates'),
    templateVersions: collection('template_versions'),
    templateLabelMoves: collection('template_label_moves'),
    usageQuarters,
    usageRollups: collection('usage_rollups'),
    rollupReports: boundedCollection(reports.collection<RollupDocument>('usage_rollups'), REPORT_MS),
    events,
    projects: collection('projects'),
    apiKeys: collection('api_keys'),
    providerKeys: collection('provider_keys'),
    auditLog: collection('audit_log'),
    rateUses: collection('rate_uses'),
    webhooks: collection('webhooks'),
    deliveries: collection('webhook_deliveries'),
    settings: collection('settings'),
    instances: collection('instances'),
    health: collection('health'),
    log: createEventAppender(events, repeat),
    doneMarker: createDoneMarker(calls, usageQuarters, repeat),
    runningCalls: createRunningCalls(),
    roomyLedgers: createRoomyLedgers(),
    startTellings: new Map(),
    givenUp: new Map(),
    background: createBackground(options.onRetry),
    repeat,
  };
}
