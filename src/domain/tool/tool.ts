import type { ToolDefinition } from '../token/countable-request.ts';

/** What a running tool knows of the call that it runs for. */
export interface ToolContext {
  projectId: string;
  operationId: string;
  agentId: string | null;
  /** Aborted when the call is cancelled, its deadline has come, or the tool's own time is over. */
  signal: AbortSignal;
}

/** A function that Tollgate runs when a model calls it. */
export interface Tool {
  /** 1 to 64 of the characters A-Z a-z 0-9 _ - */
  name: string;
  /** Tells the model what it does and when to call it. */
  description: string;
  /** JSON Schema of an object, or a zod schema of one. */
  parameters: unknown;
  /** Longest time of one run, in milliseconds; 30,000 when left out. */
  timeoutMs?: number;
  /** Gives what the model is shown: a text, or a value that becomes JSON. What it throws counts as an error of the tool. */
  run(args: unknown, context: ToolContext): unknown;
}

/** A tool of the registry, with its parameters as JSON Schema and its arguments' check. */
export interface RegisteredTool extends Omit<Tool, 'parameters'> {
  definition: ToolDefinition;
  timeoutMs: number;
  /** What `run` threw, as models, callers and records may see it: without secrets, and not for ever. */
  reasonOf(error: unknown): string;
  /** The arguments as `run` takes them, or what is wrong with them, as a model can act on it. */
  check(args: unknown): Promise<{ value: unknown } | { problems: string[] }>;
}

export interface ToolRegistry {
  find(name: string): RegisteredTool | undefined;
  /** Of the registered ones among the names. */
  definitionsOf(names: readonly string[]): ToolDefinition[];
  list(): readonly RegisteredTool[];
}
