import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UsageBuckets } from '../../src/domain/token/usage.ts';
import { filePathsUnder, root } from './source-file.ts';

export interface UsageFixture {
  /** The file's name without its ending. */
  name: string;
  /** Who answers so, and where that is documented. */
  source: string;
  /** The answer, or the last chunk of a stream, as far as it tells of usage. */
  answer: Record<string, unknown>;
  /** What is charged for. */
  buckets: UsageBuckets;
}

/** Usage as each provider reports it. */
export function readUsageFixtures(): UsageFixture[] {
  return filePathsUnder('test/fixtures/usage').map((path) => {
    const fixture = JSON.parse(readFileSync(join(root, path), 'utf8')) as Omit<UsageFixture, 'name'>;
    return { name: path.replace(/^.*\/|\.json$/g, ''), ...fixture };
  });
}
