import type { WebSocket } from 'ws';

const KEEP_ALIVE_MS = 12_000;

/** Pings the client every `everyMs`, and ends the connection when it didn't answer by the next time. Returns what stops it. */
export function keepAlive(socket: WebSocket, everyMs = KEEP_ALIVE_MS): () => void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, everyMs);
  return () => clearInterval(timer);
}
