import type { SetPrice } from '../../domain/price/price-store.ts';
import type { Database } from './database.ts';
import { insertOnce } from './insert-once.ts';
import { fromPrice, toPrice } from './price-documents.ts';

export function addPrice({ prices, repeat }: Database, price: SetPrice): Promise<void> {
  return insertOnce(repeat, prices, fromPrice(price));
}

export async function listPrices({ prices, repeat }: Database, projectId: string): Promise<SetPrice[]> {
  const found = await repeat(() =>
    prices.find({ projectId }).sort({ effectiveFrom: 1, createdAt: 1, version: 1 }).toArray(),
  );
  return found.map(toPrice);
}
