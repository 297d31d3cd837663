import type { ChatMessage } from '../call/chat-message.ts';
import { ValidationError } from '../errors.ts';
import type { ContextInput, ContextPart } from './context-input.ts';
import { cutOrder, unitsOf } from './context-units.ts';
import type { ContextUnit } from './context-units.ts';
import { summaryTokensOf, toSummaryMessage, toTranscript } from './history-summary.ts';

export const CUT_ACTIONS = ['dropped', 'summarised'] as const;
export type CutAction = (typeof CUT_ACTIONS)[number];
export const CUT_REASONS = ['token_limit', 'summary_failed'] as const;
export type CutReason = (typeof CUT_REASONS)[number];

/** Entries in a row of one part that are not in the context as they were given. */
export interface ContextCut {
  part: ContextPart;
  /** The first of them, from 0. */
  index: number;
  count: number;
  tokens: number;
  action: CutAction;
  reason: CutReason;
}

/** What came of a context. */
export interface ContextReport {
  /** The most tokens that it could have; null when there was no limit. */
  tokenLimit: number | null;
  tokens: number;
  cut: readonly ContextCut[];
}

export interface BuiltContext {
  messages: readonly ChatMessage[];
  report: ContextReport;
}

export interface ContextParts {
  /** The prompt tokens of a request with these messages and all else that the call sends. */
  countMessages(messages: readonly ChatMessage[]): Promise<number>;
  /** The tokens of each list of messages alone. */
  countEach(lists: readonly (readonly ChatMessage[])[]): Promise<readonly number[]>;
  /** The longest conversation that can be summarised, in tokens. */
  transcriptTokensMax: number;
  /** A summary of a conversation, of at most so many tokens; null when there is none to be had. */
  summarise(transcript: string, tokensMax: number): Promise<string | null>;
}

interface Sized extends ContextUnit {
  tokens: number;
}

/**
 * The messages of a context, within `tokenLimit`: instructions, examples, documents, history and the input, in this order.
 * Instructions (those of `fixed`, or `input.system`) and the input are never cut. Throws ValidationError when they alone are
 * too long.
 */
export async function buildContext(
  parts: ContextParts,
  input: ContextInput,
  fixed: readonly ChatMessage[],
  tokenLimit: number | null,
): Promise<BuiltContext> {
  const instructions: ChatMessage[] =
    input.system === undefined ? [...fixed] : [...fixed, { role: 'system', content: input.system }];
  const question: ChatMessage = { role: 'user', content: input.input };
  const assemble = (kept: readonly ContextUnit[], summary: ChatMessage | null): ChatMessage[] => {
    const of = (part: ContextPart) =>
      kept.filter((unit) => unit.part === part).flatMap(({ messages }) => messages);
    return [
      ...instructions,
      ...of('examples'),
      ...of('documents'),
      ...(summary === null ? [] : [summary]),
      ...of('history'),
      question,
    ];
  };

  const units = await sizeUnits(parts, unitsOf(input));
  const limit = tokenLimit ?? Infinity;
  const least = await parts.countMessages([...instructions, question]);
  if (least > limit) throw tooLong(least, limit);

  let kept = await keepWithin(parts, units, input, limit, assemble);
  let summary: ChatMessage | null = null;
  let summarised: readonly Sized[] = [];
  const isWanted = input.historyStrategy === 'summarise' && hasCutHistory(units, kept);
  if (isWanted) {
    const room = summaryTokensOf(limit);
    kept = await keepWithin(parts, units, input, Math.max(least, limit - room), assemble);
    const { transcript, covered } = toTranscript(cutHistory(units, kept), parts.transcriptTokensMax);
    const text = covered.length === 0 ? null : await parts.summarise(transcript, room);
    summary = text === null ? null : toSummaryMessage(text);
    summarised = covered;
  }
  let tokens = await parts.countMessages(assemble(kept, summary));
  if (summary !== null && tokens > limit) {
    summary = null;
    tokens = await parts.countMessages(assemble(kept, null));
  }
  const cut = units.filter((unit) => !kept.includes(unit));
  const toCut = (unit: Sized): ContextCut => {
    const { part, index, count } = unit;
    const shared = { part, index, count, tokens: unit.tokens };
    if (!isWanted || !summarised.includes(unit))
      return { ...shared, action: 'dropped', reason: 'token_limit' };
    return summary === null
      ? { ...shared, action: 'dropped', reason: 'summary_failed' }
      : { ...shared, action: 'summarised', reason: 'token_limit' };
  };
  return { messages: assemble(kept, summary), report: { tokenLimit, tokens, cut: joinCuts(cut.map(toCut)) } };
}

async function sizeUnits(parts: ContextParts, units: readonly ContextUnit[]): Promise<Sized[]> {
  const sizes = await parts.countEach(units.map(({ messages }) => messages));
  return units.map((unit, index) => ({ ...unit, tokens: sizes[index] ?? 0 }));
}

/** Cuts until the count of the whole is within the limit: the sum of the parts says only how much to cut next. */
async function keepWithin(
  parts: ContextParts,
  units: readonly Sized[],
  input: ContextInput,
  limit: number,
  assemble: (kept: readonly ContextUnit[], summary: null) => ChatMessage[],
): Promise<Sized[]> {
  const order = cutOrder(units, input) as Sized[];
  const cut = new Set<Sized>();
  for (;;) {
    const kept = units.filter((unit) => !cut.has(unit));
    const tokens = await parts.countMessages(assemble(kept, null));
    let excess = tokens - limit;
    if (excess <= 0 || order.length === 0) return kept;
    while (excess > 0) {
      const unit = order.shift();
      if (unit === undefined) break;
      cut.add(unit);
      excess -= Math.max(1, unit.tokens);
    }
  }
}

function cutHistory(units: readonly Sized[], kept: readonly Sized[]): Sized[] {
  return units.filter((unit) => unit.part === 'history' && !kept.includes(unit));
}

function hasCutHistory(units: readonly Sized[], kept: readonly Sized[]): boolean {
  return cutHistory(units, kept).length > 0;
}

function joinCuts(cuts: readonly ContextCut[]): ContextCut[] {
  const joined: ContextCut[] = [];
  for (const cut of cuts) {
    const last = joined.at(-1);
    const isNext =
      last?.part === cut.part &&
      last.action === cut.action &&
      last.reason === cut.reason &&
      last.index + last.count === cut.index;
    if (!isNext) joined.push(cut);
    else
      joined[joined.length - 1] = {
        ...last,
        count: last.count + cut.count,
        tokens: last.tokens + cut.tokens,
      };
  }
  return joined;
}

function tooLong(tokens: number, limit: number): ValidationError {
  return new ValidationError([
    {
      path: 'context.input',
      message: `has ${tokens} tokens with its instructions, which are never cut; the limit is ${limit}`,
    },
  ]);
}
