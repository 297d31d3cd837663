import { crossingsOf, rearmed, withCrossings } from '../../domain/budget/enforcement.ts';
import type { Crossings } from '../../domain/budget/enforcement.ts';
import { budgetCrossings } from '../../domain/event/budget-events.ts';
import type { EventSource } from '../../domain/event/budget-events.ts';
import { toBudget } from './budget-documents.ts';
import type { BudgetDocument } from './budget-documents.ts';
import { readBudget } from './budgets.ts';
import type { Database } from './database.ts';
import type { KeyedEvent } from './event-documents.ts';
import { readLedger, WITHOUT_HOLDS } from './ledger.ts';
import { toLedger } from './ledger-documents.ts';
import type { LedgerDocument } from './ledger-documents.ts';

/** What made the warnings due. */
export interface Occasion {
  /** The call that was charged; null for an edit of the budget. */
  source: EventSource | null;
  /** UTC milliseconds. */
  at: number;
  /** What the log has to know before the warnings, of which any process may tell it as soon as they are marked. */
  after: Promise<void>;
}

/**
 * Marks the warnings that are due by the ledger as told, each once over all processes, and puts their events into the
 * ledger's outbox in the same write. Returns the ledger when nothing is due any more. A budget that was edited since the
 * ledger was last judged takes back the marks that it no longer has reached.
 */
export async function markCrossings(
  database: Database,
  budget: BudgetDocument,
  ledger: LedgerDocument,
  { source, at, after }: Occasion,
): Promise<LedgerDocument> {
  let rule: BudgetDocument | null = budget;
  let current = ledger;
  for (;;) {
    // another process has judged by a later edit
    if (rule.revision < current.budgetRevision) {
      rule = await readBudget(database, rule._id);
      if (rule === null) return current;
      continue;
    }
    const known = toLedger(current);
    const armed = rule.revision === current.budgetRevision ? known : rearmed(toBudget(rule), known);
    const crossings = crossingsOf(toBudget(rule), armed);
    if (rule.revision === current.budgetRevision && isNone(crossings)) return current;

    const told = withCrossings(armed, crossings);
    const events = budgetCrossings(toBudget(rule), told, crossings, source, at);
    const { _id, judgements } = current;
    const outbox = events.map((event, index): KeyedEvent => ({
      key: `${_id} judgement ${judgements + 1} event ${index + 1}`,
      event,
    }));
    const { warnedThresholds, reportedUsedUp } = told;
    const marks = {
      warnedThresholds: [...warnedThresholds],
      reportedUsedUp,
      budgetRevision: rule.revision,
    };
    await after;
    const marked: LedgerDocument | null = await database.repeat(() =>
      database.periods.findOneAndUpdate(
        { _id, judgements },
        { $set: marks, $inc: { judgements: 1 }, $push: { outbox: { $each: outbox } } },
        { returnDocument: 'after', ...WITHOUT_HOLDS },
      ),
    );
    current = marked ?? (await readLedger(database, _id));
  }
}

/** Appends the events of the marks to the log, in the order in which they were made, and empties the outboxes. */
export async function tellCrossings(database: Database, ledgers: readonly LedgerDocument[]): Promise<void> {
  const full = ledgers.filter(({ outbox }) => outbox.length > 0);
  await database.log.append(full.flatMap(({ outbox }) => outbox));
  await Promise.all(
    full.map(({ _id, outbox }) =>
      database.repeat(() =>
        database.periods.updateOne(
          { _id },
          { $pull: { outbox: { key: { $in: outbox.map(({ key }) => key) } } } },
        ),
      ),
    ),
  );
}

function isNone({ thresholds, usedUp }: Crossings): boolean {
  return thresholds.length === 0 && !usedUp;
}
