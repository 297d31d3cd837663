import { graphql } from './gql/gql.ts';

// What the tests of chats, objects, embeddings and streams ask.

export const CHAT = graphql(`
  mutation ChatWithTools($input: ChatInput!) {
    chat(input: $input) {
      __typename
      ... on ChatSuccess {
        reply {
          role
          content
          toolCalls {
            id
            name
            arguments
            problem
          }
        }
        toolCalls {
          id
          name
          arguments
          problem
        }
        newMessages {
          role
          content
          toolCallId
          toolCalls {
            id
            name
            arguments
          }
        }
        finishReason
        usage {
          totalTokens
        }
        cost {
          total
        }
        call {
          ...CallWithAttempts
        }
      }
      ... on ToolError {
        call {
          ...CallWithAttempts
        }
      }
      ... on ProviderError {
        category
        call {
          ...CallWithAttempts
        }
      }
      ... on BudgetExceededError {
        requested
      }
      ... on Error {
        code
        message
        retryable
      }
      ... on ValidationError {
        fields {
          path
          message
        }
      }
    }
  }
`);

export const CALL_WITH_ATTEMPTS = graphql(`
  fragment CallWithAttempts on Call {
    operationId
    kind
    status
    model
    requestedModels
    held
    overHold
    timeToFirstTokenMs
    text
    usage {
      promptTokens
      completionTokens
      estimated
    }
    cost {
      total
      basis
    }
    error {
      code
    }
    attempts {
      number
      model
      latencyMs
      usage {
        promptTokens
        completionTokens
      }
      cost {
        total
        basis
      }
      error {
        code
        category
        retryable
      }
    }
  }
`);

export const GENERATE_OBJECT = graphql(`
  mutation GenerateObject($input: GenerateObjectInput!) {
    generateObject(input: $input) {
      __typename
      ... on GenerateObjectSuccess {
        object
        repairs
        finishReason
        call {
          ...CallWithAttempts
        }
      }
      ... on OutputError {
        text
        refusal
        call {
          ...CallWithAttempts
        }
      }
      ... on Error {
        code
        message
        retryable
      }
      ... on ValidationError {
        fields {
          path
          message
        }
      }
    }
  }
`);

export const EMBED = graphql(`
  mutation Embed($input: EmbedInput!) {
    embed(input: $input) {
      __typename
      ... on EmbedSuccess {
        vectors
        dimensions
        usage {
          promptTokens
          completionTokens
          totalTokens
        }
        cost {
          total
        }
        call {
          ...CallWithAttempts
        }
      }
      ... on Error {
        code
        message
      }
      ... on ValidationError {
        fields {
          path
          message
        }
      }
    }
  }
`);

export const STREAM_COMPLETION = graphql(`
  subscription StreamCompletion($input: CompleteInput!) {
    streamCompletion(input: $input) {
      ...StreamEvent
    }
  }
`);

export const STREAM_CHAT = graphql(`
  subscription StreamChat($input: ChatInput!) {
    streamChat(input: $input) {
      ...StreamEvent
    }
  }
`);

export const STREAM_EVENT = graphql(`
  fragment StreamEvent on CompletionStreamEvent {
    __typename
    ... on TextDelta {
      text
    }
    ... on RefusalDelta {
      refused: text
    }
    ... on ReasoningDelta {
      thought: text
    }
    ... on ToolCallDelta {
      index
      id
      name
      arguments
    }
    ... on ToolResult {
      toolCallId
      toolName: name
      content
    }
    ... on CompleteSuccess {
      answer: text
      refusal
      finishReason
      call {
        ...CallWithAttempts
      }
    }
    ... on ChatSuccess {
      reply {
        content
      }
      newMessages {
        role
      }
      call {
        ...CallWithAttempts
      }
    }
    ... on ProviderError {
      category
      call {
        ...CallWithAttempts
      }
    }
    ... on Error {
      code
      message
      retryable
    }
  }
`);

export const CANCEL_CALL = graphql(`
  mutation CancelCall($operationId: ID!) {
    cancelCall(operationId: $operationId) {
      __typename
      ... on CancelCallSuccess {
        call {
          ...CallWithAttempts
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`);

export const CALL_RECORD = graphql(`
  query CallRecord($operationId: ID!) {
    call(operationId: $operationId) {
      ...CallWithAttempts
    }
  }
`);
