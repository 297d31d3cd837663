import { LiquidError, RenderError } from 'liquidjs';
import type { Context, Emitter, Liquid, Template } from 'liquidjs';
import type { Clock } from '../../lib/clock.ts';
import { LiquidFormatError } from './liquid-errors.ts';

/**
 * Work is counted in units: a character that is written or read by a filter is one, a step of the template 50 and the length of
 * its source. liquidjs calls that its memory limit.
 */
export const WORK_MAX = 4_000_000;
const STEP_WORK = 50;
/** How long one render may go on, and how long it keeps the event loop to itself, in milliseconds. */
const RENDER_MAX_MS = 5_000;
const SLICE_MS = 8;

interface Run {
  startedAt: number;
  resumedAt: number;
}

/** Counts every step before it is taken, and lets others go first when it has had the event loop for long. */
export function boundRenderer({ renderer }: Liquid, clock: Clock): void {
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
  return typeof value === 'object' ? JSON.stringify(value) : `${value as number | boolean}`;
}
