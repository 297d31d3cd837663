import { graphql } from './gql/gql.ts';

export const HELLO = graphql(`
  query DemoHello {
    __typename
  }
`);

export const COMPLETE = graphql(`
  mutation DemoComplete($input: CompleteInput!) {
    complete(input: $input) {
      __typename
      ... on CompleteSuccess {
        text
        cost {
          total
        }
        call {
          operationId
          model
          held
          sandbox
        }
      }
      ... on BudgetExceededError {
        budgetId
        remaining
        requested
      }
      ... on ValidationError {
        fields {
          path
          message
        }
      }
      ... on ProviderError {
        call {
          error {
            providerDetail
          }
        }
      }
      ... on Error {
        message
      }
    }
  }
`);

export const CREATE_BUDGET = graphql(`
  mutation DemoCreateBudget($input: CreateBudgetInput!) {
    createBudget(input: $input) {
      __typename
      ... on CreateBudgetSuccess {
        budget {
          id
          amount
          period {
            resetsAt
          }
        }
      }
      ... on ValidationError {
        fields {
          path
          message
        }
      }
      ... on Error {
        message
      }
    }
  }
`);

export const AGENT_REPORT = graphql(`
  query DemoAgentReport($agentId: String!, $budgetId: ID!) {
    usage(input: { groupBy: [AGENT], filter: { agentId: $agentId } }) {
      groups {
        agentId
        metrics {
          calls
          totalTokens
          totalCost
        }
      }
    }
    budget(id: $budgetId) {
      amount
      spent
      held
      percentageUsed
    }
  }
`);

export const MODEL_CALL_EVENTS = graphql(`
  subscription DemoModelCallEvents($agentIds: [String!]!) {
    modelCallEvents(filter: { agentIds: $agentIds }) {
      __typename
      cursor
      timestamp
      operationId
      agentId
      model
      ... on ModelCallStarted {
        held
      }
      ... on ModelCallCompleted {
        latencyMs
        usage {
          totalTokens
        }
        cost {
          total
        }
      }
      ... on ModelCallFailed {
        error {
          message
        }
      }
    }
  }
`);

export const BUDGET_EVENTS = graphql(`
  subscription DemoBudgetEvents($agentIds: [String!]!, $after: String!) {
    budgetEvents(filter: { agentIds: $agentIds }, after: $after) {
      __typename
      timestamp
      agentId
      budgetId
      currentUsage
      budgetAmount
      percentageUsed
      ... on BudgetWarning {
        threshold
      }
      ... on BudgetExceeded {
        reason
        requested
      }
      ... on BudgetForecastExceeded {
        projectedUsage
      }
    }
  }
`);

export const CREATE_TEMPLATE = graphql(`
  mutation DemoCreateTemplate($input: CreateTemplateInput!) {
    createTemplate(input: $input) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const CREATE_TEMPLATE_VERSION = graphql(`
  mutation DemoCreateTemplateVersion($input: CreateTemplateVersionInput!) {
    createTemplateVersion(input: $input) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const SET_TEMPLATE_LABEL = graphql(`
  mutation DemoSetTemplateLabel($input: SetTemplateLabelInput!) {
    setTemplateLabel(input: $input) {
      __typename
      ... on Error {
        message
      }
    }
  }
`);

export const COMPLETE_BY_TEMPLATE = graphql(`
  mutation DemoCompleteByTemplate($input: CompleteInput!) {
    complete(input: $input) {
      __typename
      ... on CompleteSuccess {
        text
        call {
          template {
            version
          }
        }
      }
      ... on Error {
        message
      }
    }
  }
`);
