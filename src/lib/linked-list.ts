/** A place in a LinkedList. */
export interface ListNode<Value> {
  readonly value: Value;
}

interface Link<Value> extends ListNode<Value> {
  previous: Link<Value> | null;
  next: Link<Value> | null;
  /** Null once it has left. */
  list: LinkedList<Value> | null;
}

/**
 * A queue whose members can leave from the middle, every operation in constant time. An array shifts its rest, and the first key of
 * a Map is found behind the holes of those that left.
 */
export class LinkedList<Value> {
  #first: Link<Value> | null = null;
  #last: Link<Value> | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get last(): Value | undefined {
    return this.#last?.value;
  }

  /** Adds it at the end. */
  push(value: Value): ListNode<Value> {
    const link: Link<Value> = { value, previous: this.#last, next: null, list: this };
    if (this.#last === null) this.#first = link;
    else this.#last.next = link;
    this.#last = link;
    this.#size += 1;
    return link;
  }

  /** Takes the first out. */
  shift(): Value | undefined {
    const link = this.#first;
    if (link !== null) this.remove(link);
    return link?.value;
  }

  /** Takes the last out. */
  pop(): Value | undefined {
    const link = this.#last;
    if (link !== null) this.remove(link);
    return link?.value;
  }

  /** False when it isn't in this list any more. */
  remove(node: ListNode<Value>): boolean {
    const link = node as Link<Value>;
    if (link.list !== this) return false;
    if (link.previous === null) this.#first = link.next;
    else link.previous.next = link.next;
    if (link.next === null) this.#last = link.previous;
    else link.next.previous = link.previous;
    link.list = link.previous = link.next = null;
    this.#size -= 1;
    return true;
  }
}
