// Apollo's own tests of how a web framework serves an Apollo server, on the product's way of doing it.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer'
import { defineIntegrationTestSuite } from '@apollo/server-integration-testsuite'
import express from 'express'
import { graphqlRoute } from '../../dist/server/graphql/route.js'

defineIntegrationTestSuite(async (config, options) => {
  const app = express()
  const httpServer = createServer(app)
  const server = new ApolloServer({
    ...config,
    plugins: [...(config.plugins ?? []), ApolloServerPluginDrainHttpServer({ httpServer })],
  })
  await server.start()
  app.use(
    options?.path ?? '/',
    ...graphqlRoute(server, async (req) => (options?.context ? options.context({ req }) : {})),
  )
  httpServer.listen(0, '127.0.0.1')
  await once(httpServer, 'listening')
  const { port } = httpServer.address()
  return { server, url: `http://127.0.0.1:${port}${options?.path ?? '/'}` }
})
