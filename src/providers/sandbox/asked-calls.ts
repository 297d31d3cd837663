import type { ToolDefinition } from '../../domain/token/countable-request.ts';
import { objectAt } from './json-in-text.ts';

/** A call that a prompt asks for. */
export interface AskedCall {
  name: string;
  /** JSON text of the arguments as the prompt gives them; null when it gives none. */
  arguments: string | null;
}

/**
 * The calls that a prompt asks for by `call <name>` or `call <name> with {…}`, where the name is that of a tool. What stands before the
 * word `then` is asked for together, what stands after it when that is answered.
 */
export function askedCalls(prompt: string, tools: readonly ToolDefinition[]): AskedCall[][] {
  const names = new Set(tools.map(({ name }) => name));
  const stages: AskedCall[][] = [[]];
  // past the arguments of the last call, in which nothing is asked for
  let from = 0;
  for (const match of prompt.matchAll(/\bthen\b|\bcall\s+[`'"]?([\w-]{1,64})[`'"]?(\s+with\s+(?=\{))?/gi)) {
    if (match.index < from) continue;
    const [all, name, before] = match;
    if (name === undefined) {
      if (stages.at(-1)?.length !== 0) stages.push([]);
    } else if (names.has(name)) {
      const given = before === undefined ? null : objectAt(prompt, match.index + all.length);
      stages.at(-1)?.push({ name, arguments: given?.text ?? null });
      from = match.index + all.length + (given?.text.length ?? 0);
    }
  }
  return stages.filter((calls) => calls.length > 0);
}
