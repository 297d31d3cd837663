import { StoreUnavailableError } from '../../domain/errors.ts';
import type { Database } from './database.ts';
import { isDuplicateKey } from './store-failure.ts';

const ANSWER_MS = 1_500;

/** A write that is as durable as any other: without a primary, a majority or disk space it fails. */
export async function checkWritable(database: Database): Promise<void> {
  await database.health
    .updateOne({ _id: 1 }, { $inc: { checks: 1 } }, { upsert: true })
    .catch((error: unknown) => {
      // two first checks at once: one of them made the document
      if (!isDuplicateKey(error)) throw error;
    });
}

/** The same, but a server that doesn't answer is not waited for. */
export async function checkHealth(database: Database): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailableError('The database does not answer.')), ANSWER_MS);
  });
  try {
    await Promise.race([checkWritable(database), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
