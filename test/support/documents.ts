import { graphql } from './gql/gql.ts';

// The operations that tests of several rooms send.

export const COMPLETE = graphql(`
  mutation Complete($input: CompleteInput!) {
    complete(input: $input) {
      __typename
      ... on CompleteSuccess {
        text
        finishReason
        usage {
          promptTokens
          cachedPromptTokens
          completionTokens
          totalTokens
          estimated
        }
        cost {
          prompt
          completion
          total
          currency
          basis
          priceVersion
        }
        call {
          operationId
          status
          sandbox
          model
          maxTokens
          held
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
      ... on BudgetExceededError {
        budgetId
        amount
        spent
        held
        remaining
        requested
        resetsAt
        budgets {
          budgetId
          retryable
        }
      }
      ... on UnknownModelPriceError {
        model
        suggestions
      }
      ... on ProviderError {
        category
        call {
          operationId
          status
          cost {
            total
            basis
          }
          attempts {
            number
            error {
              code
              category
              providerDetail
            }
            cost {
              total
            }
          }
        }
      }
    }
  }
`);

export const CREATE_BUDGET = graphql(`
  mutation CreateBudget($input: CreateBudgetInput!) {
    createBudget(input: $input) {
      __typename
      ... on CreateBudgetSuccess {
        budget {
          id
          amount
          spent
          held
          remaining
          warningThresholds
          hard
          period {
            every
            timeZone
            start
            end
            resetsAt
          }
          scope {
            agentId
            everything
          }
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

export const BUDGET = graphql(`
  query Budget($id: ID!) {
    budget(id: $id) {
      id
      name
      amount
      spent
      held
      remaining
      percentageUsed
      warningThresholds
      hard
    }
  }
`);

export const UPDATE_BUDGET = graphql(`
  mutation UpdateBudget($input: UpdateBudgetInput!) {
    updateBudget(input: $input) {
      __typename
      ... on UpdateBudgetSuccess {
        budget {
          id
          name
          amount
          spent
          remaining
          warningThresholds
          hard
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

export const CALL = graphql(`
  query Call($operationId: ID!) {
    call(operationId: $operationId) {
      operationId
      status
      provider
      model
      sandbox
      agentId
      capabilityType
      tags {
        key
        value
      }
      text
      finishReason
      usage {
        promptTokens
        completionTokens
        totalTokens
        estimated
      }
      cost {
        prompt
        completion
        total
        basis
      }
      error {
        code
        category
      }
      attempts {
        number
        model
        usage {
          totalTokens
        }
        cost {
          total
          priceVersion
        }
        error {
          code
          category
          message
          providerDetail
        }
      }
      latencyMs
    }
  }
`);

export const CALLS = graphql(`
  query Calls($filter: CallFilter, $first: Int, $after: String, $last: Int, $before: String) {
    calls(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      edges {
        cursor
        node {
          operationId
          status
          agentId
          cost {
            total
          }
          attempts {
            number
          }
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`);

export const USAGE = graphql(`
  query Usage($input: UsageInput!) {
    usage(input: $input) {
      start
      end
      timeZone
      totals {
        calls
        completed
        failed
        running
        attempts
        promptTokens
        completionTokens
        totalTokens
        totalCost
      }
      groups {
        agentId
        model
        capabilityType
        day
        metrics {
          calls
          totalTokens
          totalCost
        }
      }
    }
  }
`);

export const BUDGET_EVENTS = graphql(`
  subscription BudgetEvents($filter: BudgetEventFilter, $after: String) {
    budgetEvents(filter: $filter, after: $after, heartbeatMs: 0) {
      __typename
      cursor
      topic
      timestamp
      agentId
      budgetId
      operationId
      currentUsage
      budgetAmount
      percentageUsed
      ... on BudgetWarning {
        threshold
      }
      ... on BudgetExceeded {
        reason
        held
        requested
        resetsAt
      }
    }
  }
`);

export const TEMPLATE_EVENTS = graphql(`
  subscription TemplateEvents($filter: TemplateEventFilter, $after: String, $heartbeatMs: Int) {
    templateEvents(filter: $filter, after: $after, heartbeatMs: $heartbeatMs) {
      __typename
      cursor
      topic
      timestamp
      agentId
      templateId
      label
      ... on TemplateLabelMoved {
        fromVersion
        toVersion
        movedBy
        note
      }
    }
  }
`);

export const MODEL_CALL_EVENTS = graphql(`
  subscription ModelCallEvents($filter: ModelCallEventFilter, $after: String) {
    modelCallEvents(filter: $filter, after: $after, heartbeatMs: 0) {
      __typename
      cursor
      topic
      timestamp
      operationId
      agentId
      model
      sandbox
      ... on ModelCallStarted {
        held
        maxTokens
      }
      ... on ModelCallCompleted {
        cost {
          total
        }
        usage {
          totalTokens
        }
        latencyMs
      }
      ... on ModelCallFailed {
        errorCategory
        error {
          code
          message
        }
        cost {
          total
          basis
        }
      }
    }
  }
`);

export const EVENTS = graphql(`
  query Events($filter: EventFilter, $first: Int, $after: String, $last: Int, $before: String) {
    events(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      edges {
        cursor
        node {
          __typename
          cursor
          topic
          timestamp
          agentId
          ... on ModelCallEvent {
            operationId
          }
          ... on BudgetEvent {
            budgetId
          }
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`);

export const QUIET_CALL_EVENTS = graphql(`
  subscription QuietCallEvents($filter: ModelCallEventFilter, $after: String, $heartbeatMs: Int) {
    modelCallEvents(filter: $filter, after: $after, heartbeatMs: $heartbeatMs) {
      __typename
      cursor
      operationId
    }
  }
`);

export const SET_MODEL_PRICE = graphql(`
  mutation SetModelPrice($input: SetModelPriceInput!) {
    setModelPrice(input: $input) {
      __typename
      ... on SetModelPriceSuccess {
        model
        version
        effectiveFrom
        tiers {
          fromPromptTokens
          input
          cacheRead
          output
        }
      }
      ... on ValidationError {
        fields {
          path
        }
      }
    }
  }
`);

export const CREATE_TEMPLATE = graphql(`
  mutation CreateTemplate($input: CreateTemplateInput!) {
    createTemplate(input: $input) {
      __typename
      ... on CreateTemplateSuccess {
        template {
          id
          name
          latestVersion {
            version
            format
            template
            messages {
              role
              content
            }
            variables {
              name
              type
              required
              default
            }
            tokenEstimates {
              encoding
              tokens
              exact
            }
            author
          }
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

export const CREATE_TEMPLATE_VERSION = graphql(`
  mutation CreateTemplateVersion($input: CreateTemplateVersionInput!) {
    createTemplateVersion(input: $input) {
      __typename
      ... on CreateTemplateVersionSuccess {
        version {
          version
          labels
          note
        }
      }
      ... on Error {
        code
        message
      }
      ... on TemplateConflictError {
        current
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

export const SET_TEMPLATE_LABEL = graphql(`
  mutation SetTemplateLabel($input: SetTemplateLabelInput!) {
    setTemplateLabel(input: $input) {
      __typename
      ... on SetTemplateLabelSuccess {
        move {
          label
          kind
          from
          to
          movedBy
          note
        }
        template {
          labels {
            name
            version
            protected
          }
        }
      }
      ... on Error {
        code
        message
      }
      ... on TemplateConflictError {
        current
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

export const ARCHIVE_TEMPLATE = graphql(`
  mutation ArchiveTemplate($input: ArchiveTemplateInput!) {
    archiveTemplate(input: $input) {
      __typename
      ... on ArchiveTemplateSuccess {
        template {
          id
          archivedAt
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`);

export const TEMPLATE = graphql(`
  query Template($id: ID!, $number: Int, $label: String) {
    template(id: $id) {
      id
      name
      description
      tags
      builtIn
      archivedAt
      labels {
        name
        version
        protected
        movedBy
      }
      version(number: $number, label: $label) {
        version
        template
        labels
        note
      }
      versions(first: 10) {
        edges {
          node {
            version
            note
          }
        }
      }
      labelHistory(first: 10) {
        edges {
          node {
            label
            kind
            from
            to
            note
          }
        }
      }
    }
  }
`);

export const TEMPLATES = graphql(`
  query Templates($filter: TemplateFilter, $first: Int, $after: String, $last: Int, $before: String) {
    templates(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      edges {
        cursor
        node {
          id
          builtIn
          latestVersion {
            version
          }
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        endCursor
        startCursor
      }
    }
  }
`);

export const TEMPLATE_DIFF = graphql(`
  query TemplateDiff($id: ID!, $from: TemplateVersionRefInput!, $to: TemplateVersionRefInput!) {
    templateDiff(id: $id, from: $from, to: $to) {
      from {
        version
      }
      to {
        version
      }
      text {
        kind
        text
      }
      patch
      settings {
        path
        from
        to
      }
    }
  }
`);

export const CREATE_WEBHOOK = graphql(`
  mutation CreateWebhook($input: CreateWebhookInput!) {
    createWebhook(input: $input) {
      __typename
      ... on CreateWebhookSuccess {
        secret
        webhook {
          id
          url
          topics
          enabled
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`);

export const UPDATE_WEBHOOK = graphql(`
  mutation UpdateWebhook($input: UpdateWebhookInput!) {
    updateWebhook(input: $input) {
      __typename
      ... on UpdateWebhookSuccess {
        secret
        webhook {
          id
          url
          topics
          enabled
          disabledReason
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`);

export const DELETE_WEBHOOK = graphql(`
  mutation DeleteWebhook($input: DeleteWebhookInput!) {
    deleteWebhook(input: $input) {
      __typename
      ... on Error {
        code
      }
    }
  }
`);

export const REPLAY_DELIVERY = graphql(`
  mutation ReplayDelivery($input: ReplayDeliveryInput!) {
    replayDelivery(input: $input) {
      __typename
      ... on ReplayDeliverySuccess {
        delivery {
          id
          status
          attempts
        }
      }
      ... on Error {
        code
      }
    }
  }
`);

export const WEBHOOKS = graphql(`
  query Webhooks($first: Int, $after: String) {
    webhooks(first: $first, after: $after) {
      edges {
        node {
          id
          url
          enabled
          disabledReason
        }
      }
    }
  }
`);

export const WEBHOOK_DELIVERIES = graphql(`
  query WebhookDeliveries($filter: WebhookDeliveryFilter, $first: Int, $after: String) {
    webhookDeliveries(filter: $filter, first: $first, after: $after) {
      edges {
        node {
          id
          eventId
          cursor
          topic
          status
          attempts
          responseStatus
          responseBody
          error
          nextAttemptAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const CREATE_API_KEY = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      __typename
      ... on CreateApiKeySuccess {
        secret
        apiKey {
          ...ApiKeyFields
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
  fragment ApiKeyFields on ApiKey {
    id
    name
    role
    state
    prefix
    secrets {
      prefix
      expiresAt
    }
    agentIds
    models
    limits {
      requestsPerMinute
      tokensPerMinute
      concurrentCalls
    }
    createdBy {
      kind
      id
    }
    expiresAt
    revokedAt
    lastUsedAt
  }
`);

export const ROTATE_API_KEY = graphql(`
  mutation RotateApiKey($input: RotateApiKeyInput!) {
    rotateApiKey(input: $input) {
      __typename
      ... on RotateApiKeySuccess {
        secret
        apiKey {
          ...ApiKeyFields
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`);

export const UPDATE_API_KEY = graphql(`
  mutation UpdateApiKey($input: UpdateApiKeyInput!) {
    updateApiKey(input: $input) {
      __typename
      ... on UpdateApiKeySuccess {
        apiKey {
          id
          name
          agentIds
          models
          limits {
            requestsPerMinute
            concurrentCalls
          }
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`);

export const REVOKE_API_KEY = graphql(`
  mutation RevokeApiKey($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) {
      __typename
      ... on RevokeApiKeySuccess {
        apiKey {
          ...ApiKeyFields
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`);

export const API_KEYS = graphql(`
  query ApiKeys {
    apiKeys(first: 100) {
      edges {
        node {
          ...ApiKeyFields
        }
      }
    }
  }
`);

export const CREATE_PROJECT = graphql(`
  mutation CreateProject($input: CreateProjectInput!) {
    createProject(input: $input) {
      __typename
      ... on CreateProjectSuccess {
        project {
          id
          name
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
`);

export const PROJECTS = graphql(`
  query Projects {
    projects(first: 100) {
      edges {
        node {
          id
          name
        }
      }
    }
  }
`);

export const AUDIT_LOG = graphql(`
  query AuditLog($filter: AuditFilter) {
    auditLog(filter: $filter, first: 100) {
      edges {
        node {
          at
          actor {
            kind
            id
          }
          action
          targetKind
          targetId
          before
          after
        }
      }
    }
  }
`);

export const ME = graphql(`
  query Me {
    me {
      role
      isOperator
      projectId
      apiKeyId
      subject
      agentIds
      models
      limits {
        requestsPerMinute
      }
    }
  }
`);
