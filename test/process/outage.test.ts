import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMPLETE } from '../support/documents.ts';
import { createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { createBudget } from '../support/known-cost.ts';
import { sizeOf } from '../support/proof.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { auditStore } from '../support/store-audit.ts';
import { storeProblems } from '../support/store-problems.ts';

const OUTAGE_SECONDS = sizeOf('OUTAGE_SECONDS', { usual: 2, proof: 30 });
/** What the retry budget alone needs: the retries that a process always has are for more calls than a short outage meets. */
const WHOLE_OUTAGE_SECONDS = 30;
const MODEL = 'gpt-4o';
const OUTAGES = [
  { circuits: 'true', fault: '503', models: [MODEL] },
  { circuits: 'true', fault: '503', models: [MODEL, 'gpt-4o-mini', 'gpt-4.1'] },
  { circuits: 'true', fault: 'drop', models: [MODEL] },
  { circuits: 'false', fault: '503', models: [MODEL] },
];
const CALLS_PER_SECOND = 50;
/** Within which a call may still be refused after the upstream is back. */
const RECOVERY_MS = 5_000;
const AFTER_RECOVERY_MS = 1_000;
const AGENT = 'steady';

let upstream: SandboxClient;
let installation: Installation;

beforeEach(async () => {
  upstream = await startSandbox();
  installation = createInstallation();
});
afterEach(async () => {
  await installation.close();
  await upstream.close();
});

interface SentCall {
  sentAt: number;
  answer: Promise<string>;
}

/** Sends calls at a steady rate until it is told to stop. */
function sendSteadily(server: ServerProcess, models: readonly string[]) {
  const calls: SentCall[] = [];
  const startedAt = Date.now();
  const send = async (number: number): Promise<string> => {
    const input = {
      prompt: `Question ${number}. #sandbox tokens=5`,
      agentId: AGENT,
      deadlineMs: 20_000,
      models,
    };
    const { complete } = await server.run(COMPLETE, { input });
    return 'code' in complete ? complete.code : 'answered';
  };
  // as many as are due, however late the timer is
  const timer = setInterval(() => {
    while (calls.length < ((Date.now() - startedAt) / 1_000) * CALLS_PER_SECOND)
      calls.push({ sentAt: Date.now(), answer: send(calls.length) });
  }, 20);
  return {
    async stop() {
      clearInterval(timer);
      return Promise.all(calls.map(async ({ sentAt, answer }) => ({ sentAt, answer: await answer })));
    },
  };
}

const passMs = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function tallied(answers: readonly string[]): Record<string, number> {
  const tally: Record<string, number> = {};
  for (const answer of answers) tally[answer] = (tally[answer] ?? 0) + 1;
  return tally;
}

describe(`an upstream that fails wholly for ${OUTAGE_SECONDS} s at ${CALLS_PER_SECOND} calls/s`, () => {
  test.each(OUTAGE_SECONDS < WHOLE_OUTAGE_SECONDS ? OUTAGES.slice(0, 2) : OUTAGES)(
    'by $fault, with circuits $circuits and the models $models: is asked at most 1.2 times a call, and all is normal within 5 s of its recovery',
    { timeout: 120_000 },
    async ({ circuits, fault, models }) => {
      const server = await installation.start({
        OPENAI_BASE_URL: upstream.sandbox.url,
        OPENAI_API_KEY: 'sk-test',
        CIRCUIT_BREAKER: circuits,
      });
      await createBudget(server, AGENT, 1_000_000);
      // the first call of a process takes long, and would only meet the upstream in its outage
      await server.run(COMPLETE, { input: { prompt: 'Hello.', agentId: AGENT } });
      const calls = sendSteadily(server, models);
      await passMs(1_000);
      upstream.sandbox.setOutage(fault);
      const brokeAt = Date.now();
      await passMs(OUTAGE_SECONDS * 1_000);
      upstream.sandbox.setOutage(null);
      const healedAt = Date.now();
      await passMs(RECOVERY_MS + AFTER_RECOVERY_MS);
      const answers = await calls.stop();

      const during = answers.filter(({ sentAt }) => sentAt >= brokeAt && sentAt < healedAt);
      const asked = upstream.sandbox.requests().filter(({ fault: met }) => met === fault).length;
      const after = answers.filter(({ sentAt }) => sentAt >= healedAt);
      const lastFailure = after.findLast(({ answer }) => answer !== 'answered')?.sentAt ?? healedAt;
      console.log(
        `circuits ${circuits}, ${fault}, ${models.length} models: ${during.length} calls and ${asked} upstream requests in the outage, ` +
          `${(asked / during.length).toFixed(3)} a call; ${JSON.stringify(tallied(during.map(({ answer }) => answer)))}; ` +
          `after it ${JSON.stringify(tallied(after.map(({ answer }) => answer)))}, ` +
          `the last failure was sent ${lastFailure - healedAt} ms after it`,
      );
      expect(asked / during.length).toBeLessThanOrEqual(1.2);
      expect(during.length).toBeGreaterThan(OUTAGE_SECONDS * CALLS_PER_SECOND * 0.8);
      const late = after.filter(({ sentAt }) => sentAt >= healedAt + RECOVERY_MS);
      expect(tallied(late.map(({ answer }) => answer))).toEqual({ answered: late.length });
      expect(late.length).toBeGreaterThan(0);

      expect(await server.stop()).toEqual({ code: 0, signal: null });
      expect(storeProblems(auditStore(installation.storePath))).toEqual([]);
    },
  );
});
