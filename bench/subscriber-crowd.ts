import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import type { Round } from './subscriber-clients.ts';

/** Agents among whom the subscribers are spread; each follows one of them, and the agent `everyone`. */
export const AGENTS = 50;
/** Clients of one process: what one core can read in time. */
const PER_PROCESS = 2_500;

/** Subscribers in processes of their own. */
export interface Crowd {
  /** How long after each event every one was told, in milliseconds, when each has been told of so many more. */
  hear(eventsEach: number): Promise<number[]>;
  leave(): Promise<void>;
}

export async function connectSubscribers(
  origin: string,
  key: string,
  count: number,
  transport: 'graphql-ws' | 'SSE',
): Promise<Crowd> {
  const children: ChildProcess[] = [];
  for (let from = 0; from < count; from += PER_PROCESS) {
    const file = fileURLToPath(new URL('subscriber-clients.ts', import.meta.url));
    const own = String(Math.min(PER_PROCESS, count - from));
    const child = fork(file, [origin, key, own, String(AGENTS), transport], {
      execArgv: ['--import', 'tsx'],
    });
    await messageOf(child);
    children.push(child);
  }
  return {
    async hear(eventsEach) {
      const round: Round = { eventsEach };
      for (const child of children) child.send(round);
      const lists = await Promise.all(children.map((child) => messageOf(child) as Promise<number[]>));
      return lists.flat();
    },
    async leave() {
      const gone = children.map((child) => once(child, 'exit'));
      for (const child of children) child.disconnect();
      await Promise.all(gone);
    },
  };
}

async function messageOf(child: ChildProcess): Promise<unknown> {
  const leaving = new AbortController();
  const ended = once(child, 'exit', { signal: leaving.signal }).then(([code]) => {
    throw new Error(`a process of subscribers ended with ${code}`);
  });
  ended.catch(() => undefined);
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
  leaving.abort();
  return message;
}

/** Asks for long events of an agent, and reads none of them. */
export async function followWithoutReading(origin: string, key: string, agentId: string) {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    perMessageDeflate: false,
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } }));
  await once(socket, 'message');
  const fields = Array.from({ length: 190 }, (_, index) => `a${index}: agentId`).join(' ');
  const query = `subscription ($agents: [String!]) { modelCallEvents(filter: { agentIds: $agents }, heartbeatMs: 0) { cursor ${fields} } }`;
  const subscribe = { id: '1', type: 'subscribe', payload: { query, variables: { agents: [agentId] } } };
  await new Promise<void>((resolve) => socket.send(JSON.stringify(subscribe), () => resolve()));
  socket.pause();
  return {
    /** Reads after all, and gives the code with which it was closed; 1000 when it was not. */
    async readOn(): Promise<number> {
      const closed = once(socket, 'close') as Promise<[number]>;
      socket.resume();
      const timer = setTimeout(() => socket.close(1000), 2_000);
      const [code] = await closed;
      clearTimeout(timer);
      return code;
    },
  };
}
