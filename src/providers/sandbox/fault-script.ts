import { faultNamed } from './fault.ts';
import type { Fault } from './fault.ts';

/** A fault that so many attempts in a row meet. */
export interface FaultStep {
  name: string;
  fault: Fault;
  times: number;
}

export type FaultScript = { ok: true; steps: readonly FaultStep[] } | { ok: false; unknown: string };

/** Reads `503*2,hang,plain`, where each name may also begin with `sandbox-`. */
export function fromFaultScript(text: string): FaultScript {
  const steps: FaultStep[] = [];
  for (const item of text.split(',')) {
    const [, written = '', times = '1'] = /^(?:sandbox-)?(.*?)(?:\*(\d{1,4}))?$/s.exec(item.trim()) ?? [];
    const fault = faultNamed(written);
    if (fault === null) return { ok: false, unknown: item.trim() };
    steps.push({ name: written, fault, times: Number(times) });
  }
  return { ok: true, steps };
}

/** The step that the n-th attempt meets, from 1 on. The last one of the script goes on for ever. */
export function stepAt(steps: readonly FaultStep[], attempt: number): FaultStep | undefined {
  let left = attempt;
  for (const step of steps) {
    left -= step.times;
    if (left <= 0) return step;
  }
  return steps.at(-1);
}
