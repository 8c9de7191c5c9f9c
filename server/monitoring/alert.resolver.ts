import { Arg, Args, Ctx, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql'
import { Decimal } from 'decimal.js'
import type { Context } from '../graphql/context.ts'
import { connectionOf, PageArgs, pageOf, pagesOf, pageStart } from '../graphql/pages.ts'
import { DecimalScalar } from '../graphql/scalars.ts'
import { Account } from '../households/account.types.ts'
import { Household } from '../households/household.types.ts'
import { Override } from '../households/override.types.ts'
import { Security } from '../securities/security.types.ts'
import { alertMessage } from './alert-message.ts'
import { Alert, AlertFilter } from './alert.types.ts'
import { alertPage, countAlerts, type AskedAlerts, type LoadedAlert } from './load-alerts.ts'

@ObjectType({ simpleResolvers: true, description: pagesOf('Alert') })
export class AlertConnection extends connectionOf('Alert', () => Alert) {
  declare filter: AlertFilter | null | undefined
  declare includeCleared: boolean
}

/** What a filter asks for; the day is looked up only where it is needed. */
export const askedAlerts = async (
  filter: AlertFilter | null | undefined,
  { loaders }: Context,
): Promise<AskedAlerts> => ({
  filter,
  assignedOn: filter?.modelId ? await loaders.assignmentDate() : '',
})

@Resolver(() => Alert)
export class AlertResolver {
  @Query(() => AlertConnection, { description: 'Alerts, the one raised last first.' })
  async alerts(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AlertFilter, { nullable: true, description: 'Which alerts; null: all.' })
    filter: AlertFilter | null | undefined,
    @Arg('includeCleared', () => Boolean, {
      defaultValue: false,
      description: 'Whether those that were cleared are listed as well.',
    })
    includeCleared: boolean,
    @Ctx() context: Context,
  ) {
    const { limit, position } = pageStart(page, 'none')
    const asked = await askedAlerts(filter, context)
    const rows = await alertPage(await context.read(), asked, { includeCleared, position, limit: limit + 1 })
    return { ...pageOf(rows, limit, page, (alert) => ['', alert.id]), filter, includeCleared }
  }

  @FieldResolver(() => Household, {
    nullable: true,
    description: 'Whom it is about; null: the whole firm, as with an override for every account.',
  })
  household(@Root() alert: Alert, @Ctx() context: Context) {
    return alert.householdId === null ? null : context.loaders.household.load(alert.householdId)
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: 'The account that it is about; null: the household as a whole.',
  })
  account(@Root() alert: Alert, @Ctx() context: Context) {
    return alert.accountId === null ? null : context.loaders.account.load(alert.accountId)
  }

  @FieldResolver(() => Security, {
    nullable: true,
    description: 'The security that it is about; null: none.',
  })
  security(@Root() alert: Alert, @Ctx() context: Context) {
    return alert.securityId === null ? null : context.loaders.security.load(alert.securityId)
  }

  @FieldResolver(() => Override, {
    nullable: true,
    description: 'Of RESTRICTED_HOLDING and OVERRIDE_EXPIRING: the override; else null.',
  })
  override(@Root() alert: Alert, @Ctx() context: Context) {
    return alert.overrideId === null ? null : context.loaders.override.load(alert.overrideId)
  }

  @FieldResolver(() => DecimalScalar, {
    nullable: true,
    description:
      'How far the class farthest beyond its range is from it, in points as a fraction of the base (0.02 is two points); negative below. Null: not about a range.',
  })
  points(@Root() alert: LoadedAlert) {
    return alert.points === null ? null : new Decimal(alert.points).div(1_000_000).toFixed()
  }

  @FieldResolver(() => String, { description: 'It as a sentence with its numbers, as of asOf.' })
  async message(@Root() alert: LoadedAlert, @Ctx() { loaders }: Context) {
    const [account, security, override] = await Promise.all([
      alert.accountId === null ? null : loaders.account.load(alert.accountId),
      alert.securityId === null ? null : loaders.security.load(alert.securityId),
      alert.overrideId === null ? null : loaders.override.load(alert.overrideId),
    ])
    return alertMessage(alert, {
      accountNumber: account?.accountNumber,
      symbol: security?.symbol,
      overrideKind: override?.kind,
    })
  }
}

@Resolver(() => AlertConnection)
export class AlertConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many the filter lets through, over all pages.' })
  async totalCount(@Root() { filter, includeCleared }: AlertConnection, @Ctx() context: Context) {
    return countAlerts(await context.read(), await askedAlerts(filter, context), includeCleared)
  }
}
