import { expect, test } from 'vitest';
import { createLocalDoorbell } from '../../src/event-bus/local-doorbell.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('many rings at once reach every listener once', async () => {
  const doorbell = createLocalDoorbell();
  let heard = 0;
  doorbell.onRing(() => (heard += 1));
  doorbell.onRing(() => (heard += 10));
  for (let ring = 0; ring < 100; ring += 1) doorbell.ring();
  expect(heard).toBe(0);
  await turn();
  expect(heard).toBe(11);
});

test('a ring that a listener causes is heard too', async () => {
  const doorbell = createLocalDoorbell();
  let heard = 0;
  doorbell.onRing(() => {
    heard += 1;
    if (heard < 3) doorbell.ring();
  });
  doorbell.ring();
  while (heard < 3) await turn();
  await turn();
  expect(heard).toBe(3);
});

test('a listener that has left hears nothing more, and the same function can listen twice', async () => {
  const doorbell = createLocalDoorbell();
  let heard = 0;
  const listener = () => (heard += 1);
  const stop = doorbell.onRing(listener);
  doorbell.onRing(listener);
  doorbell.ring();
  await turn();
  expect(heard).toBe(2);
  stop();
  stop();
  doorbell.ring();
  await turn();
  expect(heard).toBe(3);
});
