const REQUESTS = `# Welcome to Tollgate. Put the cursor into an operation
# and press Ctrl-Enter. The second tab shows live events.

# 1. Gives an agent two cents a day.
# A call that could cost more than what is left is refused.
mutation CreateBudget {
  createBudget(
    input: {
      scope: { agentId: "researcher" }
      amount: "0.02"
      period: { recurring: { every: DAY, timeZone: "UTC" } }
    }
  ) {
    __typename
    ... on CreateBudgetSuccess {
      budget {
        id
        amount
        remaining
      }
    }
    ... on Error {
      code
      message
    }
  }
}

# 2. A call of that agent, with its exact cost.
mutation Complete {
  complete(
    input: {
      prompt: "Say hello to Tollgate."
      agentId: "researcher"
      parameters: { maxTokens: 200 }
    }
  ) {
    __typename
    ... on CompleteSuccess {
      text
      usage {
        promptTokens
        completionTokens
      }
      cost {
        total
        currency
      }
    }
    ... on Error {
      code
      message
      retryable
    }
  }
}

# 3. What was used, by agent and model.
query Usage {
  usage(input: { groupBy: [AGENT, MODEL] }) {
    totals {
      calls
      totalCost
    }
    groups {
      agentId
      model
      metrics {
        calls
        totalCost
      }
    }
  }
}
`;

const EVENTS = `# Every call as it starts and ends, while this runs.
subscription CallEvents {
  modelCallEvents {
    __typename
    ... on ModelCallStarted {
      operationId
      agentId
      model
    }
    ... on ModelCallCompleted {
      operationId
      agentId
      model
      cost {
        total
      }
    }
    ... on ModelCallFailed {
      operationId
      agentId
      model
      error {
        code
        message
      }
    }
  }
}

# Budgets that pass a warning threshold or are used up.
subscription BudgetEvents {
  budgetEvents {
    __typename
    ... on BudgetWarning {
      budgetId
      agentId
      percentageUsed
      threshold
    }
    ... on BudgetExceeded {
      budgetId
      agentId
    }
  }
}
`;

/** What GraphiQL starts with: one document for each tab. */
export const graphiqlExamples: readonly string[] = [REQUESTS, EVENTS];
