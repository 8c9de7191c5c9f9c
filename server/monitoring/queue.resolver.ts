import {
  Arg,
  Args,
  Ctx,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql'
import type { Context } from '../graphql/context.ts'
import { connectionOf, PageArgs, pageOf, pagesOf, pageStart } from '../graphql/pages.ts'
import { LocalDateScalar } from '../graphql/scalars.ts'
import { Household } from '../households/household.types.ts'
import { askedAlerts } from './alert.resolver.ts'
import { Alert, AlertFilter, Queue } from './alert.types.ts'
import { alertsOfHouseholds } from './load-alerts.ts'
import { advisorsAndCustodians, countQueue, queuedPage } from './queue.ts'

@ObjectType({ simpleResolvers: true, description: 'A household that asks for attention.' })
export class QueuedHousehold {
  @Field(() => Household, { description: 'The household itself.' }) declare household: Household

  @Field(() => [Alert], {
    description:
      'Its standing alerts that the filter lets through, in the order of AlertKind, the weightiest of a kind first.',
  })
  declare alerts: Alert[]
}

@ObjectType({ simpleResolvers: true, description: pagesOf('QueuedHousehold') })
export class QueuedHouseholdConnection extends connectionOf('QueuedHousehold', () => QueuedHousehold) {
  declare filter: AlertFilter | null | undefined
}

const FILTER = { nullable: true, description: 'Of which alerts; null: of all.' } as const

@Resolver(() => Queue)
export class QueueResolver {
  @Query(() => Queue, { description: 'What asks for attention now, counted by kind.' })
  async queue(
    @Arg('filter', () => AlertFilter, FILTER) filter: AlertFilter | null | undefined,
    @Ctx() context: Context,
  ) {
    return countQueue(await context.read(), await askedAlerts(filter, context))
  }

  @Subscription(() => Queue, {
    description: 'The counts as they stand, told anew whenever alerts of the firm were judged again.',
    subscribe: ({ context }: { context: Context }) =>
      context.changes.of(context.firmId, ({ kind }) => kind === 'queue'),
  })
  queueChanged(
    @Arg('filter', () => AlertFilter, FILTER) filter: AlertFilter | null | undefined,
    @Ctx() context: Context,
  ) {
    return this.queue(filter, context)
  }

  @Query(() => QueuedHouseholdConnection, {
    description:
      'Households with standing alerts, the one farthest from its model first; equals follow by id.',
  })
  async queuedHouseholds(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AlertFilter, FILTER) filter: AlertFilter | null | undefined,
    @Ctx() context: Context,
  ) {
    const { limit, position } = pageStart(page, 'wholeNumber')
    const transaction = await context.read()
    const asked = await askedAlerts(filter, context)
    const rows = await queuedPage(transaction, asked, position, limit + 1)
    const ids = rows.slice(0, limit).map(({ id }) => id)
    const alerts = Map.groupBy(
      await alertsOfHouseholds(transaction, ids, asked),
      ({ householdId }) => householdId,
    )
    const paged = pageOf(rows, limit, page, (row) => [row.largestDrift, row.id])
    const households = await context.loaders.household.loadMany(ids)
    const edges = paged.edges.map(({ cursor, node }, index) => ({
      cursor,
      node: { household: households[index], alerts: alerts.get(node.id) ?? [] },
    }))
    return { ...paged, edges, filter }
  }

  @FieldResolver(() => LocalDateScalar, {
    nullable: true,
    description: 'Firm.asOf, on which alerts are judged; null: nothing was loaded yet.',
  })
  async asOf(@Ctx() context: Context) {
    return (await context.loaders.asOf()) ?? null
  }

  @FieldResolver(() => [String], {
    description: 'Every Household.advisor there is, in order: what can be filtered by, whatever the filter.',
  })
  async advisors(@Ctx() context: Context) {
    return (await advisorsAndCustodians(await context.read())).advisors
  }

  @FieldResolver(() => [String], {
    description: 'Every Account.custodian there is, in order: what can be filtered by, whatever the filter.',
  })
  async custodians(@Ctx() context: Context) {
    return (await advisorsAndCustodians(await context.read())).custodians
  }
}

@Resolver(() => QueuedHouseholdConnection)
export class QueuedHouseholdConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many the filter lets through, over all pages.' })
  async totalCount(@Root() { filter }: QueuedHouseholdConnection, @Ctx() context: Context) {
    return (await countQueue(await context.read(), await askedAlerts(filter, context))).households
  }
}
