import type { ApolloServerPlugin } from '@apollo/server'
import { ApolloArmor } from '@escape.tech/graphql-armor'
import { GraphQLError, Kind, OperationTypeNode, type DocumentNode, type ValidationRule } from 'graphql'
import { takeLonger } from '../database/patience.ts'
import type { Context } from './context.ts'

/** Most tokens of a query's text; the parser stops there. */
export const MOST_TOKENS = 1_500

/** How many errors one answer tells: a query of ten thousand mistakes must not be answered ten thousand times. */
export const MOST_ERRORS = 5

/** Bounds on what one query may ask: depth, aliases, directives and cost, and no hints at names that were not asked for. */
export function queryLimits(): { plugins: ApolloServerPlugin<Context>[]; validationRules: ValidationRule[] } {
  const armor = new ApolloArmor({
    maxDepth: { n: 10 },
    maxAliases: { n: 15, allowList: [] },
    maxDirectives: { n: 5 },
    costLimit: {
      maxCost: 5_000,
      objectCost: 2,
      scalarCost: 1,
      depthCostFactor: 1,
      ignoreIntrospection: true,
    },
    // It replaces the parser and turns syntax errors into faults of the server; Apollo's own limit on tokens is used instead.
    maxTokens: { enabled: false },
  })
  // Armor's types come from Apollo's CommonJS typings, ours from its ESM ones: the same objects.
  return armor.protect() as unknown as {
    plugins: ApolloServerPlugin<Context>[]
    validationRules: ValidationRule[]
  }
}

/** Mutations that go over a whole firm, and the milliseconds they may take; single statements have limits of their own. */
const LONG_WORK = new Set([
  'importFiles',
  'publishModelVersion',
  'startBatch',
  'startCashRun',
  'cancelBatch',
  'retryBatch',
  'decideProposals',
  'replanProposals',
  'pushBlotter',
])
const LONG_WORK_MS = 600_000

const asksForLongWork = ({ definitions }: DocumentNode) =>
  definitions.some(
    (definition) =>
      'selectionSet' in definition &&
      definition.selectionSet?.selections.some(
        (selection) => selection.kind === Kind.FIELD && LONG_WORK.has(selection.name.value),
      ),
  )

/** Gives work over a whole firm its time, as long as the database answers beside it. */
export const timeForLongWork: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ document, contextValue: { database } }) {
        if (asksForLongWork(document)) takeLonger(LONG_WORK_MS, () => database.ask())
        return Promise.resolve()
      },
    }),
}

/** One answer cannot carry a subscription, whose events go over a WebSocket. */
export const noSubscriptions: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation({ operation }) {
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return Promise.resolve()
        throw new GraphQLError(
          'Subscriptions are taken over a WebSocket on this path, by the protocol graphql-transport-ws.',
          { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } },
        )
      },
    }),
}

/** Tells the first errors only, and answers 200 to clients of plain JSON where the GraphQL-over-HTTP specification asks for it. */
export const honestAnswers: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ request, response }) {
        if (response.body.kind !== 'single') return Promise.resolve()
        const { errors } = response.body.singleResult
        if (errors && errors.length > MOST_ERRORS)
          response.body.singleResult.errors = errors.slice(0, MOST_ERRORS)
        const accept = request.http?.headers.get('accept') ?? ''
        if (
          errors &&
          response.http.status === 400 &&
          accept.includes('application/json') &&
          !accept.includes('application/graphql-response+json')
        ) {
          response.http.status = 200
        }
        return Promise.resolve()
      },
    }),
}
