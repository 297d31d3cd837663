// A storage thread with no storage: it answers each operation with its values and the size of its batch, unless told to die.
import { parentPort } from 'node:worker_threads';
import type { Reply, ToWorker } from '../../src/storage/sqlite/messages.ts';

parentPort?.on('message', (message: ToWorker) => {
  if (message === 'close') {
    parentPort?.close();
    return;
  }
  if (message.some(({ operation }) => operation === 'die')) throw new Error('told to die');
  const replies = message.map(({ id, values }): Reply => {
    return { id, result: { kind: 'done', value: { values, batchSize: message.length } } };
  });
  parentPort?.postMessage(replies);
});
