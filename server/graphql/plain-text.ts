import { GraphQLError } from 'graphql'
import type { MiddlewareFn } from 'type-graphql'
import type { Context } from './context.ts'

/** No control characters but tab and line breaks, and no half of a character: the database keeps no NUL, and nobody sees the others. */
export const isPlainText = (text: string) => text.isWellFormed() && !/[^\P{Cc}\t\n\r]/u.test(text)

/** Where in arguments a text stands that is not plain. */
function oddText(value: unknown, place: string): string | undefined {
  if (typeof value === 'string') return isPlainText(value) ? undefined : place
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, part] of Object.entries(value)) {
    const found = oddText(part, place === '' ? key : `${place}.${key}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** Refuses every argument that holds text no table could keep, before a resolver sees it. */
export const plainArguments: MiddlewareFn<Context> = ({ args }, next) => {
  const place = oddText(args, '')
  if (place === undefined) return next()
  throw new GraphQLError(
    `${place} holds a control character: text has none but tabs and line breaks, and no half characters.`,
    { extensions: { code: 'BAD_USER_INPUT' } },
  )
}
