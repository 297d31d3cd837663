import type { OptionalUnlessRequiredId } from 'mongodb';
import type { BoundedCollection } from './bounded-collection.ts';
import type { Repeat } from './repeat.ts';
import { isDuplicateKey } from './store-failure.ts';

/** Inserts a document that no other process makes. Throws the driver's error when its `_id` was taken before. */
export async function insertOnce<Stored extends { _id: string }>(
  repeat: Repeat,
  collection: BoundedCollection<Stored>,
  document: OptionalUnlessRequiredId<Stored>,
): Promise<void> {
  let mayBeThere = false;
  await repeat(async () => {
    try {
      await collection.insertOne(document);
    } catch (error) {
      // the first try was applied, and its reply lost
      if (mayBeThere && isDuplicateKey(error)) return;
      mayBeThere = true;
      throw error;
    }
  });
}
