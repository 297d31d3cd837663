/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query DemoHello {\n    __typename\n  }\n": typeof types.DemoHelloDocument,
    "\n  mutation DemoComplete($input: CompleteInput!) {\n    complete(input: $input) {\n      __typename\n      ... on CompleteSuccess {\n        text\n        cost {\n          total\n        }\n        call {\n          operationId\n          model\n          held\n          sandbox\n        }\n      }\n      ... on BudgetExceededError {\n        budgetId\n        remaining\n        requested\n      }\n      ... on ValidationError {\n        fields {\n          path\n          message\n        }\n      }\n      ... on ProviderError {\n        call {\n          error {\n            providerDetail\n          }\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.DemoCompleteDocument,
    "\n  mutation DemoCreateBudget($input: CreateBudgetInput!) {\n    createBudget(input: $input) {\n      __typename\n      ... on CreateBudgetSuccess {\n        budget {\n          id\n          amount\n          period {\n            resetsAt\n          }\n        }\n      }\n      ... on ValidationError {\n        fields {\n          path\n          message\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.DemoCreateBudgetDocument,
    "\n  query DemoAgentReport($agentId: String!, $budgetId: ID!) {\n    usage(input: { groupBy: [AGENT], filter: { agentId: $agentId } }) {\n      groups {\n        agentId\n        metrics {\n          calls\n          totalTokens\n          totalCost\n        }\n      }\n    }\n    budget(id: $budgetId) {\n      amount\n      spent\n      held\n      percentageUsed\n    }\n  }\n": typeof types.DemoAgentReportDocument,
    "\n  subscription DemoModelCallEvents($agentIds: [String!]!) {\n    modelCallEvents(filter: { agentIds: $agentIds }) {\n      __typename\n      cursor\n      timestamp\n      operationId\n      agentId\n      model\n      ... on ModelCallStarted {\n        held\n      }\n      ... on ModelCallCompleted {\n        latencyMs\n        usage {\n          totalTokens\n        }\n        cost {\n          total\n        }\n      }\n      ... on ModelCallFailed {\n        error {\n          message\n        }\n      }\n    }\n  }\n": typeof types.DemoModelCallEventsDocument,
    "\n  subscription DemoBudgetEvents($agentIds: [String!]!, $after: String!) {\n    budgetEvents(filter: { agentIds: $agentIds }, after: $after) {\n      __typename\n      timestamp\n      agentId\n      budgetId\n      currentUsage\n      budgetAmount\n      percentageUsed\n      ... on BudgetWarning {\n        threshold\n      }\n      ... on BudgetExceeded {\n        reason\n        requested\n      }\n      ... on BudgetForecastExceeded {\n        projectedUsage\n      }\n    }\n  }\n": typeof types.DemoBudgetEventsDocument,
    "\n  mutation DemoCreateTemplate($input: CreateTemplateInput!) {\n    createTemplate(input: $input) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.DemoCreateTemplateDocument,
    "\n  mutation DemoCreateTemplateVersion($input: CreateTemplateVersionInput!) {\n    createTemplateVersion(input: $input) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.DemoCreateTemplateVersionDocument,
    "\n  mutation DemoSetTemplateLabel($input: SetTemplateLabelInput!) {\n    setTemplateLabel(input: $input) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.DemoSetTemplateLabelDocument,
    "\n  mutation DemoCompleteByTemplate($input: CompleteInput!) {\n    complete(input: $input) {\n      __typename\n      ... on CompleteSuccess {\n        text\n        call {\n          template {\n            version\n          }\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": typeof types.DemoCompleteByTemplateDocument,
};
const documents: Documents = {
    "\n  query DemoHello {\n    __typename\n  }\n": types.DemoHelloDocument,
    "\n  mutation DemoComplete($input: CompleteInput!) {\n    complete(input: $input) {\n      __typename\n      ... on CompleteSuccess {\n        text\n        cost {\n          total\n        }\n        call {\n          operationId\n          model\n          held\n          sandbox\n        }\n      }\n      ... on BudgetExceededError {\n        budgetId\n        remaining\n        requested\n      }\n      ... on ValidationError {\n        fields {\n          path\n          message\n        }\n      }\n      ... on ProviderError {\n        call {\n          error {\n            providerDetail\n          }\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.DemoCompleteDocument,
    "\n  mutation DemoCreateBudget($input: CreateBudgetInput!) {\n    createBudget(input: $input) {\n      __typename\n      ... on CreateBudgetSuccess {\n        budget {\n          id\n          amount\n          period {\n            resetsAt\n          }\n        }\n      }\n      ... on ValidationError {\n        fields {\n          path\n          message\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.DemoCreateBudgetDocument,
    "\n  query DemoAgentReport($agentId: String!, $budgetId: ID!) {\n    usage(input: { groupBy: [AGENT], filter: { agentId: $agentId } }) {\n      groups {\n        agentId\n        metrics {\n          calls\n          totalTokens\n          totalCost\n        }\n      }\n    }\n    budget(id: $budgetId) {\n      amount\n      spent\n      held\n      percentageUsed\n    }\n  }\n": types.DemoAgentReportDocument,
    "\n  subscription DemoModelCallEvents($agentIds: [String!]!) {\n    modelCallEvents(filter: { agentIds: $agentIds }) {\n      __typename\n      cursor\n      timestamp\n      operationId\n      agentId\n      model\n      ... on ModelCallStarted {\n        held\n      }\n      ... on ModelCallCompleted {\n        latencyMs\n        usage {\n          totalTokens\n        }\n        cost {\n          total\n        }\n      }\n      ... on ModelCallFailed {\n        error {\n          message\n        }\n      }\n    }\n  }\n": types.DemoModelCallEventsDocument,
    "\n  subscription DemoBudgetEvents($agentIds: [String!]!, $after: String!) {\n    budgetEvents(filter: { agentIds: $agentIds }, after: $after) {\n      __typename\n      timestamp\n      agentId\n      budgetId\n      currentUsage\n      budgetAmount\n      percentageUsed\n      ... on BudgetWarning {\n        threshold\n      }\n      ... on BudgetExceeded {\n        reason\n        requested\n      }\n      ... on BudgetForecastExceeded {\n        projectedUsage\n      }\n    }\n  }\n": types.DemoBudgetEventsDocument,
    "\n  mutation DemoCreateTemplate($input: CreateTemplateInput!) {\n    createTemplate(input: $input) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.DemoCreateTemplateDocument,
    "\n  mutation DemoCreateTemplateVersion($input: CreateTemplateVersionInput!) {\n    createTemplateVersion(input: $input) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.DemoCreateTemplateVersionDocument,
    "\n  mutation DemoSetTemplateLabel($input: SetTemplateLabelInput!) {\n    setTemplateLabel(input: $input) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.DemoSetTemplateLabelDocument,
    "\n  mutation DemoCompleteByTemplate($input: CompleteInput!) {\n    complete(input: $input) {\n      __typename\n      ... on CompleteSuccess {\n        text\n        call {\n          template {\n            version\n          }\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n": types.DemoCompleteByTemplateDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DemoHello {\n    __typename\n  }\n"): (typeof documents)["\n  query DemoHello {\n    __typename\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoComplete($input: CompleteInput!) {\n    complete(input: $input) {\n      __typename\n      ... on CompleteSuccess {\n        text\n        cost {\n          total\n        }\n        call {\n          operationId\n          model\n          held\n          sandbox\n        }\n      }\n      ... on BudgetExceededError {\n        budgetId\n        remaining\n        requested\n      }\n      ... on ValidationError {\n        fields {\n          path\n          message\n        }\n      }\n      ... on ProviderError {\n        call {\n          error {\n            providerDetail\n          }\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DemoComplete($input: CompleteInput!) {\n    complete(input: $input) {\n      __typename\n      ... on CompleteSuccess {\n        text\n        cost {\n          total\n        }\n        call {\n          operationId\n          model\n          held\n          sandbox\n        }\n      }\n      ... on BudgetExceededError {\n        budgetId\n        remaining\n        requested\n      }\n      ... on ValidationError {\n        fields {\n          path\n          message\n        }\n      }\n      ... on ProviderError {\n        call {\n          error {\n            providerDetail\n          }\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoCreateBudget($input: CreateBudgetInput!) {\n    createBudget(input: $input) {\n      __typename\n      ... on CreateBudgetSuccess {\n        budget {\n          id\n          amount\n          period {\n            resetsAt\n          }\n        }\n      }\n      ... on ValidationError {\n        fields {\n          path\n          message\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DemoCreateBudget($input: CreateBudgetInput!) {\n    createBudget(input: $input) {\n      __typename\n      ... on CreateBudgetSuccess {\n        budget {\n          id\n          amount\n          period {\n            resetsAt\n          }\n        }\n      }\n      ... on ValidationError {\n        fields {\n          path\n          message\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DemoAgentReport($agentId: String!, $budgetId: ID!) {\n    usage(input: { groupBy: [AGENT], filter: { agentId: $agentId } }) {\n      groups {\n        agentId\n        metrics {\n          calls\n          totalTokens\n          totalCost\n        }\n      }\n    }\n    budget(id: $budgetId) {\n      amount\n      spent\n      held\n      percentageUsed\n    }\n  }\n"): (typeof documents)["\n  query DemoAgentReport($agentId: String!, $budgetId: ID!) {\n    usage(input: { groupBy: [AGENT], filter: { agentId: $agentId } }) {\n      groups {\n        agentId\n        metrics {\n          calls\n          totalTokens\n          totalCost\n        }\n      }\n    }\n    budget(id: $budgetId) {\n      amount\n      spent\n      held\n      percentageUsed\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription DemoModelCallEvents($agentIds: [String!]!) {\n    modelCallEvents(filter: { agentIds: $agentIds }) {\n      __typename\n      cursor\n      timestamp\n      operationId\n      agentId\n      model\n      ... on ModelCallStarted {\n        held\n      }\n      ... on ModelCallCompleted {\n        latencyMs\n        usage {\n          totalTokens\n        }\n        cost {\n          total\n        }\n      }\n      ... on ModelCallFailed {\n        error {\n          message\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription DemoModelCallEvents($agentIds: [String!]!) {\n    modelCallEvents(filter: { agentIds: $agentIds }) {\n      __typename\n      cursor\n      timestamp\n      operationId\n      agentId\n      model\n      ... on ModelCallStarted {\n        held\n      }\n      ... on ModelCallCompleted {\n        latencyMs\n        usage {\n          totalTokens\n        }\n        cost {\n          total\n        }\n      }\n      ... on ModelCallFailed {\n        error {\n          message\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription DemoBudgetEvents($agentIds: [String!]!, $after: String!) {\n    budgetEvents(filter: { agentIds: $agentIds }, after: $after) {\n      __typename\n      timestamp\n      agentId\n      budgetId\n      currentUsage\n      budgetAmount\n      percentageUsed\n      ... on BudgetWarning {\n        threshold\n      }\n      ... on BudgetExceeded {\n        reason\n        requested\n      }\n      ... on BudgetForecastExceeded {\n        projectedUsage\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription DemoBudgetEvents($agentIds: [String!]!, $after: String!) {\n    budgetEvents(filter: { agentIds: $agentIds }, after: $after) {\n      __typename\n      timestamp\n      agentId\n      budgetId\n      currentUsage\n      budgetAmount\n      percentageUsed\n      ... on BudgetWarning {\n        threshold\n      }\n      ... on BudgetExceeded {\n        reason\n        requested\n      }\n      ... on BudgetForecastExceeded {\n        projectedUsage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoCreateTemplate($input: CreateTemplateInput!) {\n    createTemplate(input: $input) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DemoCreateTemplate($input: CreateTemplateInput!) {\n    createTemplate(input: $input) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoCreateTemplateVersion($input: CreateTemplateVersionInput!) {\n    createTemplateVersion(input: $input) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DemoCreateTemplateVersion($input: CreateTemplateVersionInput!) {\n    createTemplateVersion(input: $input) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoSetTemplateLabel($input: SetTemplateLabelInput!) {\n    setTemplateLabel(input: $input) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DemoSetTemplateLabel($input: SetTemplateLabelInput!) {\n    setTemplateLabel(input: $input) {\n      __typename\n      ... on Error {\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DemoCompleteByTemplate($input: CompleteInput!) {\n    complete(input: $input) {\n      __typename\n      ... on CompleteSuccess {\n        text\n        call {\n          template {\n            version\n          }\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DemoCompleteByTemplate($input: CompleteInput!) {\n    complete(input: $input) {\n      __typename\n      ... on CompleteSuccess {\n        text\n        call {\n          template {\n            version\n          }\n        }\n      }\n      ... on Error {\n        message\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;