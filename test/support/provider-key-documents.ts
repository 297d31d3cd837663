import { graphql } from './gql/index.ts';

export const SET_PROVIDER_KEY = graphql(`
  mutation SetProviderKey($input: SetProviderKeyInput!) {
    setProviderKey(input: $input) {
      __typename
      ... on SetProviderKeySuccess {
        providerKey {
          ...ProviderKeyFields
        }
      }
      ... on ValidationError {
        fields {
          path
          message
        }
      }
      ... on Error {
        code
        message
      }
    }
  }
  fragment ProviderKeyFields on ProviderKey {
    provider
    hint
    baseUrl
    setAt
    setBy {
      kind
      id
    }
  }
`);

export const DELETE_PROVIDER_KEY = graphql(`
  mutation DeleteProviderKey($input: DeleteProviderKeyInput!) {
    deleteProviderKey(input: $input) {
      __typename
      ... on DeleteProviderKeySuccess {
        provider
      }
      ... on Error {
        code
      }
    }
  }
`);

export const PROVIDER_KEYS = graphql(`
  query ProviderKeys {
    providerKeys {
      ...ProviderKeyFields
    }
  }
`);
