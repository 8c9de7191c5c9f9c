// GraphQL clients as people use them, each against the real server with an analyst's token.
import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { Client as UrqlClient, fetchExchange } from '@urql/core'
import { strict as assert } from 'node:assert'
import { buildClientSchema, getIntrospectionQuery, parse, validate, validateSchema } from 'graphql'
import { createClient as createHttpClient } from 'graphql-http'
import { ClientError, GraphQLClient, request } from 'graphql-request'

const PAGE = `query Page($first: Int!, $after: String) {
  households(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { id name } } } }`
const REBALANCE = `mutation Rebalance($input: RebalanceHouseholdInput!) {
  rebalanceHousehold(input: $input) { __typename } }`
const input = { clientMutationId: 'outside-client', householdId: '00000000-0000-7000-8000-000000000000' }

/** The demonstration firm, as every client must see it. */
function isFirstPage({ households }) {
  assert.equal(households.totalCount, 24)
  assert.equal(households.edges.length, 10)
  assert.equal(households.pageInfo.hasNextPage, true)
}

/** Goes through all pages with a client's way to ask, and finds each household once. */
async function allPages(ask) {
  const ids = []
  for (let after = null; ;) {
    const { households } = await ask({ first: 10, after })
    ids.push(...households.edges.map(({ node }) => node.id))
    if (!households.pageInfo.hasNextPage) break
    after = households.pageInfo.endCursor
  }
  assert.equal(new Set(ids).size, 24)
  assert.equal(ids.length, 24)
}

/** Each client's checks: a sentence, and what must not throw. */
export function checks(url, token) {
  const headers = { authorization: `Bearer ${token}` }
  const apollo = new ApolloClient({ link: new HttpLink({ uri: url, headers }), cache: new InMemoryCache() })
  const urql = new UrqlClient({
    url,
    exchanges: [fetchExchange],
    fetchOptions: { headers },
    preferGetMethod: false,
  })
  const requests = new GraphQLClient(url, { headers })
  const http = createHttpClient({ url, headers })
  const once = (operation) =>
    new Promise((resolve, reject) => {
      let answer
      http.subscribe(operation, {
        next: (next) => (answer = next),
        error: reject,
        complete: () => resolve(answer),
      })
    })
  const post = (query, more = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers, ...more },
      body: JSON.stringify({ query }),
    })

  return [
    ['graphql-request reads a page', async () => isFirstPage(await requests.request(PAGE, { first: 10 }))],
    ['graphql-request reads all pages', () => allPages((variables) => requests.request(PAGE, variables))],
    [
      'graphql-request tells a mutation that the role may not do',
      () =>
        assert.rejects(requests.request(REBALANCE, { input }), (error) => {
          assert.ok(error instanceof ClientError)
          return error.response.errors[0].extensions.code === 'FORBIDDEN'
        }),
    ],
    [
      'graphql-request without a token is told 401',
      () => assert.rejects(request(url, '{ viewer { userName } }'), (error) => error.response.status === 401),
    ],
    [
      'Apollo Client reads a page',
      async () => isFirstPage((await apollo.query({ query: gql(PAGE), variables: { first: 10 } })).data),
    ],
    [
      'Apollo Client reads all pages',
      () => allPages(async (variables) => (await apollo.query({ query: gql(PAGE), variables })).data),
    ],
    [
      'Apollo Client tells a mutation that the role may not do',
      () =>
        assert.rejects(apollo.mutate({ mutation: gql(REBALANCE), variables: { input } }), (error) => {
          assert.ok(CombinedGraphQLErrors.is(error))
          return error.errors[0].extensions.code === 'FORBIDDEN'
        }),
    ],
    ['urql reads a page', async () => isFirstPage((await urql.query(PAGE, { first: 10 })).data)],
    ['urql reads all pages', () => allPages(async (variables) => (await urql.query(PAGE, variables)).data)],
    [
      'urql tells a mutation that the role may not do',
      async () => {
        const { error } = await urql.mutation(REBALANCE, { input })
        assert.equal(error.graphQLErrors[0].extensions.code, 'FORBIDDEN')
      },
    ],
    [
      'urql by GET is refused without the header of a preflight, and answered with it',
      async () => {
        const byGet = (more) =>
          new UrqlClient({
            url,
            exchanges: [fetchExchange],
            fetchOptions: { headers: { ...headers, ...more } },
            preferGetMethod: 'force',
          }).query('{ viewer { userName } }', {})
        assert.match((await byGet({})).error.message, /Request Forgery|CSRF/)
        assert.equal((await byGet({ 'apollo-require-preflight': 'true' })).data.viewer.userName, 'ann')
      },
    ],
    [
      'the client of graphql-http reads a page',
      async () => isFirstPage((await once({ query: PAGE, variables: { first: 10 } })).data),
    ],
    [
      'GraphiQL, Altair and Postman read a schema by introspection, which is valid and fits the operations here',
      async () => {
        const query = getIntrospectionQuery({
          inputValueDeprecation: true,
          specifiedByUrl: true,
          schemaDescription: true,
          directiveIsRepeatable: true,
        })
        const { data } = await (await post(query)).json()
        const schema = buildClientSchema(data)
        assert.deepEqual(validateSchema(schema), [])
        for (const operation of [PAGE, REBALANCE]) assert.deepEqual(validate(schema, parse(operation)), [])
      },
    ],
    [
      'Power Query posts and gets JSON',
      async () => {
        const response = await post('{ viewer { userName } }', {
          accept: '*/*',
          'user-agent': 'Microsoft.Data.Mashup',
        })
        assert.equal(response.status, 200)
        assert.deepEqual(await response.json(), { data: { viewer: { userName: 'ann' } } })
      },
    ],
    [
      'WEBSERVICE of Excel, which can send no header, is refused',
      async () =>
        assert.equal((await fetch(`${url}?query=${encodeURIComponent('{ __typename }')}`)).status, 401),
    ],
  ]
}
