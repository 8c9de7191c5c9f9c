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
  @FieldResolver(() => ModelVersion, { description: 'What it is measured against.' })
  modelVersion(@Root() drift: Drift, @Ctx() context: Context) {
    return context.loaders.modelVersion.load(drift.modelVersionId)
  }

  @FieldResolver(() => DecimalScalar, {
    description:
      'Largest distance of a class, or of what lies outside the model, from its target: a fraction of the base.',
  })
  largestDrift(@Root() drift: Drift & { largestDrift: number }) {
    return new Decimal(drift.largestDrift).div(1_000_000).toFixed()
  }

  @FieldResolver(() => [ClassDrift], {
    description: 'Tiers before their classes; last what lies outside the model.',
  })
  classes(@Root() drift: Drift, @Ctx() context: Context) {
    return context.loaders.classDrifts.load(drift.subjectId)
  }

  @FieldResolver(() => [SecurityDrift], { description: 'Priced holdings, largest first.' })
  async securities(@Root() drift: Drift, @Ctx() context: Context) {
    return (await context.loaders.securityDrifts.load(drift.subjectId)).filter((row) => row.price !== null)
  }

  @FieldResolver(() => [SecurityDrift], {
    description: 'Holdings without a price: they count for nothing and block their account.',
  })
  async unpriced(@Root() drift: Drift, @Ctx() context: Context) {
    return (await context.loaders.securityDrifts.load(drift.subjectId)).filter((row) => row.price === null)
  }

  @FieldResolver(() => BandStatus, {
    description:
      'IN_BAND when no class is beyond its band, else the side of the class farthest from its target.',
  })
  async status(@Root() drift: Drift, @Ctx() context: Context): Promise<(typeof BAND_STATUSES)[number]> {
    const classes = await context.loaders.classDrifts.load(drift.subjectId)
    const beyond = classes.filter((row) => row.status === 'belowBand' || row.status === 'aboveBand')
    const farthest = beyond.reduce<(typeof beyond)[number] | undefined>(
      (far, row) => (far && Math.abs(Number(far.drift)) >= Math.abs(Number(row.drift)) ? far : row),
      undefined,
    )
    return farthest?.status ?? classes[0]?.status ?? 'noValue'
  }
}

@Resolver(() => ClassDrift)
export class ClassDriftResolver {
  @FieldResolver(() => Boolean, { description: 'A tier above classes: its value is the sum of theirs.' })
  isTier(@Root() row: ClassDrift) {
    return row.assetClassId === null && row.ordinal >= 0
  }

  @FieldResolver(() => Boolean, { description: 'Everything held that is in no class of the model.' })
  isOutsideModel(@Root() row: ClassDrift) {
    return row.ordinal === -1
  }

  @FieldResolver(() => DecimalScalar, {
    nullable: true,
    description: 'Drift divided by target; none where the target is 0.',
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
  @FieldResolver(() => Security)
  security(@Root() row: SecurityDrift, @Ctx() context: Context) {
    return context.loaders.security.load(row.securityId)
  }
}

@Resolver(() => FirmSecurityDrift)
export class FirmSecurityDriftResolver {
  @FieldResolver(() => Security)
  security(@Root() row: FirmSecurityDrift, @Ctx() context: Context) {
    return context.loaders.security.load(row.securityId)
  }
}
