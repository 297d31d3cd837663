/**
 * Subscribers of bench/subscribers.ts, in a process of its own: says when all are connected; and, when each has had as many events as
 * the parent process says, how long after the event each of them came, in milliseconds.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';

export interface Round {
  eventsEach: number;
}

const [origin = '', key = '', count = '0', agents = '1', transport = 'graphql-ws'] = process.argv.slice(2);
const AT_ONCE = 20;
const QUERY = `subscription ($agents: [String!]) {
  modelCallEvents(filter: { agentIds: $agents }, heartbeatMs: 3600000) {
    __typename cursor timestamp agentId operationId model provider
    ... on ModelCallCompleted { latencyMs finishReason usage { promptTokens completionTokens } cost { total } }
  }
}`;
/** Only what is measured is looked at, so that the clients leave the cores to the server. */
const TIMESTAMP = /"timestamp":"([^"]+)"/g;
let delays: number[] = [];
let expected = Infinity;

function hear(text: string): void {
  const now = Date.now();
  for (const [, timestamp = ''] of text.matchAll(TIMESTAMP)) delays.push(now - Date.parse(timestamp));
  if (delays.length < expected) return;
  process.send?.(delays);
  delays = [];
  expected = Infinity;
}

function operationOf(number: number) {
  return { query: QUERY, variables: { agents: [`agent-${number % Number(agents)}`, 'everyone'] } };
}

/** Resolves with the heartbeat at the beginning: it follows the log. */
async function followByWebSocket(number: number): Promise<void> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    perMessageDeflate: false,
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: operationOf(number) }));
  const [heartbeat] = (await once(socket, 'message')) as [Buffer];
  if (!String(heartbeat).includes('"Heartbeat"')) throw new Error(String(heartbeat));
  socket.on('message', (data) => hear((data as Buffer).toString()));
  socket.on('close', (code) => lost(code));
}

/** An HTTP request by hand: a client library for each would take more of the machine than the server. */
async function followByEvents(number: number): Promise<void> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.setEncoding('utf8').setNoDelay();
  const body = JSON.stringify(operationOf(number));
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${key}\r\naccept: text/event-stream\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  let head = '';
  while (!head.includes('"Heartbeat"')) head += ((await once(socket, 'data')) as [string])[0];
  let rest = '';
  socket.on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: {')) hear(line);
  });
  socket.on('close', () => lost('SSE'));
}

function lost(how: number | string): never {
  console.error(`a subscriber was ended: ${how}`);
  process.exit(1);
}

const follow = transport === 'SSE' ? followByEvents : followByWebSocket;
let next = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (next < Number(count)) await follow(next++);
  }),
);
process.on('message', ({ eventsEach }: Round) => {
  expected = eventsEach * Number(count);
});
process.once('disconnect', () => process.exit(0));
process.send?.('connected');
