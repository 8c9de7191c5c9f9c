import { Arg, Args, Ctx, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql'
import { Decimal } from 'decimal.js'
import type { Context } from '../graphql/context.ts'
import {
  connectionOf,
  PageArgs,
  pageOf,
  pagesOf,
  pageStart,
  type KeyKind,
  type Position,
} from '../graphql/pages.ts'
import { DecimalScalar } from '../graphql/scalars.ts'
import { Drift } from '../monitoring/drift.types.ts'
import { Security } from '../securities/security.types.ts'
import { Account, AccountFilter, AccountOrder, PositionDifference, TaxLot } from './account.types.ts'
import { Household } from './household.types.ts'
import { Override } from './override.types.ts'
import { Taxpayer } from './taxpayer.types.ts'
import { accountPage, countAccounts } from './load-households.ts'

@ObjectType({ simpleResolvers: true, description: pagesOf('Account') })
export class AccountConnection extends connectionOf('Account', () => Account) {
  declare filter: AccountFilter | null | undefined
}

const KEYS: Record<AccountOrder, KeyKind> = {
  driftDesc: 'wholeNumber',
  outOfBandDesc: 'wholeNumber',
  accountNumberAsc: 'text',
}

type KeyedAccount = Account & { largestDrift: number; outOfBand: number }

const POSITIONS: Record<AccountOrder, (row: KeyedAccount) => Position> = {
  driftDesc: (row) => [row.largestDrift, row.id],
  outOfBandDesc: (row) => [row.outOfBand, row.id],
  accountNumberAsc: (row) => [row.accountNumber, row.id],
}

@Resolver(() => Account)
export class AccountResolver {
  @Query(() => AccountConnection, {
    description: 'Accounts, the one farthest from its model first unless asked otherwise.',
  })
  async accounts(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => AccountFilter, { nullable: true, description: 'Which accounts; null: all.' })
    filter: AccountFilter | null | undefined,
    @Arg('orderBy', () => AccountOrder, {
      defaultValue: AccountOrder.DRIFT_DESC,
      description: 'Which accounts come first.',
    })
    orderBy: AccountOrder,
    @Ctx() context: Context,
  ) {
    const { limit, position } = pageStart(page, KEYS[orderBy])
    const rows = await accountPage(await context.read(), filter, orderBy, position, limit + 1)
    return { ...pageOf(rows, limit, page, POSITIONS[orderBy]), filter }
  }

  @Query(() => Account, { nullable: true, description: 'An account by id; null where this firm has none.' })
  account(@Arg('id', () => ID, { description: 'The Account.id.' }) id: string, @Ctx() context: Context) {
    return context.loaders.account.load(id)
  }

  @FieldResolver(() => Household, { description: 'The household that it belongs to.' })
  household(@Root() account: Account, @Ctx() context: Context) {
    return context.loaders.household.load(account.householdId)
  }

  @FieldResolver(() => Taxpayer, { description: 'On whose return its gains land.' })
  taxpayer(@Root() account: Account, @Ctx() context: Context) {
    return context.loaders.taxpayer.load(account.taxpayerId)
  }

  @FieldResolver(() => Drift, {
    nullable: true,
    description:
      "The account by itself against its household's model, whatever the rebalanceLevel; null: nothing was loaded yet, or no model is in force.",
  })
  drift(@Root() account: Account, @Ctx() context: Context) {
    return context.loaders.drift.load(account.id)
  }

  @FieldResolver(() => [TaxLot], {
    description: 'Lots that still hold shares, security by security, the earliest purchase first.',
  })
  lots(@Root() account: Account, @Ctx() context: Context) {
    return context.loaders.lotsOfAccount.load(account.id)
  }

  @FieldResolver(() => [PositionDifference], {
    description:
      "Where its lots disagree with its custodian's latest statement, by symbol; while there is one, nothing is traded in it. A statement older than the lots says nothing.",
  })
  reconciliation(@Root() account: Account, @Ctx() context: Context) {
    return context.loaders.positionDifferences.load(account.id)
  }
}

@Resolver(() => PositionDifference)
export class PositionDifferenceResolver {
  @FieldResolver(() => Security, { description: 'The security that is held otherwise.' })
  security(@Root() difference: PositionDifference, @Ctx() context: Context) {
    return context.loaders.security.load(difference.securityId)
  }
}

@Resolver(() => AccountConnection)
export class AccountConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many the filter lets through, over all pages.' })
  async totalCount(@Root() connection: AccountConnection, @Ctx() context: Context) {
    return countAccounts(await context.read(), connection.filter)
  }
}

@Resolver(() => TaxLot)
export class TaxLotResolver {
  @FieldResolver(() => Security, { description: 'What was bought.' })
  security(@Root() lot: TaxLot, @Ctx() context: Context) {
    return context.loaders.security.load(lot.securityId)
  }

  @FieldResolver(() => DecimalScalar, {
    nullable: true,
    description: 'Dollars, shares times Security.price to the cent; null: never priced.',
  })
  async value(@Root() lot: TaxLot, @Ctx() context: Context) {
    const { price } = await context.loaders.security.load(lot.securityId)
    return price === null ? null : new Decimal(lot.shares).mul(price).toDecimalPlaces(2).toFixed()
  }

  @FieldResolver(() => DecimalScalar, {
    nullable: true,
    description:
      'Value less cost basis in dollars, negative is a loss; null: never priced, or an unknown basis.',
  })
  async unrealizedGain(@Root() lot: TaxLot, @Ctx() context: Context) {
    const value = await this.value(lot, context)
    return value === null || lot.costBasis === null ? null : new Decimal(value).minus(lot.costBasis).toFixed()
  }
}

@Resolver(() => Override)
export class OverrideResolver {
  @FieldResolver(() => Account, {
    nullable: true,
    description: 'The one account that it is for; null: every account of the household, or of the firm.',
  })
  account(@Root() override: Override, @Ctx() context: Context) {
    return override.accountId === null ? null : context.loaders.account.load(override.accountId)
  }

  @FieldResolver(() => Security, {
    nullable: true,
    description: 'What it is about; null: cash (CASH_RESERVE).',
  })
  security(@Root() override: Override, @Ctx() context: Context) {
    return override.securityId === null ? null : context.loaders.security.load(override.securityId)
  }
}
