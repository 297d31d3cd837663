import type { AuditStamp } from '../../domain/access/audit.ts';
import { priceSnapshot } from '../../domain/price/price-store.ts';
import type { SetPrice } from '../../domain/price/price-store.ts';
import { tellAudit, untoldOf } from './audit-log.ts';
import type { Database } from './database.ts';
import { insertOnce } from './insert-once.ts';
import { fromPrice, toPrice } from './price-documents.ts';

export async function addPrice(database: Database, price: SetPrice, audit?: AuditStamp): Promise<void> {
  const { prices, repeat } = database;
  const document = { ...fromPrice(price), ...untoldOf(audit, priceSnapshot(price)) };
  await insertOnce(repeat, prices, document);
  await tellAudit(database, prices, document);
}

export async function listPrices({ prices, repeat }: Database, projectId: string): Promise<SetPrice[]> {
  const found = await repeat(() =>
    prices.find({ projectId }).sort({ effectiveFrom: 1, createdAt: 1, version: 1 }).toArray(),
  );
  return found.map(toPrice);
}
