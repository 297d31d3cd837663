import type { AdmissionEnd, TakenSlot } from '../../domain/access/rate-limit-store.ts';
import { admit, UNUSED } from '../../domain/access/rate-limits.ts';
import type {
  Admission,
  AdmissionRequest,
  BucketUse,
  CallSlot,
  RateUse,
} from '../../domain/access/rate-limits.ts';
import type { Database } from './database.ts';

interface RateUseRow {
  requests_until: bigint;
  tokens_until: bigint;
  slots: string;
  models: string;
}

/** Two instants; JSON has no whole numbers of their size. */
type StoredBuckets = readonly [requestsUntilNs: string, tokensUntilNs: string];

export function admitCall(database: Database, request: AdmissionRequest): Admission {
  const { projectId, keyId } = request;
  const { use, admission } = admit(readUse(database, projectId, keyId) ?? UNUSED, request);
  if (admission.kind === 'admitted') writeUse(database, projectId, keyId, use);
  return admission;
}

export function endAdmissions(database: Database, ends: readonly AdmissionEnd[]): void {
  for (const { projectId, keyId, slotId, tokensBackNs, models } of ends) {
    const use = readUse(database, projectId, keyId);
    if (use === null || !use.slots.some(({ id }) => id === slotId)) continue;
    writeUse(database, projectId, keyId, {
      ...use,
      tokensUntilNs: use.tokensUntilNs - tokensBackNs,
      slots: use.slots.filter(({ id }) => id !== slotId),
      models: { ...use.models, ...givenBack(use, models) },
    });
  }
}

function givenBack(use: RateUse, backs: AdmissionEnd['models']): Record<string, BucketUse> {
  const given: Record<string, BucketUse> = {};
  for (const { model, requestsBackNs, tokensBackNs } of backs) {
    const buckets = use.models[model];
    // one that is full again was forgotten
    if (buckets === undefined) continue;
    given[model] = {
      requestsUntilNs: buckets.requestsUntilNs - requestsBackNs,
      tokensUntilNs: buckets.tokensUntilNs - tokensBackNs,
    };
  }
  return given;
}

export function renewSlots(database: Database, slots: readonly TakenSlot[], until: number): void {
  for (const { projectId, keyId, slotId } of slots) {
    const use = readUse(database, projectId, keyId);
    if (use === null) continue;
    const renewed = use.slots.map((slot) => (slot.id === slotId ? { ...slot, until } : slot));
    writeUse(database, projectId, keyId, { ...use, slots: renewed });
  }
}

function readUse(database: Database, projectId: string, keyId: string): RateUse | null {
  const row = database.get<RateUseRow>(
    'SELECT requests_until, tokens_until, slots, models FROM rate_uses WHERE project_id = ? AND key_id = ?',
    projectId,
    keyId,
  );
  if (row === undefined) return null;
  return {
    requestsUntilNs: row.requests_until,
    tokensUntilNs: row.tokens_until,
    slots: JSON.parse(row.slots) as CallSlot[],
    models: mapValues(JSON.parse(row.models) as Record<string, StoredBuckets>, ([requests, tokens]) => ({
      requestsUntilNs: BigInt(requests),
      tokensUntilNs: BigInt(tokens),
    })),
  };
}

function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value) => Mapped,
): Record<string, Mapped> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

function writeUse(database: Database, projectId: string, keyId: string, use: RateUse): void {
  database.run(
    `INSERT INTO rate_uses (project_id, key_id, requests_until, tokens_until, slots, models) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (project_id, key_id) DO UPDATE
     SET requests_until = excluded.requests_until, tokens_until = excluded.tokens_until, slots = excluded.slots,
         models = excluded.models`,
    projectId,
    keyId,
    use.requestsUntilNs,
    use.tokensUntilNs,
    JSON.stringify(use.slots),
    JSON.stringify(
      mapValues(use.models, ({ requestsUntilNs, tokensUntilNs }): StoredBuckets => [
        String(requestsUntilNs),
        String(tokensUntilNs),
      ]),
    ),
  );
}
