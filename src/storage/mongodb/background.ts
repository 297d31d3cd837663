/** Work that follows from an operation and goes on after its answer. What is left undone by a failure, a sweep does. */
export interface Background {
  run(task: () => Promise<unknown>): void;
  /** Resolves when all that was begun before has ended. */
  whenDone(): Promise<void>;
}

export function createBackground(onFailure: (error: Error) => void): Background {
  const running = new Set<Promise<unknown>>();
  return {
    run(task) {
      const work = task()
        .catch(onFailure)
        .finally(() => running.delete(work));
      running.add(work);
    },
    async whenDone() {
      await Promise.all(running);
    },
  };
}
