import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../lib/clock.ts';
import type { AttemptCounter } from './attempt-counter.ts';
import { digestOf } from './attempt-counter.ts';
import type { Directive } from './directive.ts';
import { invalid, SERVER_ERROR, unknownModel } from './error-answer.ts';
import type { ErrorAnswer } from './error-answer.ts';
import type { Fault } from './fault.ts';
import { fromFaultScript, stepAt } from './fault-script.ts';
import type { FaultStep } from './fault-script.ts';
import type { Exchange } from './exchange.ts';
import { sendError, sendHtml } from './respond.ts';
import { faultOfModel } from './sandbox-models.ts';

export interface FaultParts {
  clock: Clock;
  attempts: AttemptCounter;
  /** What every request meets for now, null in normal times. */
  outage: () => FaultStep | null;
}

/** What of a request decides its fault. */
export interface FaultChoice {
  headers: IncomingHttpHeaders;
  model: string;
  directive: Directive;
  /** What the request says, which tells attempts of one request from other requests that bear no marker. */
  said: unknown;
}

const DELAY_MAX_MS = 3_600_000;

/**
 * Chooses the fault of a request, waits as long as it is to wait, and carries out what happens before an answer. Gives the fault
 * that the answer is to be made with; null when the request is answered or nobody waits for it any more.
 */
export async function meetFault(
  parts: FaultParts,
  exchange: Exchange,
  choice: FaultChoice,
): Promise<Fault | null> {
  const { response, record } = exchange;
  const { directive, model, headers } = choice;
  const outage = parts.outage();
  // what meets an outage does not use up an attempt
  const key = digestOf([model, directive.marker ?? choice.said]).toString('base64');
  record.attempt = outage === null ? parts.attempts.next(key) : 0;
  const step = outage ?? chooseStep(choice, record.attempt);
  if ('status' in step) {
    sendError(response, step);
    return null;
  }
  const fault = ofFlaky(step.fault, record.attempt);
  record.fault = fault.kind === 'none' ? 'plain' : step.name;
  const delayMs = Math.max(delayOf(headers), directive.delay ?? 0, fault.kind === 'delay' ? fault.ms : 0);
  if (delayMs > 0)
    await parts.clock.sleep(Math.min(delayMs, DELAY_MAX_MS), exchange.left()).catch(() => undefined);
  if (exchange.hasLeft() || fault.kind === 'hang') return null;
  if (fault.kind === 'drop') {
    exchange.breaks();
    response.socket?.resetAndDestroy();
  } else if (fault.kind === 'html') sendHtml(response);
  else if (fault.kind === 'error') sendError(response, fault.answer, parts.clock.now());
  else return fault;
  return null;
}

/** The header goes before the words of the request, and these before the model's name. */
function chooseStep({ headers, model, directive }: FaultChoice, attempt: number): FaultStep | ErrorAnswer {
  const byModel = faultOfModel(model);
  if (byModel === null) return unknownModel(model);
  const header = headers['x-sandbox-fault'];
  if (header !== undefined) {
    const script = fromFaultScript(String(header));
    if (!script.ok) {
      return invalid('x-sandbox-fault', `There is no sandbox fault named '${script.unknown}'.`);
    }
    return stepAt(script.steps, attempt) ?? PLAIN;
  }
  const steps = directive.fails.find((fail) => fail.model === null || fail.model === model)?.steps;
  const step = steps === undefined ? undefined : stepAt(steps, attempt);
  return step ?? { name: model.replace(/^sandbox-/, ''), fault: byModel, times: 1 };
}

const PLAIN: FaultStep = { name: 'plain', fault: { kind: 'none' }, times: 1 };

/** Fails the first so many attempts, then answers. */
function ofFlaky(fault: Fault, attempt: number): Fault {
  if (fault.kind !== 'flaky') return fault;
  return attempt <= fault.failures ? { kind: 'error', answer: SERVER_ERROR } : { kind: 'none' };
}

function delayOf(headers: IncomingHttpHeaders): number {
  const ms = Number(headers['x-sandbox-delay-ms'] ?? 0);
  return Number.isFinite(ms) && ms > 0 ? ms : 0;
}
