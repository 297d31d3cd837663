import { z } from 'zod';
import { fromFaultScript } from './fault-script.ts';
import type { FaultStep } from './fault-script.ts';

/** What the model is to do wrong, the first so many turns; for ever when `times` is infinite. */
export interface Mistake {
  how: string;
  times: number;
}

/** What a request asks of the sandbox besides what it asks of a model. Every field is absent when it asks nothing. */
export interface Directive {
  /** Faults, one for each attempt; the first whose model is that of the request, or null, counts. */
  fails: readonly { model: string | null; steps: readonly FaultStep[] }[];
  /** Names the request in counters and in the log. */
  marker?: string | undefined;
  delay?: number | undefined;
  pace?: number | undefined;
  chunk?: number | undefined;
  tokens?: number | undefined;
  /** The texts of the answer, by the turn. */
  say: readonly string[];
  json?: Mistake | undefined;
  args?: Mistake | undefined;
  tool?: Mistake | undefined;
  loop?: number | undefined;
  reasoning?: number | undefined;
  'hidden-reasoning'?: number | undefined;
}

export type ParsedDirective = { ok: true; directive: Directive } | { ok: false; problem: string };

export const NO_DIRECTIVE: Directive = { fails: [], say: [] };

const TOKENS_MAX = 200_000;
const DELAY_MAX_MS = 3_600_000;
const count = (max: number) =>
  z
    .string()
    .regex(/^\d{1,7}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value <= max, `must be at most ${max}`);
const mistake = (how: RegExp, accepted: string) =>
  z
    .string()
    .transform((text): Mistake => {
      const [, word = '', times] = /^(.*?)(?:\*(\d{1,4}))?$/s.exec(text) ?? [];
      return { how: word, times: times === undefined ? Number.POSITIVE_INFINITY : Number(times) };
    })
    .refine((value) => how.test(value.how), `must be ${accepted}, and may end with *<times>`);

const words = z.strictObject({
  marker: z.string().min(1).max(200),
  delay: count(DELAY_MAX_MS),
  pace: count(DELAY_MAX_MS),
  chunk: count(1000).refine((value) => value > 0, 'must be at least 1'),
  tokens: count(TOKENS_MAX).refine((value) => value > 0, 'must be at least 1'),
  json: mistake(/^(broken|invalid|fenced)$/, 'broken, invalid or fenced'),
  args: mistake(/^(broken|invalid)$/, 'broken or invalid'),
  tool: mistake(/^[\w.-]{1,64}$/, 'the name of a function'),
  loop: z.union([z.literal('').transform(() => Number.POSITIVE_INFINITY), count(1000)]),
  reasoning: count(TOKENS_MAX),
  'hidden-reasoning': count(TOKENS_MAX),
});

/** `name`, `name=value` or `name="value in quotes as in JSON"`. */
const WORD = /([a-z-]+(?:@[^\s=]+)?)(?:=("(?:[^"\\]|\\.)*"|\S*))?/g;
const LINE = /#sandbox\b([^\n]*)/g;

/** What stands after `#sandbox` to the end of its line, all such lines of a text together; null when there is none. */
export function directiveText(content: string): string | null {
  if (!content.includes('#sandbox')) return null;
  const lines = [...content.matchAll(LINE)].map((match) => match[1] ?? '');
  return lines.length === 0 ? null : lines.join(' ');
}

/** Reads words such as `fail=503*2,plain marker=a`. The problem says which word is wrong and what it can be. */
export function parseDirective(text: string): ParsedDirective {
  const fails: { model: string | null; steps: readonly FaultStep[] }[] = [];
  const say: string[] = [];
  const others: Record<string, string> = {};
  for (const [, name = '', quoted = ''] of text.matchAll(WORD)) {
    const value = unquoted(quoted);
    if (value === null) return { ok: false, problem: `'${name}' must be a text in quotes, as in JSON` };
    const [word = '', model = null] = splitAt(name);
    if (word === 'fail') {
      const script = fromFaultScript(value);
      if (!script.ok) return { ok: false, problem: `there is no sandbox fault named '${script.unknown}'` };
      fails.push({ model, steps: script.steps });
    } else if (name === 'say') say.push(value);
    else others[name] = value;
  }
  const parsed = words.partial().safeParse(others);
  if (!parsed.success) return { ok: false, problem: problemOf(parsed.error) };
  return { ok: true, directive: { ...parsed.data, fails, say } };
}

/** Both: what `over` says counts where they differ. */
export function withOver(directive: Directive, over: Directive): Directive {
  return {
    ...directive,
    ...over,
    fails: [...over.fails, ...directive.fails],
    say: over.say.length > 0 ? over.say : directive.say,
  };
}

function splitAt(name: string): string[] {
  const at = name.indexOf('@');
  return at < 0 ? [name] : [name.slice(0, at), name.slice(at + 1)];
}

function unquoted(text: string): string | null {
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return null;
  }
}

function problemOf({ issues: [issue] }: z.ZodError): string {
  if (issue?.code === 'unrecognized_keys') return `there is no word '${issue.keys[0] ?? ''}'`;
  return `'${issue?.path.join('.') ?? ''}' ${issue?.message ?? 'is not accepted'}`;
}
