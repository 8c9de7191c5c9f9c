import { Arg, Args, Ctx, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql'
import type { Context } from '../graphql/context.ts'
import { connectionOf, PageArgs, pageOf, pageStart, type KeyKind, type Position } from '../graphql/pages.ts'
import { Model } from '../models/model.types.ts'
import { Drift } from '../monitoring/drift.types.ts'
import { Account, Household, HouseholdFilter, HouseholdOrder, Override, Taxpayer } from './household.types.ts'
import { countHouseholds, householdPage } from './load-households.ts'

@ObjectType({ simpleResolvers: true })
export class HouseholdConnection extends connectionOf('Household', () => Household) {
  declare filter: HouseholdFilter | null | undefined
}

const KEYS: Record<HouseholdOrder, KeyKind> = {
  driftDesc: 'wholeNumber',
  outOfBandDesc: 'wholeNumber',
  referenceAsc: 'text',
}

type KeyedHousehold = Household & { largestDrift: number; outOfBand: number }

const POSITIONS: Record<HouseholdOrder, (row: KeyedHousehold) => Position> = {
  driftDesc: (row) => [row.largestDrift, row.id],
  outOfBandDesc: (row) => [row.outOfBand, row.id],
  referenceAsc: (row) => [row.reference, row.id],
}

@Resolver(() => Household)
export class HouseholdResolver {
  @Query(() => HouseholdConnection, {
    description: 'Households, the one farthest from its model first unless asked otherwise.',
  })
  async households(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => HouseholdFilter, { nullable: true }) filter: HouseholdFilter | null | undefined,
    @Arg('orderBy', () => HouseholdOrder, { defaultValue: HouseholdOrder.DRIFT_DESC })
    orderBy: HouseholdOrder,
    @Ctx() context: Context,
  ) {
    const { limit, position } = pageStart(page, KEYS[orderBy])
    const rows = await householdPage(await context.read(), filter, orderBy, position, limit + 1)
    return { ...pageOf(rows, limit, page, POSITIONS[orderBy]), filter }
  }

  @Query(() => Household, {
    nullable: true,
    description: 'A household by id; null where this firm has none.',
  })
  household(@Arg('id', () => ID) id: string, @Ctx() context: Context) {
    return context.loaders.household.load(id)
  }

  @FieldResolver(() => Model, {
    nullable: true,
    description:
      'The model in force on the latest date with positions and prices; none: unmapped, and never traded.',
  })
  async model(@Root() household: Household, @Ctx() context: Context) {
    const modelId = await context.loaders.modelIdOfHousehold.load(household.id)
    return modelId ? context.loaders.model.load(modelId) : null
  }

  @FieldResolver(() => [Account], { description: 'In order of account number.' })
  accounts(@Root() household: Household, @Ctx() context: Context) {
    return context.loaders.accountsOfHousehold.load(household.id)
  }

  @FieldResolver(() => [Taxpayer])
  taxpayers(@Root() household: Household, @Ctx() context: Context) {
    return context.loaders.taxpayersOfHousehold.load(household.id)
  }

  @FieldResolver(() => [Override], { description: 'Of the household and its accounts, past ones included.' })
  overrides(@Root() household: Household, @Ctx() context: Context) {
    return context.loaders.overridesOfHousehold.load(household.id)
  }

  @FieldResolver(() => Drift, {
    nullable: true,
    description: 'None before positions and prices were loaded, or where no model is assigned.',
  })
  drift(@Root() household: Household, @Ctx() context: Context) {
    return context.loaders.drift.load(household.id)
  }
}

@Resolver(() => HouseholdConnection)
export class HouseholdConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many the filter lets through, over all pages.' })
  async totalCount(@Root() connection: HouseholdConnection, @Ctx() context: Context) {
    return countHouseholds(await context.read(), connection.filter)
  }
}
