import { Arg, Args, Ctx, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql'
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
import { LocalDateScalar } from '../graphql/scalars.ts'
import { Model } from '../models/model.types.ts'
import { Alert } from '../monitoring/alert.types.ts'
import { Drift } from '../monitoring/drift.types.ts'
import { Account } from './account.types.ts'
import { Household, HouseholdFilter, HouseholdOrder } from './household.types.ts'
import { Override } from './override.types.ts'
import { Taxpayer } from './taxpayer.types.ts'
import { countHouseholds, householdPage } from './load-households.ts'

@ObjectType({ simpleResolvers: true, description: pagesOf('Household') })
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

/** The day is looked up only where it is needed. */
const askedHouseholds = async (filter: HouseholdConnection['filter'], { loaders }: Context) => ({
  filter,
  assignedOn: filter?.modelId ? await loaders.assignmentDate() : '',
})

@Resolver(() => Household)
export class HouseholdResolver {
  @Query(() => HouseholdConnection, {
    description: 'Households, the one farthest from its model first unless asked otherwise.',
  })
  async households(
    @Args(() => PageArgs) page: PageArgs,
    @Arg('filter', () => HouseholdFilter, { nullable: true, description: 'Which households; null: all.' })
    filter: HouseholdFilter | null | undefined,
    @Arg('orderBy', () => HouseholdOrder, {
      defaultValue: HouseholdOrder.DRIFT_DESC,
      description: 'Which households come first.',
    })
    orderBy: HouseholdOrder,
    @Ctx() context: Context,
  ) {
    const { limit, position } = pageStart(page, KEYS[orderBy])
    const asked = await askedHouseholds(filter, context)
    const rows = await householdPage(await context.read(), asked, orderBy, position, limit + 1)
    // Their parts ask for them again.
    for (const row of rows) context.loaders.household.prime(row.id, row)
    return { ...pageOf(rows, limit, page, POSITIONS[orderBy]), filter }
  }

  @Query(() => Household, {
    nullable: true,
    description: 'A household by id; null where this firm has none.',
  })
  household(@Arg('id', () => ID, { description: 'The Household.id.' }) id: string, @Ctx() context: Context) {
    return context.loaders.household.load(id)
  }

  @FieldResolver(() => Model, {
    nullable: true,
    description: 'The model that it is assigned to on Firm.asOf; null: unmapped, and never traded.',
  })
  async model(@Root() household: Household, @Ctx() context: Context) {
    const modelId = await context.loaders.modelIdOfHousehold.load(household.id)
    return modelId ? context.loaders.model.load(modelId) : null
  }

  @FieldResolver(() => [Account], { description: 'Its accounts, in order of account number.' })
  accounts(@Root() household: Household, @Ctx() context: Context) {
    return context.loaders.accountsOfHousehold.load(household.id)
  }

  @FieldResolver(() => [Taxpayer], {
    description: 'On whose returns gains in its accounts land, in order of reference.',
  })
  taxpayers(@Root() household: Household, @Ctx() context: Context) {
    return context.loaders.taxpayersOfHousehold.load(household.id)
  }

  @FieldResolver(() => [Override], {
    description:
      'Of the household and its accounts, past and future ones included; for those of the whole firm see Firm.overrides.',
  })
  overrides(@Root() household: Household, @Ctx() context: Context) {
    return context.loaders.overridesOfHousehold.load(household.id)
  }

  @FieldResolver(() => Drift, {
    nullable: true,
    description:
      'How far it is from its model; null: nothing was loaded yet, no model is in force, or it has no account.',
  })
  drift(@Root() household: Household, @Ctx() context: Context) {
    return context.loaders.drift.load(household.id)
  }

  @FieldResolver(() => [Alert], {
    description:
      'What of it asks for attention now, in the order of AlertKind, the weightiest of a kind first.',
  })
  alerts(@Root() household: Household, @Ctx() context: Context) {
    return context.loaders.alertsOfHousehold.load(household.id)
  }

  @FieldResolver(() => LocalDateScalar, {
    nullable: true,
    description: 'Proposal.asOf of the latest proposal for it that was approved; null: none ever was.',
  })
  lastRebalanced(@Root() household: Household, @Ctx() context: Context) {
    return context.loaders.lastRebalanced.load(household.id)
  }
}

@Resolver(() => HouseholdConnection)
export class HouseholdConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many the filter lets through, over all pages.' })
  async totalCount(@Root() connection: HouseholdConnection, @Ctx() context: Context) {
    return countHouseholds(await context.read(), await askedHouseholds(connection.filter, context))
  }
}
