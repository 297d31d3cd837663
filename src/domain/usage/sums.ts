import type { NanoUsd } from '../../lib/money.ts';

/**
 * What is summed up over calls, in the order in which rollups store it: never changed, only added to. Money is in two
 * columns, whole dollars and the rest in nano-dollars, because a double is exact up to 2^53 only.
 */
export const SUM_COLUMNS = [
  'calls',
  'completed',
  'failed',
  'cancelled',
  'running',
  'attempts',
  'retries',
  'overHold',
  'freshInput',
  'cacheRead',
  'cacheWrite',
  'output',
  'reasoning',
  'promptUsd',
  'promptNano',
  'completionUsd',
  'completionNano',
  'estimatedUsd',
  'estimatedNano',
  'presumedUsd',
  'presumedNano',
  'latencyMs',
  'latencies',
  'firstTokenMs',
  'firstTokens',
  'generatedTokens',
  'generationMs',
] as const;
export type SumColumn = (typeof SUM_COLUMNS)[number];

/** One number for each of SUM_COLUMNS. */
export type Sums = Float64Array;

export const SUM_COUNT = SUM_COLUMNS.length;

/** Where each column is. */
export const AT = Object.fromEntries(SUM_COLUMNS.map((column, index) => [column, index])) as Readonly<
  Record<SumColumn, number>
>;

const MONEY_COLUMNS = ['prompt', 'completion', 'estimated', 'presumed'] as const;
export type MoneyColumn = (typeof MONEY_COLUMNS)[number];
const MONEY_REST = MONEY_COLUMNS.map((column) => AT[`${column}Nano`]);
const NANO_PER_USD = 1_000_000_000;
/** Rests are carried into whole dollars long before they reach 2^53. */
const CARRY_ABOVE = 2 ** 50;

export function newSums(): Sums {
  return new Float64Array(SUM_COUNT);
}

/** Adds `other` as often as `times` says; -1 takes it away. */
export function addSums(sums: Sums, other: Sums, times: 1 | -1 = 1): void {
  for (let index = 0; index < SUM_COUNT; index += 1) {
    sums[index] = (sums[index] ?? 0) + times * (other[index] ?? 0);
  }
  carryMoney(sums);
}

/** Keeps the sums of money exact; to be called after each addition to them. */
export function carryMoney(sums: Sums): void {
  for (const rest of MONEY_REST) if ((sums[rest] ?? 0) > CARRY_ABOVE) carry(sums, rest);
}

export function addMoney(sums: Sums, column: MoneyColumn, amount: NanoUsd): void {
  const rest = AT[`${column}Nano`];
  sums[rest - 1] = (sums[rest - 1] ?? 0) + Number(amount / BigInt(NANO_PER_USD));
  sums[rest] = (sums[rest] ?? 0) + Number(amount % BigInt(NANO_PER_USD));
}

export function moneyOf(sums: Sums, column: MoneyColumn): NanoUsd {
  const rest = AT[`${column}Nano`];
  return BigInt(sums[rest - 1] ?? 0) * BigInt(NANO_PER_USD) + BigInt(sums[rest] ?? 0);
}

function carry(sums: Sums, rest: number): void {
  const nano = sums[rest] ?? 0;
  const usd = Math.floor(nano / NANO_PER_USD);
  sums[rest - 1] = (sums[rest - 1] ?? 0) + usd;
  sums[rest] = nano - usd * NANO_PER_USD;
}
