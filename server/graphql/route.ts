import type { ApolloServer, BaseContext } from '@apollo/server'
import { expressMiddleware } from '@as-integrations/express5'
import compression from 'compression'
import express, { type Request, type RequestHandler, type Response } from 'express'
import { within } from '../database/patience.ts'

/** Milliseconds that a request waits for the database, all its statements together; whoever asked is told within 3 s. */
export const REQUEST_PATIENCE_MS = 2_500

/** Largest body of a GraphQL request; files go to /uploads. */
const MOST_BODY = '1mb'

/** Puts an Apollo server, which has been started, on a path of Express: the body read within its limit, then the query. */
export function graphqlRoute<Context extends BaseContext>(
  apollo: ApolloServer<Context>,
  context: (request: Request, response: Response) => Promise<Context>,
): RequestHandler[] {
  const answer = expressMiddleware(apollo, { context: ({ req, res }) => context(req, res) })
  return [
    compression({ threshold: 2_048 }),
    express.json({ limit: MOST_BODY }),
    (request, response, next) => {
      // What was waited for before, to know who asks, is part of it.
      const { waitedMs = 0 } = response.locals as { waitedMs?: number }
      return within(REQUEST_PATIENCE_MS - waitedMs, async () => {
        await answer(request, response, next)
      })
    },
  ]
}
