import { filters, Liquid, RenderTag } from 'liquidjs';
import type { FilterImplOptions } from 'liquidjs';
import { LiquidFormatError } from './liquid-errors.ts';
import { WORK_MAX } from './liquid-renderer.ts';

/** What an item of a list costs that a filter is given, in units of work. */
const ITEM_WORK = 100;
const SORTED_ITEM_WORK = 800;

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

/** liquidjs with its tags and filters cut down to what is pure, deterministic and bounded. */
export function createLiquid(
  partials: ReadonlyMap<string, string>,
  onPartial: (name: string) => void,
): Liquid {
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
  const options = filters[name];
  const handler = typeof options === 'function' ? options : options?.handler;
  if (handler === undefined) throw new Error(`liquidjs has no filter ${name}`);
  const itemWork = name.startsWith('sort') ? SORTED_ITEM_WORK : ITEM_WORK;
  return function (value, ...values) {
    for (const one of [value, ...values] as unknown[]) {
      if (typeof one === 'string') this.context.memoryLimit.use(one.length);
      if (Array.isArray(one)) this.context.memoryLimit.use(one.length * itemWork);
    }

    return handler.call(this, value, ...values);
  };
}
