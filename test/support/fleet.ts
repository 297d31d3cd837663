import { EventEmitter, once } from 'node:events';
import { whenListening } from './server-process.ts';
import type { ServerProcess, TollgateProcess } from './server-process.ts';

/** Server processes behind which clients don't care which one answers, as behind a load balancer. */
export interface Fleet {
  readonly size: number;
  /** The next one that listens, in turn; waits while there is none. Rejects when one has ended that nobody killed. */
  next(): Promise<ServerProcess>;
  /** Ends that one with SIGKILL, starting or listening, and starts another in its place. */
  replace(index: number): Promise<void>;
  /** Waits until all of them listen. */
  whole(): Promise<ServerProcess[]>;
}

interface Slot {
  running: TollgateProcess;
  listening: ServerProcess | null;
  isDoomed: boolean;
}

/** Starts that many processes at once; `key` is what clients send. */
export function startFleet(size: number, spawn: () => TollgateProcess, key: string): Fleet {
  const changes = new EventEmitter().setMaxListeners(0);
  let crash: Error | null = null;
  let turn = 0;
  const slots = Array.from({ length: size }, startOne);

  function startOne(): Slot {
    const slot: Slot = { running: spawn(), listening: null, isDoomed: false };
    whenListening(slot.running, key).then(
      (server) => {
        if (!slot.isDoomed) slot.listening = server;
        changes.emit('change');
      },
      // how it ended is looked at below
      () => undefined,
    );
    void slot.running.exited.then(({ code, signal }) => {
      // a process that was told to stop, when the test is over, ends with 0
      if (slot.isDoomed || code === 0) return;
      // its log is on standard output
      const { stdout, stderr } = slot.running;
      crash = new Error(
        `a process ended with ${code ?? signal}:\n${stderr}${stdout.split('\n').slice(-3).join('\n')}`,
      );
      changes.emit('change');
    });
    return slot;
  }

  async function waitFor<Value>(look: () => Value | null): Promise<Value> {
    for (;;) {
      if (crash !== null) throw crash;
      const found = look();
      if (found !== null) return found;
      await once(changes, 'change');
    }
  }

  return {
    size,
    next: () =>
      waitFor(() => {
        const listening = slots.flatMap((slot) => slot.listening ?? []);
        turn += 1;
        return listening[turn % listening.length] ?? null;
      }),
    async replace(index) {
      const slot = slots[index];
      if (slot === undefined) throw new RangeError(`the fleet has no process ${index}`);
      slot.isDoomed = true;
      slot.listening = null;
      slot.running.kill('SIGKILL');
      await slot.running.exited;
      slots[index] = startOne();
    },
    whole: () =>
      waitFor(() => {
        const listening = slots.flatMap((slot) => slot.listening ?? []);
        return listening.length === size ? listening : null;
      }),
  };
}
