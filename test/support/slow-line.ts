import type { Socket } from 'node:net';

/** One direction of a connection, on which everything arrives in order, each piece after the delay that it is given. */
export class SlowLine {
  readonly #to: Socket;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(to: Socket) {
    this.#to = to;
  }

  /** True while something is on its way. */
  get isBusy(): boolean {
    return this.#waiting > 0;
  }

  send(data: Buffer, delayMs: number): void {
    if (delayMs === 0 && !this.isBusy) this.#to.write(data);
    else this.#after(delayMs, () => this.#to.write(data));
  }

  /** The end of what was sent. */
  end(): void {
    if (this.isBusy) this.#after(0, () => this.#to.end());
    else this.#to.end();
  }

  #after(delayMs: number, act: () => void): void {
    this.#waiting += 1;
    const due = new Promise<void>((resolve) => setTimeout(resolve, delayMs));
    this.#last = this.#last
      .then(() => due)
      .then(() => {
        this.#waiting -= 1;
        if (this.#to.writable) act();
      });
  }
}
