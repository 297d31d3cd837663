import { LiquidError, UndefinedVariableError } from 'liquidjs';

/** Why a text is not in the format, or could not be rendered; the message is for its author. */
export class LiquidFormatError extends Error {}

/** A value that the template asks for is not there: the whole path of it, such as `user.name`. */
export class LiquidUndefinedError extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`${path} is not defined`);
    this.path = path;
  }
}

/** Runs a part of liquidjs; what it throws is converted. */
export function tryParse<Result>(task: () => Result): Result {
  try {
    return task();
  } catch (error) {
    throw toFormatError(error);
  }
}

/** What liquidjs says, as LiquidFormatError or LiquidUndefinedError. */
export function toFormatError(error: unknown): Error {
  if (error instanceof LiquidFormatError) return error;
  if (isStackOverflow(error)) return new LiquidFormatError('is nested too deeply');
  if (!LiquidError.is(error)) return error instanceof Error ? error : new Error(String(error));
  const cause: unknown = (error as { originalError?: unknown }).originalError;
  if (cause instanceof LiquidFormatError) return cause;
  const path = undefinedPathOf(error) ?? undefinedPathOf(cause);
  if (path !== null) return new LiquidUndefinedError(path);
  if (error.message.includes('limit exceeded')) return new LiquidFormatError('takes too much work to render');
  return new LiquidFormatError(`is not valid: ${error.message}`);
}

function isStackOverflow(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Maximum call stack');
}

function undefinedPathOf(error: unknown): string | null {
  const isUndefined =
    error instanceof UndefinedVariableError ||
    (error instanceof Error && error.message.startsWith('undefined variable: '));
  return isUndefined ? (/undefined variable: ([^,\s]+)/.exec(error.message)?.[1] ?? '') : null;
}
