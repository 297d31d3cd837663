import { randomBytes } from 'node:crypto';
import type { Attempt, Call, CostBasis, Hold } from '../../domain/call/call.ts';
import type { CallContent, StoredInput } from '../../domain/content/content.ts';
import type { CallKey } from '../../domain/call/call-store.ts';
import { versionsOf } from '../../domain/prompt/resolve-template.ts';
import type { VersionUse } from '../../domain/prompt/resolve-template.ts';
import type { NanoUsd } from '../../lib/money.ts';

/**
 * How far the writes of a call have come. What follows from a phase can be finished by any process.
 *
 * - `placing`: its holds are being placed; nobody sees the call yet
 * - `abandoned`: it will never run; its holds are being released, and the document goes
 * - `running`: all its holds are placed
 * - `settling`: its end is decided and durable; the ledgers and the log are being told
 * - `done`: they know
 */
export type CallPhase = 'placing' | 'abandoned' | 'running' | 'settling' | 'done';

/** The phases of a call that was dispatched. */
export const DISPATCHED_PHASES: CallPhase[] = ['running', 'settling', 'done'];

export interface HoldDocument extends Hold {
  /** `_id` of the document in `budget_periods`. */
  periodId: string;
}

/** What was booked, in the order of its booking; the sum over a call's entries is the call's cost. */
export interface CostEntry {
  kind: 'settlement' | 'presumption' | 'correction';
  bookedAt: number;
  promptNano: NanoUsd;
  completionNano: NanoUsd;
  totalNano: NanoUsd;
  basis: CostBasis;
  priceVersion: string | null;
}

/** What is kept of a call's content, and when it was stored, UTC milliseconds. */
export interface ContentDocument extends CallContent {
  storedAt: number;
  /** The same while its answer has still to be brought to what the policy keeps; absent afterwards. */
  reduceFrom?: number;
}

/** Feedback of one name by one API key. */
export interface FeedbackEntry {
  name: string;
  /** Null for the admin key. */
  apiKeyId: string | null;
  /** In millionths; null without a score. */
  scoreMicro: number | null;
  label: string | null;
  comment: string | null;
  givenAt: number;
}

/** The last decision of what a call has cost, from which the rest follows. */
export interface Ending {
  /** Of this decision, so that a process whose reply was lost knows its own work. */
  id: string;
  /**
   * - `end`: settled, released or presumed spent; its holds end
   * - `correction`: a late settle of what was presumed spent
   * - `reprice`: another price
   */
  kind: 'end' | 'correction' | 'reprice';
  /** How much more or less than before the period of each hold is charged, in the order of the holds. */
  byNano: NanoUsd[];
  /** When, for the warnings that it makes due; UTC milliseconds. */
  at: number;
}

/** A document of `calls`: the call as the domain knows it, and what the ledger knows of it. */
export interface CallDocument extends Omit<
  Call,
  'requestedModels' | 'promptTokensSaved' | 'templateVersions'
> {
  requestedModels?: readonly string[];
  promptTokensSaved?: number | null;
  templateVersions?: readonly VersionUse[];
  _id: string;
  phase: CallPhase;
  /** Names the call's holds in the ledgers. A placement that is begun again has another, so nothing late can touch it. */
  holdKey: string;
  /** What is or was held for it on every budget, extensions included; also when no budget counts it. */
  heldNano: NanoUsd;
  holdState: Hold['state'];
  holds: HoldDocument[];
  attempts: Attempt[];
  entries: CostEntry[];
  /** Null until it ends. */
  ending: Ending | null;
  /** When somebody asked for it to end; absent when nobody did. */
  cancelRequestedAt?: number;
  /** What is kept of what it was asked, until it is removed; absent when nothing is. */
  content?: ContentDocument;
  /** What was thought of it, by name and API key (feedbackIdOf); absent when nothing. */
  feedback?: Record<string, FeedbackEntry>;
  /** When a sweep has to look at it; absent when there is nothing left to do. */
  dueAt?: number;
}

export function callIdOf({ projectId, operationId }: CallKey): string {
  return JSON.stringify([projectId, operationId]);
}

/** 96 random bits, in characters that a field name can have. */
export function newHoldKey(): string {
  return randomBytes(12).toString('base64url');
}

export function fromDispatched(call: Call, holds: HoldDocument[], input?: StoredInput): CallDocument {
  return {
    _id: callIdOf(call),
    ...call,
    phase: holds.length === 0 ? 'running' : 'placing',
    holdKey: newHoldKey(),
    heldNano: call.worstCase.cost.totalNano,
    holdState: 'held',
    holds,
    attempts: [],
    entries: [],
    ending: null,
    dueAt: call.leaseUntil,
    ...(input && { content: toContent(input, call.startedAt) }),
  };
}

function toContent(input: StoredInput, storedAt: number): ContentDocument {
  const content = { ...input, outputHash: null, storedAt };
  return input.policy === 'full' ? content : { ...content, reduceFrom: storedAt };
}

export function toCall(document: CallDocument): Call {
  const {
    _id,
    phase: _phase,
    holdKey: _holdKey,
    heldNano: _heldNano,
    holdState: _holdState,
    holds: _holds,
    attempts: _attempts,
    entries: _entries,
    ending: _ending,
    content: _content,
    feedback: _feedback,
    dueAt: _dueAt,
    cancelRequestedAt: _cancelRequestedAt,
    ...call
  } = document;
  // documents of the first schema say nothing of it: their calls had one model
  const { requestedModels = [call.model], promptTokensSaved = null, template = null, context = null } = call;
  const templateVersions = versionsOf(template, call.templateVersions);
  return { ...call, requestedModels, promptTokensSaved, template, templateVersions, context };
}

export function toHold({ periodId: _, ...hold }: HoldDocument): Hold {
  return hold;
}
