import { Token } from 'liquidjs';
import type { Liquid, Template } from 'liquidjs';
import type { Clock } from '../../lib/clock.ts';
import { createLiquid } from './liquid-engine.ts';
import { LiquidFormatError, toFormatError, tryParse } from './liquid-errors.ts';
import { boundRenderer } from './liquid-renderer.ts';

/** More take liquidjs seconds to parse. */
const TAGS_MAX = 5_000;

/** The texts of a template, parsed, with the partials that they may render. */
export interface LiquidTexts {
  /** The texts with the values in. Throws LiquidFormatError and LiquidUndefinedError. */
  render(values: ReadonlyMap<string, unknown>): Promise<string[]>;
}

export interface LiquidSources {
  texts: readonly string[];
  /** Everything that the texts and their partials render, by name. */
  partials: ReadonlyMap<string, string>;
}

/** Throws LiquidFormatError. */
export function parseLiquid({ texts, partials }: LiquidSources, clock: Clock): LiquidTexts {
  return tryParse(() => {
    const liquid = createLiquid(partials, () => undefined);
    boundRenderer(liquid, clock);
    const parsed = texts.map((text) => parse(liquid, text));
    return {
      async render(values) {
        // without a prototype: `constructor` is a name like any other
        const scope = Object.create(null) as Record<string, unknown>;
        for (const [name, value] of values) scope[name] = value;
        const rendered: string[] = [];
        for (const templates of parsed) {
          try {
            rendered.push(String(await liquid.render(templates, scope)));
          } catch (error) {
            throw toFormatError(error);
          }
        }
        return rendered;
      },
    };
  });
}

/** The names of the variables that the texts and their partials take from the outside. Throws LiquidFormatError. */
export function variablesOfLiquid({ texts, partials }: LiquidSources): string[] {
  return tryParse(() => {
    const liquid = createLiquid(partials, () => undefined);
    const names = texts.flatMap((text) => {
      const templates = parse(liquid, text);
      return withoutPositions(() => liquid.globalVariablesSync(templates));
    });
    return [...new Set(names)].sort();
  });
}

/** The names of the partials that a text itself renders. Throws LiquidFormatError when it is not in the format. */
export function partialNamesOf(text: string): string[] {
  const names = new Set<string>();
  tryParse(() =>
    parse(
      createLiquid(new Map(), (name) => names.add(name)),
      text,
    ),
  );
  return [...names];
}

/** The text without tags and outputs: all that can be said of it before it is rendered. */
export function literalTextOf(text: string): string {
  return text.replaceAll(/\{\{[^]*?\}\}|\{%[^]*?%\}/g, '');
}

function parse(liquid: Liquid, text: string): Template[] {
  let tags = 0;
  for (let at = text.indexOf('{'); at !== -1; at = text.indexOf('{', at + 1)) {
    const next = text.charAt(at + 1);
    if (next === '{' || next === '%') tags += 1;
  }
  if (tags > TAGS_MAX) throw new LiquidFormatError(`has more than ${TAGS_MAX} tags and outputs`);
  return liquid.parse(text);
}

/** liquidjs counts the lines before each variable that it reports, which takes seconds for a long text. Nobody reads them here. */
function withoutPositions<Result>(task: () => Result): Result {
  const prototype = Token.prototype as { getPosition: () => number[] };
  const { getPosition } = prototype;
  prototype.getPosition = () => [0, 0];
  try {
    return task();
  } finally {
    prototype.getPosition = getPosition;
  }
}
