import type { SubscribePayload } from 'graphql-ws'
import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql'
import { MOST_ERRORS, MOST_TOKENS } from './limits.ts'

/** Reads a subscription as queries are read, within the same limits: what is to be run, or the errors that keep it from it. */
export function readSubscription(
  schema: GraphQLSchema,
  limits: readonly ValidationRule[],
  { query, operationName, variables }: SubscribePayload,
): ExecutionArgs | readonly GraphQLError[] {
  let document: DocumentNode
  try {
    document = parse(query, { maxTokens: MOST_TOKENS })
  } catch (error) {
    return [coded(error, 'GRAPHQL_PARSE_FAILED')]
  }
  const errors = mistakes(schema, limits, document)
  if (errors.length > 0) return errors
  const operation = getOperationAST(document, operationName)
  if (!operation) {
    const message = 'The operation is not named, or there is none of the name.'
    return [new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })]
  }
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
    const message = `Over a WebSocket only subscriptions are taken: send a ${operation.operation} by POST.`
    return [new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } })]
  }
  return { schema, document, operationName: operationName ?? null, variableValues: variables ?? null }
}

function mistakes(schema: GraphQLSchema, limits: readonly ValidationRule[], document: DocumentNode) {
  try {
    return validate(schema, document, [...specifiedRules, ...limits], { maxErrors: MOST_ERRORS })
      .slice(0, MOST_ERRORS)
      .map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED'))
  } catch (error) {
    // A limit that is passed stops the validation.
    return [coded(error, 'GRAPHQL_VALIDATION_FAILED')]
  }
}

function coded(error: unknown, code: string): GraphQLError {
  if (!(error instanceof GraphQLError)) throw error
  const { nodes, source, positions } = error
  return new GraphQLError(error.message, { nodes, source, positions, extensions: { code } })
}
