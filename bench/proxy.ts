// The least that any gateway does: takes a request and streams it to the upstream, and the answer back. Started by the bench
// as a process of its own, with the upstream's address as its argument.
import { Agent, createServer, request as send } from 'node:http';
import { announce } from './child.ts';

const upstream = new URL(process.argv[2] ?? '');
const agent = new Agent({ keepAlive: true });

const server = createServer((incoming, outgoing) => {
  const { method, headers, url: path } = incoming;
  const { hostname, port } = upstream;
  const forwarded = send(
    { agent, hostname, port, path, method, headers: { ...headers, host: upstream.host } },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  forwarded.once('error', () => outgoing.writeHead(502).end());
  incoming.pipe(forwarded);
});
announce(server);
