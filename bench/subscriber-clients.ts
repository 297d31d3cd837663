/**
 * Subscribers of bench/subscribers.ts, in a process of its own: says when all are connected, and, when each has had the two events of its
 * agent's call, how long after the event each was told of the second one, in milliseconds.
 */
import { once } from 'node:events';
import { WebSocket } from 'ws';

const [origin = '', key = '', count = '0', agents = '1'] = process.argv.slice(2);
const AT_ONCE = 50;
const EVENTS_EACH = 2;
const delays: number[] = [];

async function connect(number: number): Promise<void> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    perMessageDeflate: false,
  });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } }));
  await once(socket, 'message');
  const query =
    'subscription ($agent: [String!]) { modelCallEvents(filter: { agentIds: $agent }, heartbeatMs: 3600000) { __typename cursor timestamp } }';
  const variables = { agent: [`agent-${number % Number(agents)}`] };
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables } }));
  // the heartbeat at the beginning: it follows the log
  await once(socket, 'message');
  let events = 0;
  socket.on('message', (data) => {
    events += 1;
    if (events < EVENTS_EACH) return;
    const { payload } = JSON.parse((data as Buffer).toString()) as {
      payload: { data: { modelCallEvents: { timestamp: string } } };
    };
    delays.push(Date.now() - Date.parse(payload.data.modelCallEvents.timestamp));
    if (delays.length === Number(count)) process.send?.(delays);
  });
}

let next = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (next < Number(count)) await connect(next++);
  }),
);
process.send?.('connected');
process.once('disconnect', () => process.exit(0));
