import type { Call } from '../../domain/call/call.ts';
import { presumedSpent } from '../../domain/call/call-transitions.ts';
import { newId } from '../../lib/ids.ts';
import { abandonPlacement, sweepAbandonedHolds, toBegunPlacement } from './abandon.ts';
import { judgeEditedBudgets } from './update-budget.ts';
import { toCall } from './call-documents.ts';
import type { CallDocument } from './call-documents.ts';
import { readDueCalls } from './calls.ts';
import type { Database } from './database.ts';
import { finishTemplates } from './finish-template.ts';
import { decideEnd } from './decide-end.ts';
import { finishEnd } from './end-call.ts';
import { tellChange } from './feedback.ts';
import { forEachAtOnce } from './for-each-at-once.ts';

/** Presumes the calls spent whose lease ended, and finishes or undoes whatever a process that is gone has left half done. */
export async function presumeSpent(database: Database, now: number, limit: number): Promise<Call[]> {
  const failures: unknown[] = [];
  const attempt = (task: () => Promise<void>): Promise<void> =>
    task().catch((error: unknown) => void failures.push(error));

  const givenUp = [...database.givenUp.values()];
  await forEachAtOnce(givenUp, (placement) =>
    attempt(async () => void (await abandonPlacement(database, placement))),
  );
  const unfinished = await readDueCalls(database, ['placing', 'abandoned', 'settling'], now, limit);
  await forEachAtOnce(unfinished, (call) => attempt(() => finishOrUndo(database, call)));
  const changed = await readDueCalls(database, ['done'], now, limit);
  await forEachAtOnce(changed, (call) => attempt(() => tellChange(database, call)));
  await attempt(() => sweepAbandonedHolds(database, now));
  await attempt(() => judgeEditedBudgets(database, now));
  await attempt(() => finishTemplates(database, now));

  const presumed: Call[] = [];
  const running = await readDueCalls(database, ['running'], now, limit);
  await forEachAtOnce(running, (stored) =>
    attempt(async () => {
      const ended = await decidePresumption(database, stored, now);
      if (ended === null) return;
      presumed.push(toCall(ended));
      await finishEnd(database, ended);
    }),
  );
  // the next sweep finds what failed; one that can do nothing else says why
  if (presumed.length === 0 && failures.length > 0) throw failures[0];
  return presumed;
}

async function finishOrUndo(database: Database, call: CallDocument): Promise<void> {
  if (call.phase === 'settling') await finishEnd(database, call);
  else await abandonPlacement(database, toBegunPlacement(call));
}

/** Null when the call has ended, or its lease was renewed, since it was read. */
function decidePresumption(
  database: Database,
  stored: CallDocument,
  now: number,
): Promise<CallDocument | null> {
  const call = presumedSpent(toCall(stored), stored.heldNano, now);
  const { attempts } = stored;
  return decideEnd(database, stored, {
    id: newId(),
    kind: 'end',
    at: now,
    call,
    attempts,
    holdState: 'presumed_spent',
  });
}
