import Libsql from 'libsql';
import { startFaultProxy } from './fault-proxy.ts';
import type { MongoServerInfo } from './mongo-server.ts';
import { mongoStore, SQLITE } from './store-kinds.ts';
import type { ProcessStore } from './store-kinds.ts';

/** A store that can be taken away from the processes that use it, and given back. */
export interface FragileStore extends ProcessStore {
  takeAway(): Promise<void>;
  giveBack(): Promise<void>;
}

/** A way to take a store away. */
export interface Outage {
  name: string;
  open(): Promise<FragileStore>;
}

/** Another program has the file open for writing and doesn't let go of it. */
export const LOCKED_FILE: Outage = {
  name: 'a file that another program keeps locked',
  async open() {
    const store = SQLITE.open();
    let locker: InstanceType<typeof Libsql> | null = null;
    const giveBack = async (): Promise<void> => {
      locker?.exec('ROLLBACK');
      locker?.close();
      locker = null;
    };
    return {
      ...store,
      async takeAway() {
        locker = new Libsql(store.storeUrl.replace('sqlite:', ''), { timeout: 10_000 });
        locker.exec('BEGIN IMMEDIATE');
      },
      giveBack,
      async remove() {
        await giveBack();
        await store.remove();
      },
    };
  },
};

/** What goes wrong between Tollgate and a MongoDB server. */
export function networkOutages(server: MongoServerInfo): Outage[] {
  return [
    { name: 'connections are refused', open: () => openBehindProxy(server, 'refuse') },
    { name: 'nothing comes through and nothing breaks', open: () => openBehindProxy(server, 'pause') },
  ];
}

async function openBehindProxy(server: MongoServerInfo, fault: 'refuse' | 'pause'): Promise<FragileStore> {
  const proxy = await startFaultProxy(server.url);
  const store = mongoStore({ url: proxy.url, name: server.name }).open();
  return {
    ...store,
    async takeAway() {
      await proxy[fault]();
    },
    giveBack: () => proxy.heal(),
    async remove() {
      await proxy.heal();
      await store.remove();
      await proxy.close();
    },
  };
}
