// A program that tells the forecasts of a store's budgets, as each server does, again and again until it is killed. It remembers
// nothing, so that it looks at every budget each time. Its argument is the store's URL; it prints a line for each time.
import { tellForecasts } from '../../src/domain/budget/forecast-budget.ts';
import { createLocalDoorbell } from '../../src/event-bus/local-doorbell.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { NOON } from './call-fixture.ts';
import { openStorageAt } from './open-storage.ts';

const storage = await openStorageAt(process.argv[2] ?? '');
const parts = {
  budgets: storage.budgets,
  usage: storage.usage,
  doorbell: createLocalDoorbell(),
  clock: { ...systemClock, now: () => NOON },
};
for (;;) {
  await tellForecasts(parts, new Map());
  process.stdout.write('done\n');
}
