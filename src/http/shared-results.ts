import { execute, getOperationAST, Kind, visit } from 'graphql';
import type { ExecutionArgs, ExecutionResult, OperationDefinitionNode, SelectionNode } from 'graphql';
import { createBoundedCache } from '../lib/bounded-cache.ts';

/** How many results are kept: enough for the events that are on their way to many subscribers of a few kinds. */
const KEPT_MAX = 256;
/** Longest document whose results are shared, in characters, so that what is kept stays small. */
const DOCUMENT_MAX = 4_000;

/**
 * What is selected of an event, worked out once for all who select the same of it. Only for subscriptions whose field says, with the
 * function `resultKey` in its extensions, that a result depends on nothing but the event and what is selected.
 */
export interface SharedResults {
  /** What to answer for each item of the stream; null for a subscription whose results aren't shared. */
  executorOf(args: ExecutionArgs): ((item: unknown) => ExecutionResult | Promise<ExecutionResult>) | null;
}

/** The same key for the same event, null for an item that no other subscriber is given. */
type ResultKey = (item: unknown) => string | number | null;

export function createSharedResults(): SharedResults {
  const kept = createBoundedCache<ExecutionResult>(KEPT_MAX);
  /** A number for each operation that is shared, 0 for those that aren't. */
  const numbers = new WeakMap<OperationDefinitionNode, number>();
  let count = 0;

  function numberOf(args: ExecutionArgs, operation: OperationDefinitionNode): number {
    let number = numbers.get(operation);
    if (number === undefined) {
      number = isSameForAll(args, operation) ? (count += 1) : 0;
      numbers.set(operation, number);
    }
    return number;
  }

  return {
    executorOf(args) {
      const operation = getOperationAST(args.document, args.operationName);
      const resultKey = operation && resultKeyOf(args, operation);
      if (!operation || !resultKey) return null;
      const number = numberOf(args, operation);
      const run = (item: unknown) => execute({ ...args, rootValue: item });
      if (number === 0) return run;

      return (item) => {
        const itemKey = resultKey(item);
        if (itemKey === null) return run(item);
        const key = `${number} ${itemKey}`;
        const known = kept.get(key);
        if (known !== undefined) return known;
        const result = run(item);
        // errors are each subscriber's own: they carry the id of its request
        if (!(result instanceof Promise) && result.errors === undefined) kept.set(key, result, 1);
        return result;
      };
    },
  };
}

function resultKeyOf(
  { schema }: ExecutionArgs,
  { selectionSet: { selections } }: OperationDefinitionNode,
): ResultKey | null {
  const [selection] = selections;
  if (selection?.kind !== Kind.FIELD) return null;
  const key = schema.getSubscriptionType()?.getFields()[selection.name.value]?.extensions['resultKey'];
  return typeof key === 'function' ? (key as ResultKey) : null;
}

/** False when what is selected depends on variables; those of the field's own arguments decide which events come, and not what is said of them. */
function isSameForAll(
  { document }: ExecutionArgs,
  { selectionSet: { selections } }: OperationDefinitionNode,
): boolean {
  if ((document.loc?.source.body.length ?? Infinity) > DOCUMENT_MAX) return false;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return ![...selections.map(withoutArguments), ...fragments].some(hasVariable);
}

function withoutArguments(selection: SelectionNode): SelectionNode {
  return selection.kind === Kind.FIELD ? { ...selection, arguments: [] } : selection;
}

function hasVariable(node: Parameters<typeof visit>[0]): boolean {
  let found = false;
  visit(node, {
    Variable() {
      found = true;
    },
  });
  return found;
}
