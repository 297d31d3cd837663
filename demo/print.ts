import { styleText } from 'node:util';
import { formatUsd } from '../src/lib/money.ts';
import type { Turn } from './agent.ts';
import type { BudgetEvent, CallEvent } from './evidence.ts';
import type { ReportRow } from './report.ts';

type Style = Parameters<typeof styleText>[0];
type Cell = [text: string, width: number, style?: Style];

const TEXT_LENGTH = 60;
const TABLE_WIDTHS = [-22, 6, 8, 14, 14, 9];

const isColoured = process.stdout.isTTY && !process.env['NO_COLOR'];

function paint(style: Style | undefined, text: string): string {
  return isColoured && style !== undefined ? styleText(style, text, { validateStream: false }) : text;
}

export function say(text = '', style?: Style): void {
  process.stdout.write(`${paint(style, text)}\n`);
}

/** A live event or an answer: when, who, what and the rest. */
function sayHappening(at: Date, name: string, what: string, style: Style, detail: string): void {
  const cells: Cell[] = [
    [at.toISOString().slice(11, 23), -14, 'dim'],
    [name, -12, 'bold'],
    [what, -11, style],
  ];
  process.stdout.write(`${cells.map(toText).join('')}${detail}\n`);
}

export function sayCallEvent(event: CallEvent, name: string): void {
  const at = new Date(event.timestamp);
  switch (event.__typename) {
    case 'ModelCallStarted':
      return sayHappening(at, name, 'started', 'dim', `${event.model}, ${event.held} USD held`);
    case 'ModelCallCompleted':
      return sayHappening(
        at,
        name,
        'completed',
        'green',
        `${event.usage.totalTokens} tokens, ${event.cost.total} USD, ${event.latencyMs} ms`,
      );
    case 'ModelCallFailed':
      return sayHappening(at, name, 'failed', 'red', event.error.message);
    case 'Heartbeat':
      // says only that nothing happened
      return;
  }
}

export function sayBudgetEvent(event: BudgetEvent, name: string): void {
  // says only that nothing happened
  if (event.__typename === 'Heartbeat') return;
  const at = new Date(event.timestamp);
  const usage = `${event.percentageUsed.toFixed(1)} % used, ${event.currentUsage} of ${event.budgetAmount} USD`;
  if (event.__typename === 'BudgetWarning') {
    sayHappening(at, name, 'WARNING', 'yellow', `${usage}: above ${event.threshold * 100} %`);
  } else if (event.__typename === 'BudgetForecastExceeded') {
    sayHappening(at, name, 'FORECAST', 'yellow', `${usage}: ${event.projectedUsage} USD by the end`);
  } else if (event.reason === 'CALL_REFUSED') {
    sayHappening(
      at,
      name,
      'EXCEEDED',
      'red',
      `${usage}: no room for a call of up to ${event.requested ?? '?'} USD`,
    );
  } else {
    sayHappening(at, name, 'USED UP', 'red', usage);
  }
}

export function sayTurn(turn: Turn, name: string): void {
  const now = new Date();
  if (turn.kind === 'refused')
    sayHappening(now, name, 'refused', 'magenta', `BudgetExceededError: ${turn.message}`);
  else sayHappening(now, name, 'answer', 'cyan', `“${shorten(turn.text)}”`);
}

/** A call by template: which version its label led to. */
export function sayTemplate(version: number, text: string): void {
  sayHappening(
    new Date(),
    'editor',
    'template',
    'blue',
    `production is version ${version}: “${shorten(text)}”`,
  );
}

/** The cost table. Costs are of the calls, the rest is of the budgets. */
export function sayTable(rows: readonly ReportRow[]): void {
  sayRow(['agent', 'calls', 'tokens', 'cost (USD)', 'budget (USD)', 'used'], 'bold');
  for (const { agent, calls, tokens, costNano, amountNano, percentageUsed } of rows) {
    sayRow([
      agent.id,
      calls,
      tokens,
      formatUsd(costNano),
      formatUsd(amountNano),
      `${percentageUsed.toFixed(1)} %`,
    ]);
  }
  const calls = rows.reduce((sum, row) => sum + row.calls, 0);
  const tokens = rows.reduce((sum, row) => sum + row.tokens, 0);
  const costNano = rows.reduce((sum, row) => sum + row.costNano, 0n);
  const amountNano = rows.reduce((sum, row) => sum + row.amountNano, 0n);
  sayRow(['together', calls, tokens, formatUsd(costNano), formatUsd(amountNano), ''], 'bold');
}

function sayRow(cells: readonly (string | number)[], style?: Style): void {
  const line = cells.map((cell, index) => toText([String(cell), TABLE_WIDTHS[index] ?? 0])).join('');
  say(line.trimEnd(), style);
}

/** A cell padded to its width; a negative width keeps the text on the left. Styles add no width. */
function toText([text, width, style]: Cell): string {
  const space = ' '.repeat(Math.max(0, Math.abs(width) - text.length));
  return width < 0 ? paint(style, text) + space : space + paint(style, text);
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > TEXT_LENGTH ? `${line.slice(0, TEXT_LENGTH - 1)}…` : line;
}
