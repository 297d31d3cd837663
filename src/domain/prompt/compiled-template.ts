import type { Clock } from '../../lib/clock.ts';
import { TemplateVariableError, ValidationError } from '../errors.ts';
import { parseLiquid } from './liquid.ts';
import { LiquidFormatError, LiquidUndefinedError } from './liquid-errors.ts';
import { filledBytes, fillPlaceholders, parsePlaceholders } from './placeholders.ts';
import type { ParsedText } from './placeholders.ts';
import type { TemplateVersion } from './template.ts';
import { textsOf } from './template.ts';
import { toText } from './template-values.ts';

/** A version that is ready to be filled. */
export interface CompiledTemplate {
  /**
   * Its texts with the values in, in the order of `textsOf`: never more texts than the template has. Throws ValidationError
   * when they are longer than `bytesMax` of UTF-8 together, and TemplateVariableError for a part of a value that isn't there.
   */
  render(values: ReadonlyMap<string, unknown>, bytesMax: number): Promise<string[]>;
}

/** `partials` are the sources of what a liquid template renders, by the names that it has for them. */
export function compileTemplate(
  version: TemplateVersion,
  partials: ReadonlyMap<string, string>,
  clock: Clock,
): CompiledTemplate {
  return version.format === 'simple' ? compileSimple(version) : compileLiquid(version, partials, clock);
}

function compileSimple({ body }: TemplateVersion): CompiledTemplate {
  const parsed = textsOf(body).map(parsePlaceholders);
  return {
    // async, so that errors come the same way from both formats

    async render(values, bytesMax) {
      const texts = new Map([...values].map(([name, value]) => [name, toText(value)]));
      checkLength(bytesOfFilled(parsed, texts), bytesMax);
      return parsed.map((text) => fillPlaceholders(text, (name) => texts.get(name) ?? ''));
    },
  };
}

/** Known from the lengths of the parts, before anything is put together. */
function bytesOfFilled(parsed: readonly ParsedText[], texts: ReadonlyMap<string, string>): number {
  const lengths = new Map([...texts].map(([name, text]) => [name, Buffer.byteLength(text)]));
  return parsed.reduce((sum, text) => sum + filledBytes(text, (name) => lengths.get(name) ?? 0), 0);
}

function compileLiquid(
  { body, templateId, number }: TemplateVersion,
  partials: ReadonlyMap<string, string>,
  clock: Clock,
): CompiledTemplate {
  const name = `"${templateId}" version ${number}`;
  const rethrow = (error: unknown): never => {
    if (error instanceof LiquidUndefinedError) throw new TemplateVariableError(name, [error.path]);
    if (error instanceof LiquidFormatError)
      throw new ValidationError([{ path: 'template', message: `${name} ${error.message}` }]);
    throw error;
  };
  let parsed: ReturnType<typeof parseLiquid>;
  try {
    parsed = parseLiquid({ texts: textsOf(body), partials }, clock);
  } catch (error) {
    return rethrow(error);
  }
  return {
    async render(values, bytesMax) {
      const texts = await parsed.render(values).catch(rethrow);
      checkLength(
        texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
        bytesMax,
      );
      return texts;
    },
  };
}

function checkLength(bytes: number, bytesMax: number): void {
  if (bytes <= bytesMax) return;
  throw new ValidationError([
    {
      path: 'template',
      message: `must be at most ${bytesMax} bytes of UTF-8 (MAX_PROMPT_BYTES) with its values in; it would be ${bytes}`,
    },
  ]);
}
