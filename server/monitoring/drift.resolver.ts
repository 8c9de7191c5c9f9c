import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import { Decimal } from 'decimal.js'
import type { Context } from '../graphql/context.ts'
import { DecimalScalar } from '../graphql/scalars.ts'
import { ModelVersion } from '../models/model.types.ts'
import { Security } from '../securities/security.types.ts'
import type { BAND_STATUSES } from './drift.entity.ts'
import { BandStatus, ClassDrift, Drift, FirmSecurityDrift, SecurityDrift } from './drift.types.ts'

@Resolver(() => Drift)
export class DriftResolver {
  @FieldResolver(() => ModelVersion, {
    description: 'What it is measured against: the version in force on asOf.',
  })
  modelVersion(@Root() drift: Drift, @Ctx() context: Context) {
    return context.loaders.modelVersion.load(drift.modelVersionId)
  }

  @FieldResolver(() => DecimalScalar, {
    description:
      'Largest distance of a class, or of what lies outside the model, from its target: points as a fraction of the base, never negative, tiers left out; 0 where the base is 0. Of a household at RebalanceLevel ACCOUNT: the largest of its accounts.',
  })
  largestDrift(@Root() drift: Drift & { largestDrift: number }) {
    return new Decimal(drift.largestDrift).div(1_000_000).toFixed()
  }

  @FieldResolver(() => [ClassDrift], {
    description:
      'In the order of the model, tiers before their classes; last what lies outside the model. Of a household: all its accounts together.',
  })
  classes(@Root() drift: Drift, @Ctx() context: Context) {
    return context.loaders.classDrifts.load(drift.subjectId)
  }

  @FieldResolver(() => [SecurityDrift], {
    description: 'Priced holdings, largest value first; those excluded from management are not among them.',
  })
  async securities(@Root() drift: Drift, @Ctx() context: Context) {
    return (await context.loaders.securityDrifts.load(drift.subjectId)).filter((row) => row.price !== null)
  }

  @FieldResolver(() => [SecurityDrift], {
    description:
      'Holdings without a price up to asOf: they count for nothing, and nothing is traded in their account.',
  })
  async unpriced(@Root() drift: Drift, @Ctx() context: Context) {
    return (await context.loaders.securityDrifts.load(drift.subjectId)).filter((row) => row.price === null)
  }

  @FieldResolver(() => BandStatus, {
    description:
      'IN_BAND when no class is beyond its band, else the side of the one farthest from its target; NO_VALUE when the base is 0. Of a household at RebalanceLevel ACCOUNT: over the classes of each of its accounts.',
  })
  async status(@Root() drift: Drift, @Ctx() context: Context): Promise<(typeof BAND_STATUSES)[number]> {
    const subjects = await steeredSubjects(drift.subjectId, context)
    const classes = (await Promise.all(subjects.map((id) => context.loaders.classDrifts.load(id)))).flat()
    const beyond = classes.filter((row) => row.status === 'belowBand' || row.status === 'aboveBand')
    const farthest = beyond.reduce<(typeof beyond)[number] | undefined>(
      (far, row) => (far && Math.abs(Number(far.drift)) >= Math.abs(Number(row.drift)) ? far : row),
      undefined,
    )
    return farthest?.status ?? classes.find((row) => row.status === 'inBand')?.status ?? 'noValue'
  }
}

/** What is held against its model: the subject itself, or each account of a household whose accounts are steered by themselves. */
async function steeredSubjects(subjectId: string, { loaders }: Context): Promise<readonly string[]> {
  const household = await loaders.household.load(subjectId)
  if (household?.rebalanceLevel !== 'account') return [subjectId]
  return (await loaders.accountsOfHousehold.load(subjectId)).map((account) => account.id)
}

@Resolver(() => ClassDrift)
export class ClassDriftResolver {
  @FieldResolver(() => Boolean, { description: 'A tier above classes: its value is the sum of theirs.' })
  isTier(@Root() row: ClassDrift) {
    return row.assetClassId === null && row.ordinal >= 0
  }

  @FieldResolver(() => Boolean, {
    description: 'Everything held whose class is none of the model, as of a security without a class.',
  })
  isOutsideModel(@Root() row: ClassDrift) {
    return row.ordinal === -1
  }

  @FieldResolver(() => DecimalScalar, {
    nullable: true,
    description: 'Drift over target, a fraction to 6 places; null: the target or the base is 0.',
  })
  relativeDrift(@Root() row: ClassDrift) {
    const target = new Decimal(row.target)
    return row.drift === null || target.isZero()
      ? null
      : new Decimal(row.drift).div(target).toDecimalPlaces(6).toFixed()
  }
}

@Resolver(() => SecurityDrift)
export class SecurityDriftResolver {
  @FieldResolver(() => Security, { description: 'What is held.' })
  security(@Root() row: SecurityDrift, @Ctx() context: Context) {
    return context.loaders.security.load(row.securityId)
  }
}

@Resolver(() => FirmSecurityDrift)
export class FirmSecurityDriftResolver {
  @FieldResolver(() => Security, { description: 'What is held.' })
  security(@Root() row: FirmSecurityDrift, @Ctx() context: Context) {
    return context.loaders.security.load(row.securityId)
  }
}
