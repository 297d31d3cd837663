import { answerOfStatus, NAMED_ERRORS } from './error-answer.ts';
import type { ErrorAnswer, RetryAfter } from './error-answer.ts';

/** Where an answer breaks: after so many server-sent events, after so many bytes of the body, or in the middle. */
export type BreakPoint = { unit: 'events' | 'bytes'; count: number } | { unit: 'half' };

/** A body that does not come to its end as it should. */
export interface BreakFault {
  /**
   * `cut` closes the connection, `reset` resets it, `stall` falls silent and keeps it open, `half-open` falls silent and does
   * not notice either when the client leaves, `end` ends the body early as if it were whole, `malformed` ends it with something that is no
   * JSON, `error-event` ends a stream with an error in it.
   */
  kind: (typeof BREAK_KINDS)[number];
  at: BreakPoint;
}

/** What goes wrong with one request, or how it answers otherwise than plainly. */
export type Fault =
  | { kind: 'none' | 'fill' | 'no-usage' | 'zero-usage' | 'refusal' | 'filter' | 'length' }
  /** Before the headers: never answers, resets the connection, answers with a page of HTML. */
  | { kind: 'hang' | 'drop' | 'html' }
  | { kind: 'delay' | 'pace'; ms: number }
  | { kind: 'flaky'; failures: number }
  | { kind: 'error'; answer: ErrorAnswer }
  | BreakFault;

const BREAK_KINDS = ['cut', 'reset', 'stall', 'half-open', 'end', 'malformed', 'error-event'] as const;
const PLAIN_KINDS = [
  ...(['fill', 'no-usage', 'zero-usage', 'refusal', 'filter', 'length'] as const),
  ...(['hang', 'drop', 'html'] as const),
];
const SLOW_MS = 500;

/**
 * The fault of a name: what follows `sandbox-` in the name of a model of the sandbox's own, such as `503`, `delay-250`,
 * `cut-bytes-100`, `429-date-2`. Null when there is none of that name.
 */
export function faultNamed(name: string): Fault | null {
  if (name === 'plain') return { kind: 'none' };
  if (name === 'slow') return { kind: 'delay', ms: SLOW_MS };
  const answer = NAMED_ERRORS[name];
  if (answer !== undefined) return { kind: 'error', answer };
  const plain = PLAIN_KINDS.find((kind) => kind === name);
  if (plain !== undefined) return { kind: plain };
  return breakFault(name) ?? numberedFault(name) ?? statusFault(name);
}

export function isBreak(fault: Fault): fault is BreakFault {
  return 'at' in fault;
}

/** `cut`, `cut-3` after three events, `cut-bytes-100` after a hundred bytes; and so the others. */
function breakFault(name: string): Fault | null {
  const [, word, unit, count] = /^([a-z]+(?:-[a-z]+)??)(?:-(bytes))?(?:-(\d{1,7}))?$/.exec(name) ?? [];
  const kind = BREAK_KINDS.find((known) => known === word);
  if (kind === undefined || (unit !== undefined && count === undefined)) return null;
  if (count === undefined) return { kind, at: { unit: 'half' } };
  return { kind, at: { unit: unit === undefined ? 'events' : 'bytes', count: Number(count) } };
}

function numberedFault(name: string): Fault | null {
  const [, word = '', number = ''] = /^(delay|pace|flaky)-(\d{1,6})$/.exec(name) ?? [];
  if (word === 'delay' || word === 'pace') return { kind: word, ms: Number(number) };
  return word === 'flaky' ? { kind: 'flaky', failures: Number(number) } : null;
}

/** `503`, `503-after-2`, `503-after-ms-200`, `503-date-2`. */
function statusFault(name: string): Fault | null {
  const [, status, form, amount] = /^([45]\d\d)(?:-(after|after-ms|date)-(\d{1,7}))?$/.exec(name) ?? [];
  if (status === undefined) return null;
  const answer = answerOfStatus(Number(status));
  if (form === undefined) return { kind: 'error', answer };
  return { kind: 'error', answer: { ...answer, retryAfter: retryAfterOf(form, Number(amount)) } };
}

function retryAfterOf(form: string, amount: number): RetryAfter {
  if (form === 'after-ms') return { form, ms: amount };
  return { form: form === 'date' ? 'date' : 'after', seconds: amount };
}
