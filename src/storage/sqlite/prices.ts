import type { AuditStamp } from '../../domain/access/audit.ts';
import type { PriceTier } from '../../domain/price/price.ts';
import { priceSnapshot } from '../../domain/price/price-store.ts';
import type { SetPrice } from '../../domain/price/price-store.ts';
import { appendAudit } from './audit-log.ts';
import type { Database } from './database.ts';

interface PriceRow {
  project_id: string;
  version: string;
  model: string;
  effective_from: bigint;
  created_at: bigint;
  tiers: string;
}

/** Femto-dollars are bigints, which JSON has not: they are kept as decimal strings. */
type StoredTier = { [Field in keyof PriceTier]: PriceTier[Field] extends bigint ? string : PriceTier[Field] };

export function addPrice(database: Database, price: SetPrice, audit?: AuditStamp): void {
  database.insert('model_prices', {
    project_id: price.projectId,
    version: price.version,
    model: price.model,
    effective_from: price.effectiveFrom,
    created_at: price.createdAt,
    tiers: JSON.stringify(price.tiers.map(fromTier)),
  });
  appendAudit(database, audit, null, priceSnapshot(price));
}

export function listPrices(database: Database, projectId: string): SetPrice[] {
  const rows = database.all<PriceRow>(
    'SELECT * FROM model_prices WHERE project_id = ? ORDER BY effective_from, created_at, version',
    projectId,
  );
  return rows.map((row) => ({
    projectId: row.project_id,
    model: row.model,
    version: row.version,
    effectiveFrom: Number(row.effective_from),
    createdAt: Number(row.created_at),
    tiers: toTiers(JSON.parse(row.tiers) as StoredTier[]),
  }));
}

function fromTier(tier: PriceTier): StoredTier {
  return {
    fromPromptTokens: tier.fromPromptTokens,
    inputFemto: String(tier.inputFemto),
    cacheReadFemto: String(tier.cacheReadFemto),
    cacheWriteFemto: String(tier.cacheWriteFemto),
    outputFemto: String(tier.outputFemto),
  };
}

function toTiers(stored: readonly StoredTier[]): SetPrice['tiers'] {
  const [first, ...rest] = stored.map((tier) => ({
    fromPromptTokens: tier.fromPromptTokens,
    inputFemto: BigInt(tier.inputFemto),
    cacheReadFemto: BigInt(tier.cacheReadFemto),
    cacheWriteFemto: BigInt(tier.cacheWriteFemto),
    outputFemto: BigInt(tier.outputFemto),
  }));
  if (first === undefined) throw new Error('a price has at least one tier');
  return [first, ...rest];
}
