import { Args, Ctx, Query, Resolver } from 'type-graphql'
import type { Context } from '../graphql/context.ts'
import { connectionOf, PageArgs, pageOf, pageStart } from '../graphql/pages.ts'
import { securitiesAfter } from './load-securities.ts'
import { Security } from './security.types.ts'

const SecurityConnection = connectionOf('Security', () => Security)

@Resolver(() => Security)
export class SecurityResolver {
  @Query(() => SecurityConnection, { description: "The firm's securities in order of symbol." })
  async securities(@Args(() => PageArgs) page: PageArgs, @Ctx() context: Context) {
    const { limit, position } = pageStart(page, 'text')
    const rows = await securitiesAfter(await context.read(), position && String(position[0]), limit + 1)
    return pageOf(rows, limit, page, (security) => [security.symbol, security.id])
  }
}
