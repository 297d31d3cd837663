import type { Clock } from '../../lib/clock.ts';
import { ToolError } from '../errors.ts';
import type { RegisteredTool, ToolContext } from './tool.ts';

export type ToolOutcome = { kind: 'answered'; text: string } | { kind: 'failed'; error: ToolError };

/**
 * Runs a tool within its own time and the call's. A handler that goes on after its signal was aborted is left behind. Never
 * throws for what a handler does.
 */
export async function runTool(
  clock: Clock,
  tool: RegisteredTool,
  args: unknown,
  { projectId, operationId, agentId, signal, deadlineAt }: ToolContext & { deadlineAt: number },
): Promise<ToolOutcome> {
  const { name } = tool;
  const abort = new AbortController();
  const end = () => abort.abort(signal.reason);
  const timeoutMs = Math.max(0, Math.min(tool.timeoutMs, deadlineAt - clock.now()));
  const stopTimer = clock.after(timeoutMs, () =>
    abort.abort(new ToolError('TOOL_TIMEOUT', `The tool "${name}" did not answer within ${timeoutMs} ms.`)),
  );
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  const aborted = new Promise<never>((_, reject) => {
    const give = () => reject(abort.signal.reason as Error);
    if (abort.signal.aborted) give();
    else abort.signal.addEventListener('abort', give, { once: true });
  });
  // the handler may be done before anybody waits for it
  aborted.catch(() => undefined);
  try {
    const context = { projectId, operationId, agentId, signal: abort.signal };
    const value = await Promise.race([Promise.resolve().then(() => tool.run(args, context)), aborted]);
    return { kind: 'answered', text: typeof value === 'string' ? value : (JSON.stringify(value) ?? '') };
  } catch (error) {
    if (error instanceof ToolError) return { kind: 'failed', error };
    const message = `The tool "${name}" failed: ${tool.reasonOf(error)}`;
    return { kind: 'failed', error: new ToolError('TOOL_FAILED', message, error) };
  } finally {
    stopTimer();
    signal.removeEventListener('abort', end);
  }
}
