import {
  filters,
  Liquid,
  LiquidError,
  RenderError,
  RenderTag,
  Token,
  UndefinedVariableError,
} from 'liquidjs';
import type { Context, Emitter, FilterImplOptions, Template } from 'liquidjs';
import type { Clock } from '../../lib/clock.ts';

/**
 * The `liquid` format: liquidjs with its tags and filters cut down to what is pure, deterministic and bounded. Work is counted
 * in units: a character that is written or read by a filter is one, a step of the template 50 and the length of its source.
 */
const WORK_MAX = 4_000_000;
const STEP_WORK = 50;
const ITEM_WORK = 100;
const SORTED_ITEM_WORK = 800;
/** How long one render may go on, and how long it keeps the event loop to itself, in milliseconds. */
const RENDER_MAX_MS = 2_000;
const SLICE_MS = 8;
/** More take liquidjs seconds to parse. */
const TAGS_MAX = 5_000;

const TAGS = [
  'assign',
  'break',
  'capture',
  'case',
  'comment',
  'continue',
  'cycle',
  'echo',
  'for',
  'if',
  'liquid',
  'raw',
  'render',
  'unless',
  '#',
];

/** No date, random number, encoding or hash; nothing that makes HTML; nothing that evaluates text. */
const FILTERS = [
  ...[
    'abs',
    'at_least',
    'at_most',
    'ceil',
    'divided_by',
    'floor',
    'minus',
    'modulo',
    'plus',
    'round',
    'times',
  ],
  ...['append', 'capitalize', 'downcase', 'lstrip', 'normalize_whitespace', 'number_of_words', 'prepend'],
  ...[
    'remove',
    'remove_first',
    'remove_last',
    'replace',
    'replace_first',
    'replace_last',
    'rstrip',
    'slice',
    'split',
  ],
  ...['strip', 'strip_newlines', 'truncate', 'truncatewords', 'upcase'],
  ...[
    'compact',
    'concat',
    'find',
    'first',
    'group_by',
    'has',
    'join',
    'last',
    'map',
    'reject',
    'reverse',
    'size',
  ],
  ...['sort', 'sort_natural', 'sum', 'uniq', 'where', 'default', 'json'],
];

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

interface Run {
  startedAt: number;
  resumedAt: number;
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

function createLiquid(partials: ReadonlyMap<string, string>, onPartial: (name: string) => void): Liquid {
  const read = (name: string): string => {
    const source = partials.get(name);
    if (source === undefined) throw new LiquidFormatError(`renders "${name}", which is not known`);
    return source;
  };
  const liquid = new Liquid({
    strictFilters: true,
    strictVariables: true,
    // an optional variable may be asked for in a condition
    lenientIf: true,
    ownPropertyOnly: true,
    relativeReference: false,
    memoryLimit: WORK_MAX,
    // the only files there are
    fs: {
      sep: '/',
      existsSync: () => true,
      exists: () => Promise.resolve(true),
      readFileSync: read,
      readFile: (name) => Promise.resolve().then(() => read(name)),
      resolve: (_folder, name) => name,
      contains: () => Promise.resolve(true),
      containsSync: () => true,
    },
  });
  for (const name of Object.keys(liquid.tags)) {
    if (!TAGS.includes(name)) Reflect.deleteProperty(liquid.tags, name);
  }
  for (const name of Object.keys(liquid.filters)) liquid.unregisterFilter(name);
  for (const name of FILTERS) liquid.registerFilter(name, counted(name));
  liquid.registerTag('render', staticRenderTag(onPartial));
  return liquid;
}

/** A partial is named, not computed: its template is read before the rendering begins. */
function staticRenderTag(onPartial: (name: string) => void): Parameters<Liquid['registerTag']>[1] {
  return class StaticRenderTag extends RenderTag {
    constructor(...values: ConstructorParameters<typeof RenderTag>) {
      super(...values);
      const { file } = this as unknown as { file: unknown };
      if (typeof file !== 'string')
        throw new LiquidFormatError('renders a partial without its name in quotes');
      onPartial(file);
    }
  };
}

/** The filter, charged for what it is given before it begins. */
function counted(name: string): FilterImplOptions {
  const options = (filters as unknown as Record<string, FilterImplOptions>)[name];
  const handler = typeof options === 'function' ? options : options?.handler;
  if (handler === undefined) throw new Error(`liquidjs has no filter ${name}`);
  const itemWork = name.startsWith('sort') ? SORTED_ITEM_WORK : ITEM_WORK;
  return function (value, ...values) {
    for (const one of [value, ...values] as unknown[]) {
      if (typeof one === 'string') this.context.memoryLimit.use(one.length);
      if (Array.isArray(one)) this.context.memoryLimit.use(one.length * itemWork);
    }
    // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- a filter takes and gives anything
    return handler.call(this, value, ...values);
  };
}

/** Counts every step before it is taken, and lets others go first when it has had the event loop for long. */
function boundRenderer({ renderer }: Liquid, clock: Clock): void {
  const runs = new WeakMap<object, Run>();
  renderer.renderTemplates = function* renderTemplates(
    templates: Template[],
    context: Context,
    emitter: Emitter = new CountingEmitter(context),
  ): Generator<unknown, string> {
    const run = runs.get(context.memoryLimit) ?? { startedAt: clock.now(), resumedAt: clock.now() };
    runs.set(context.memoryLimit, run);
    for (const template of templates) {
      const now = clock.now();
      if (now - run.startedAt > RENDER_MAX_MS) throw new LiquidFormatError('takes too long to render');
      if (now - run.resumedAt >= SLICE_MS) {
        yield clock.sleep(0);
        run.resumedAt = clock.now();
      }
      try {
        context.memoryLimit.use(workOf(template));
        const text = yield template.render(context, emitter);
        if (text) emitter.write(text);
      } catch (error) {
        throw LiquidError.is(error) ? error : new RenderError(error as Error, template);
      }
      if (context.breakCalled || context.continueCalled) break;
    }
    return emitter.buffer;
  } as typeof renderer.renderTemplates;
}

/** The tag itself, and each of its conditions. */
function workOf(template: Template): number {
  const { begin, end } = template.token;
  const { branches } = template as { branches?: readonly unknown[] };
  return STEP_WORK + (end - begin) + (branches?.length ?? 0) * STEP_WORK;
}

/** Objects and lists become JSON, as they do in the simple format. */
class CountingEmitter implements Emitter {
  buffer = '';
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  write(value: unknown): void {
    const text = textOf(value);
    this.#context.memoryLimit.use(text.length);
    this.buffer += text;
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value as number | boolean);
}

function tryParse<Result>(task: () => Result): Result {
  try {
    return task();
  } catch (error) {
    throw toFormatError(error);
  }
}

function toFormatError(error: unknown): Error {
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
