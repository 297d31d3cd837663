import { GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { ExecutionResult } from 'graphql';
import type { ServerPlugin } from './exchange.ts';

const SUGGESTION = / ?Did you mean [^?]*\?$/;

/** Tells nothing of the schema: no introspection, and no suggestion of a name that was almost asked for. For HTTP, SSE and WebSocket. */
export function useSchemaPrivacy(): ServerPlugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
      return ({ result, setResult }) => {
        if (result.length > 0) setResult((result as GraphQLError[]).map(withoutSuggestion));
      };
    },
    // variables are looked at when the operation is executed
    onExecute: () => ({
      onExecuteDone({ result, setResult }) {
        const { errors } = result as ExecutionResult;
        if (errors) setResult({ ...(result as ExecutionResult), errors: errors.map(withoutSuggestion) });
      },
    }),
    onSubscribe: () => ({
      onSubscribeResult({ result, setResult }) {
        const { errors } = result as ExecutionResult;
        if (errors) setResult({ ...(result as ExecutionResult), errors: errors.map(withoutSuggestion) });
      },
    }),
  };
}

function withoutSuggestion(error: GraphQLError): GraphQLError {
  // what a resolver says is not of the schema
  if (error.path || !SUGGESTION.test(error.message)) return error;
  const { nodes = null, extensions } = error;
  return new GraphQLError(error.message.replace(SUGGESTION, ''), { nodes, extensions });
}
