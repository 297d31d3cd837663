/** Hands values from one task to another, one at a time: whoever gives one waits until it is taken. For one giver and one taker. */
export interface HandOff<Value> {
  /** Resolves when the value is taken, or nobody will take it any more. */
  give(value: Value): Promise<void>;
  /** The next value, or undefined after the end. */
  take(): Promise<Value | undefined>;
  /** No more values: what is waiting on either side goes on. */
  end(): void;
}

export function createHandOff<Value>(): HandOff<Value> {
  let offered: { value: Value; taken: () => void } | null = null;
  let waiting: ((value: Value | undefined) => void) | null = null;
  let ended = false;
  return {
    give(value) {
      if (ended) return Promise.resolve();
      if (waiting !== null) {
        waiting(value);
        waiting = null;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        offered = { value, taken: resolve };
      });
    },
    take() {
      if (offered !== null) {
        const { value, taken } = offered;
        offered = null;
        taken();
        return Promise.resolve(value);
      }
      if (ended) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    end() {
      ended = true;
      waiting?.(undefined);
      waiting = null;
      offered?.taken();
      offered = null;
    },
  };
}
