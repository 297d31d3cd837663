import { getOperationAST, parse, validate } from 'graphql';
import type { DocumentNode, ExecutionArgs, OperationDefinitionNode } from 'graphql';
import { checkExtent } from './document-extent.ts';
import type { ServerPlugin } from './exchange.ts';
import { costOf } from './query-cost.ts';
import type { Cost } from './query-cost.ts';
import { limitExceeded } from './request-limits.ts';
import type { RequestLimits } from './request-limits.ts';
import { checkTokens } from './token-limits.ts';

/** More would help nobody, and make a long answer of a short request. */
const MAX_VALIDATION_ERRORS = 10;

/**
 * Refuses documents above a limit: too long ones before they are parsed, too wide and too deep ones before they are compared with
 * the schema, too costly ones before they are executed. A document that is sent again is looked at once only, but for the cost
 * where its variables say how long pages are. Works alike for HTTP, SSE and WebSocket.
 */
export function useDocumentLimits({ document: limits, json }: RequestLimits): ServerPlugin {
  const maxNesting = limits.maxDepth + json.maxDepth;
  const constantCosts = new WeakMap<OperationDefinitionNode, Cost>();

  function checkCost({ schema, document, operationName, variableValues }: ExecutionArgs): void {
    const operation = getOperationAST(document, operationName);
    if (!operation) return;
    let cost = constantCosts.get(operation);
    if (cost === undefined) {
      cost = costOf(schema, document, operation, variableValues ?? {});
      if (!cost.varies) constantCosts.set(operation, cost);
    }
    if (cost.fields > limits.maxCost) {
      throw limitExceeded(
        `The operation can answer with more than ${limits.maxCost} fields, the most that is taken. Ask for smaller pages or fewer fields.`,
        'MAX_COST',
        limits.maxCost,
      );
    }
  }

  return {
    onParse({ setParseFn }) {
      // called for documents only that are in no cache
      setParseFn((source: string, options): DocumentNode => {
        checkTokens(source, limits, maxNesting);
        const document = parse(source, options);
        checkExtent(document, limits);
        return document;
      });
    },
    onValidate({ setValidationFn }) {
      setValidationFn((schema: ExecutionArgs['schema'], document: DocumentNode, rules) =>
        validate(schema, document, rules, { maxErrors: MAX_VALIDATION_ERRORS }),
      );
    },
    onExecute: ({ args }) => checkCost(args),
    onSubscribe: ({ args }) => checkCost(args),
  };
}
