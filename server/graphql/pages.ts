import { GraphQLError } from 'graphql'
import { ArgsType, Field, Int, ObjectType, type ClassType } from 'type-graphql'
import { isId } from './ids.ts'
import { isPlainText } from './plain-text.ts'

const MOST = 500

/** What lies around a page. */
@ObjectType({ simpleResolvers: true, description: 'What lies around a page (Relay cursor connections).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether more follows after endCursor.' })
  declare hasNextPage: boolean

  @Field(() => Boolean, { description: 'Whether the page was asked for with after.' })
  declare hasPreviousPage: boolean

  @Field(() => String, { nullable: true, description: 'Cursor of the first edge; null: the page is empty.' })
  declare startCursor: string | null

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last edge, which is after for the next page; null: the page is empty.',
  })
  declare endCursor: string | null
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 50, description: `How many, 1 to ${MOST}; else BAD_USER_INPUT.` })
  declare first: number

  @Field(() => String, {
    nullable: true,
    description:
      'The endCursor of the page before, in the same order; null: the first page. What is no cursor is BAD_USER_INPUT.',
  })
  declare after?: string | null
}

export interface Page<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[]
  readonly pageInfo: PageInfo
}

/** Where a page starts: after a row with this sort key and id. */
export type Position = readonly [key: string | number, id: string]

const refused = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

/** What the sort key of a connection is; none: rows are in order of id. */
export type KeyKind = 'none' | 'text' | 'wholeNumber' | 'decimal'

/** As SQL's integer has it. */
const MOST_NUMBER = 2_147_483_647

const isKey: Record<KeyKind, (key: unknown) => boolean> = {
  none: (key) => key === '',
  text: (key) => typeof key === 'string' && isPlainText(key),
  decimal: (key) => typeof key === 'string' && /^-?\d{1,18}(\.\d{1,8})?$/.test(key),
  wholeNumber: (key) => Number.isInteger(key) && Math.abs(key as number) <= MOST_NUMBER,
}

/** The size of a page and the row it starts after; refuses sizes out of bounds and cursors that are not of this order. */
export function pageStart(
  { first, after }: PageArgs,
  kind: KeyKind,
  most = MOST,
): { limit: number; position: Position | undefined } {
  if (first < 1 || first > most) throw refused(`first is 1 to ${most}, not ${first}`)
  if (after === undefined || after === null) return { limit: first, position: undefined }
  try {
    const position: unknown = JSON.parse(Buffer.from(after, 'base64url').toString('utf8'))
    if (Array.isArray(position) && position.length === 2) {
      const [key, id] = position as unknown[]
      if (isKey[kind](key) && typeof id === 'string' && isId(id)) {
        return { limit: first, position: [key as Position[0], id] }
      }
    }
  } catch {
    // Told below, like every other cursor that is not one.
  }
  throw refused('after is not a cursor of this connection in this order')
}

const cursorOf = (position: Position) => Buffer.from(JSON.stringify(position)).toString('base64url')

/** A page of rows, of which one more than wanted was fetched to see whether there is a next page. */
export function pageOf<Node>(
  rows: readonly Node[],
  limit: number,
  args: PageArgs,
  positionOf: (row: Node) => Position,
): Page<Node> {
  const edges = rows.slice(0, limit).map((node) => ({ node, cursor: cursorOf(positionOf(node)) }))
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > limit,
      hasPreviousPage: args.after !== undefined && args.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}

/** What a Connection type says of itself. */
export const pagesOf = (name: string) => `A page of a list of ${name}, by the Relay cursor specification.`

/** The Connection and Edge types of a noun. */
export function connectionOf<Node extends object>(name: string, node: () => ClassType<Node>) {
  @ObjectType(`${name}Edge`, {
    simpleResolvers: true,
    description: `One ${name} of a page, with its cursor.`,
  })
  class Edge {
    @Field(() => String, { description: 'Its place in this list and order, for after; opaque.' })
    declare cursor: string
    @Field(node, { description: `The ${name} itself.` }) declare node: Node
  }
  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: pagesOf(name) })
  class Connection {
    @Field(() => [Edge], { description: 'What is on the page, in order.' }) declare edges: Edge[]
    @Field(() => PageInfo, { description: 'Whether more follows, and from where.' })
    declare pageInfo: PageInfo
  }
  return Connection
}
