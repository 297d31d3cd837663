import { formatUsd } from '../../lib/money.ts';
import { toTokenUsage } from '../token/usage.ts';
import type { CallFilter } from './call-filter.ts';
import type { CallScan, CallStore } from './call-store.ts';
import type { Call } from './call.ts';

export const EXPORT_FORMATS = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const PAGE = 500;
/** What a spreadsheet would take for the start of a formula (OWASP, CSV Injection). */
const FORMULA_START = /^[=+\-@\t\r]/;

type Field = string | number | boolean | null;

/**
 * The calls as text, a piece at a time, newest first: lines of CSV with a head (RFC 4180), or one JSON object in each line. A
 * piece can be empty, where none of the calls that were looked at matches. Calls that are dispatched meanwhile are left out.
 * Throws StoreUnavailableError, for the first piece before anything was given.
 */
export async function* exportCalls(
  store: Pick<CallStore, 'scan'>,
  projectId: string,
  filter: CallFilter,
  format: ExportFormat,
): AsyncGenerator<string> {
  let head = format === 'csv' ? toCsvLine(COLUMNS.map(([name]) => name)) : '';
  let after: string | null = null;
  do {
    const { edges, next }: CallScan = await store.scan(projectId, filter, {
      after,
      order: 'newest_first',
      limit: PAGE,
      withText: false,
    });
    const lines = edges.map(({ node }) => (format === 'csv' ? toCsv(node) : toJsonLine(node)));
    yield head + lines.join('');
    head = '';
    after = next;
  } while (after !== null);
}

const COLUMNS: readonly (readonly [name: string, value: (call: Call) => Field])[] = [
  ['operationId', (call) => call.operationId],
  ['status', (call) => call.status],
  ['kind', (call) => call.kind],
  ['model', (call) => call.model],
  ['provider', (call) => call.provider],
  ['sandbox', (call) => call.sandbox],
  ['agentId', (call) => call.agentId],
  ['capabilityType', (call) => call.capabilityType],
  ['apiKeyId', (call) => call.apiKeyId],
  ['templateId', (call) => call.template?.id ?? null],
  ['templateVersion', (call) => call.template?.version ?? null],
  ['tags', (call) => call.tags.map(({ key, value }) => `${key}=${value}`).join(';')],
  ['startedAt', (call) => new Date(call.startedAt).toISOString()],
  ['finishedAt', (call) => (call.finishedAt === null ? null : new Date(call.finishedAt).toISOString())],
  ['latencyMs', (call) => (call.finishedAt === null ? null : call.finishedAt - call.startedAt)],
  ['timeToFirstTokenMs', (call) => call.timeToFirstTokenMs],
  ['attempts', (call) => call.attemptCount],
  ['promptTokens', (call) => call.usage && toTokenUsage(call.usage).promptTokens],
  ['cachedPromptTokens', (call) => call.usage && toTokenUsage(call.usage).cachedPromptTokens],
  ['completionTokens', (call) => call.usage && toTokenUsage(call.usage).completionTokens],
  ['reasoningTokens', (call) => call.usage && toTokenUsage(call.usage).reasoningTokens],
  ['totalTokens', (call) => call.usage && toTokenUsage(call.usage).totalTokens],
  ['promptCost', (call) => call.cost && formatUsd(call.cost.promptNano)],
  ['completionCost', (call) => call.cost && formatUsd(call.cost.completionNano)],
  ['totalCost', (call) => call.cost && formatUsd(call.cost.totalNano)],
  ['costBasis', (call) => call.cost?.basis ?? null],
  ['priceVersion', (call) => call.cost?.priceVersion ?? null],
  ['finishReason', (call) => call.output?.finishReason ?? null],
  ['errorCode', (call) => call.error?.code ?? null],
  ['errorCategory', (call) => call.error?.category ?? null],
  ['errorMessage', (call) => call.error?.message ?? null],
];

function toCsv(call: Call): string {
  return toCsvLine(COLUMNS.map(([, value]) => value(call)));
}

function toCsvLine(fields: readonly Field[]): string {
  return `${fields.map(toCell).join(',')}\r\n`;
}

/** Text that a spreadsheet would run is marked as text, as spreadsheets do it themselves. */
function toCell(field: Field): string {
  if (field === null) return '';
  if (typeof field !== 'string') return String(field);
  const text = FORMULA_START.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function toJsonLine(call: Call): string {
  const fields = Object.fromEntries(COLUMNS.map(([name, value]) => [name, value(call)]));
  return `${JSON.stringify({ ...fields, tags: call.tags })}\n`;
}
