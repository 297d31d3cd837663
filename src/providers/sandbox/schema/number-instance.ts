import { NoInstance, numberOf } from './instance-context.ts';
import type { InstanceContext } from './instance-context.ts';

/** Numbers are taken from the first so many that are allowed. */
const SPREAD = 100;
const DIGITS = 12;

export function numberInstance(
  schema: Readonly<Record<string, unknown>>,
  isInteger: boolean,
  { random }: InstanceContext,
): number {
  const { low, high, isAllowed } = boundsOf(schema);
  const step = stepOf(schema, isInteger);
  if (step === null) return realBetween(low, high, isAllowed, random);
  const first = Math.ceil(round((low ?? Math.min(0, high ?? 0)) / step));
  const last = high === null ? first + SPREAD : Math.floor(round(high / step));
  const count = Math.min(SPREAD, last - first + 1);
  // from a point on that the seed decides, all around, as the bounds themselves may be excluded
  const start = Math.floor(random() * count);
  for (let index = 0; index < count; index += 1) {
    const value = round((first + ((start + index) % count)) * step);
    // 0.59 divided by 0.01 is not whole for a validator either
    const isMultiple = Number.isInteger(value / step) && (!isInteger || Number.isInteger(value));
    if (isAllowed(value) && isMultiple) return value;
  }
  throw new NoInstance();
}

function stepOf(schema: Readonly<Record<string, unknown>>, isInteger: boolean): number | null {
  const multiple = numberOf(schema['multipleOf']);
  if (multiple !== null && multiple > 0) return multiple;
  return isInteger ? 1 : null;
}

function boundsOf(schema: Readonly<Record<string, unknown>>) {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  // in draft 4 the exclusive bounds are true or false
  const above = exclusiveMinimum === true ? numberOf(minimum) : numberOf(exclusiveMinimum);
  const below = exclusiveMaximum === true ? numberOf(maximum) : numberOf(exclusiveMaximum);
  const lows = [numberOf(minimum), above].filter((bound) => bound !== null);
  const highs = [numberOf(maximum), below].filter((bound) => bound !== null);
  const low = lows.length === 0 ? null : Math.max(...lows);
  const high = highs.length === 0 ? null : Math.min(...highs);
  const isAllowed = (value: number): boolean =>
    (low === null || value >= low) &&
    (high === null || value <= high) &&
    (above === null || value > above) &&
    (below === null || value < below);
  return { low, high, isAllowed };
}

function realBetween(
  low: number | null,
  high: number | null,
  isAllowed: (value: number) => boolean,
  random: () => number,
): number {
  const from = low ?? (high === null ? 0 : high - SPREAD);
  const to = high ?? from + SPREAD;
  const middle = from + (to - from) * (0.25 + random() / 2);
  const value = [Number(middle.toFixed(2)), middle, from, to].find(isAllowed);
  if (value === undefined) throw new NoInstance();
  return value;
}

/** So that three times a tenth is 0.3. */
function round(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
