import type { Call } from '../../domain/call/call.ts';
import { presumedSpent } from '../../domain/call/call-transitions.ts';
import { readAbandonedCalls } from './calls.ts';
import type { Database } from './database.ts';
import { endCall } from './end-call.ts';

export function presumeSpent(database: Database, now: number, limit: number): Call[] {
  return readAbandonedCalls(database, now, limit).map((stored) => {
    const ended = presumedSpent(stored.call, stored.heldNano, now);
    endCall(database, stored, ended, [], 'presumed_spent');
    return ended;
  });
}
