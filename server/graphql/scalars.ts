import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql'
import { Decimal } from 'decimal.js'
import { isIsoDate } from '../engine/facts/calendar.ts'

const badInput = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

const DECIMAL = /^-?\d{1,18}(\.\d{1,12})?$/

function parseDecimal(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string' || !DECIMAL.test(text)) {
    throw badInput(`A Decimal is a string such as "12.34", not ${JSON.stringify(value)?.slice(0, 40)}`)
  }
  return new Decimal(text).toFixed()
}

function literal(node: ValueNode, kinds: readonly Kind[], what: string): string {
  if (kinds.includes(node.kind) && 'value' in node) return String(node.value)
  throw badInput(`${what} is written as a string`)
}

/** Exact decimal, a string in JSON, so that no client rounds it through a double. */
export const DecimalScalar = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description:
    'An exact decimal number, as a string without exponent: "1234.5". Trailing zeros are left away. As input up to 18 digits before the point and 12 after it; anything else is an error.',
  serialize: (value) => new Decimal(value as string).toFixed(),
  parseValue: parseDecimal,
  parseLiteral: (node) => parseDecimal(literal(node, [Kind.STRING, Kind.INT, Kind.FLOAT], 'A Decimal')),
})

function parseDate(value: unknown): string {
  if (typeof value === 'string' && isIsoDate(value)) return value
  throw badInput(
    `A LocalDate is a calendar date such as "2025-09-26", not ${JSON.stringify(value)?.slice(0, 40)}`,
  )
}

/** A calendar date in US Eastern time. */
export const LocalDateScalar = new GraphQLScalarType<string, string>({
  name: 'LocalDate',
  description:
    'A calendar date in the zone of the US exchanges (US Eastern), "2025-09-26". As input anything else is an error.',
  serialize: (value) => value as string,
  parseValue: parseDate,
  parseLiteral: (node) => parseDate(literal(node, [Kind.STRING], 'A LocalDate')),
})

/** An instant by the database's clock; only ever given, never taken. */
export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'An instant in UTC to the millisecond, "2025-09-26T20:15:00.000Z". Never an input.',
  // Rows read through SQL carry the database's own text, rows read through the ORM a Date.
  serialize: (value) => (value instanceof Date ? value : new Date(value as string)).toISOString(),
  parseValue: () => {
    throw badInput('A DateTime is not an input')
  },
})
