import { readFile } from 'node:fs/promises';

// The format is at sqlite.org/fileformat2.html#the_write_ahead_log.
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const PAGE_SIZE_AT = 8;
const HEADER_SALT_AT = 16;
const PAGES_AFTER_COMMIT_AT = 4;
const FRAME_SALT_AT = 8;
const SALT_BYTES = 8;

/** The commits in the write-ahead log of a database: frames that say how large the database is after them. */
export async function countCommits(databasePath: string): Promise<number> {
  const wal = await readFile(`${databasePath}-wal`);
  if (wal.length === 0) return 0;
  const frameBytes = FRAME_HEADER_BYTES + wal.readUInt32BE(PAGE_SIZE_AT);
  const salt = wal.subarray(HEADER_SALT_AT, HEADER_SALT_AT + SALT_BYTES);
  let commits = 0;
  for (let frame = HEADER_BYTES; frame + frameBytes <= wal.length; frame += frameBytes) {
    // frames of an earlier use of the file follow the valid ones
    if (!wal.subarray(frame + FRAME_SALT_AT, frame + FRAME_SALT_AT + SALT_BYTES).equals(salt)) break;
    if (wal.readUInt32BE(frame + PAGES_AFTER_COMMIT_AT) > 0) commits += 1;
  }
  return commits;
}
