// What is done again and again beside the calls. Each part is safe to run in every process at once, and to be cut short.
import { tellForecasts } from './domain/budget/forecast-budget.ts';
import type { ForecastMemory } from './domain/budget/forecast-budget.ts';
import { sweepContents } from './domain/content/sweep-contents.ts';
import type { ContentSweepParts } from './domain/content/sweep-contents.ts';
import type { Doorbell } from './domain/event/event-log.ts';
import type { Storage } from './domain/storage.ts';
import { rollUpUsage } from './domain/usage/roll-up-usage.ts';
import type { Clock } from './lib/clock.ts';

const ROLL_UP_EVERY_MS = 30_000;
const FORECAST_EVERY_MS = 60_000;
const CONTENT_SWEEP_EVERY_MS = 600_000;

export interface MaintenanceParts {
  storage: Storage;
  doorbell: Doorbell;
  clock: Clock;
  /** How long what is kept of calls stays. */
  content: Pick<ContentSweepParts, 'answerKeptHours' | 'retentionDays'>;
  isStopping: () => boolean;
  /** Told what could not be done; it is tried again the next time. */
  onError: (error: unknown, text: string) => void;
}

/** Returns the function that ends it. */
export function startMaintenance(parts: MaintenanceParts): () => void {
  const { storage, doorbell, clock, content, isStopping, onError } = parts;
  const forecasts: ForecastMemory = new Map();
  const every = (ms: number, task: () => Promise<unknown>, failure: string): (() => void) =>
    clock.every(ms, async () => {
      if (!isStopping()) await task().catch((error: unknown) => onError(error, failure));
    });
  const stops = [
    every(
      ROLL_UP_EVERY_MS,
      () => rollUpUsage({ store: storage.usage, clock, isStopping }),
      'rollups of usage could not be made; reports read the calls instead',
    ),
    every(
      FORECAST_EVERY_MS,
      () => tellForecasts({ budgets: storage.budgets, usage: storage.usage, doorbell, clock }, forecasts),
      'the spend of budgets could not be projected',
    ),
    every(
      CONTENT_SWEEP_EVERY_MS,
      () => sweepContents({ store: storage.contents, clock, ...content, isStopping }),
      'old contents of calls could not be removed',
    ),
  ];
  return () => stops.forEach((stop) => stop());
}
