import { Arg, Args, Ctx, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql'
import { Decimal } from 'decimal.js'
import type { Context } from '../graphql/context.ts'
import { connectionOf, PageArgs, pageOf, pageStart, type KeyKind, type Position } from '../graphql/pages.ts'
import { DecimalScalar } from '../graphql/scalars.ts'
import { Drift } from '../monitoring/drift.types.ts'
import { Security } from '../securities/security.types.ts'
import {
  Account,
  AccountFilter,
  AccountOrder,
  Household,
  Override,
  PositionDifference,
  TaxLot,
} from './household.types.ts'
import { accountPage, countAccounts } from './load-households.ts'

@ObjectType({ simpleResolvers: true })
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
    @Arg('filter', () => AccountFilter, { nullable: true }) filter: AccountFilter | null | undefined,
    @Arg('orderBy', () => AccountOrder, { defaultValue: AccountOrder.DRIFT_DESC }) orderBy: AccountOrder,
    @Ctx() context: Context,
  ) {
    const { limit, position } = pageStart(page, KEYS[orderBy])
    const rows = await accountPage(await context.read(), filter, orderBy, position, limit + 1)
    return { ...pageOf(rows, limit, page, POSITIONS[orderBy]), filter }
  }

  @Query(() => Account, { nullable: true, description: 'An account by id; null where this firm has none.' })
  account(@Arg('id', () => ID) id: string, @Ctx() context: Context) {
    return context.loaders.account.load(id)
  }

  @FieldResolver(() => Household)
  household(@Root() account: Account, @Ctx() context: Context) {
    return context.loaders.household.load(account.householdId)
  }

  @FieldResolver(() => Drift, {
    nullable: true,
    description:
      "The account by itself against its household's model; none before it was loaded or where no model is assigned.",
  })
  drift(@Root() account: Account, @Ctx() context: Context) {
    return context.loaders.drift.load(account.id)
  }

  @FieldResolver(() => [TaxLot], { description: 'Lots that still hold shares.' })
  lots(@Root() account: Account, @Ctx() context: Context) {
    return context.loaders.lotsOfAccount.load(account.id)
  }

  @FieldResolver(() => [PositionDifference], {
    description:
      'Where its lots disagree with what its custodian says it holds; while there is one, nothing is traded in it.',
  })
  reconciliation(@Root() account: Account, @Ctx() context: Context) {
    return context.loaders.positionDifferences.load(account.id)
  }
}

@Resolver(() => PositionDifference)
export class PositionDifferenceResolver {
  @FieldResolver(() => Security)
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
  @FieldResolver(() => Security)
  security(@Root() lot: TaxLot, @Ctx() context: Context) {
    return context.loaders.security.load(lot.securityId)
  }

  @FieldResolver(() => DecimalScalar, {
    nullable: true,
    description: 'Dollars at the latest close; none: no price.',
  })
  async value(@Root() lot: TaxLot, @Ctx() context: Context) {
    const { price } = await context.loaders.security.load(lot.securityId)
    return price === null ? null : new Decimal(lot.shares).mul(price).toDecimalPlaces(2).toFixed()
  }

  @FieldResolver(() => DecimalScalar, {
    nullable: true,
    description: 'Value less basis in dollars; none: no price, or an unknown basis.',
  })
  async unrealizedGain(@Root() lot: TaxLot, @Ctx() context: Context) {
    const value = await this.value(lot, context)
    return value === null || lot.costBasis === null ? null : new Decimal(value).minus(lot.costBasis).toFixed()
  }
}

@Resolver(() => Override)
export class OverrideResolver {
  @FieldResolver(() => Account, { nullable: true, description: 'None: every account of the household.' })
  account(@Root() override: Override, @Ctx() context: Context) {
    return override.accountId === null ? null : context.loaders.account.load(override.accountId)
  }

  @FieldResolver(() => Security, { nullable: true })
  security(@Root() override: Override, @Ctx() context: Context) {
    return override.securityId === null ? null : context.loaders.security.load(override.securityId)
  }
}
