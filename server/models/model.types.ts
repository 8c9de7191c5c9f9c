import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { MutationInput, MutationPayload } from '../graphql/refusals.ts'
import { DateTimeScalar, DecimalScalar, LocalDateScalar } from '../graphql/scalars.ts'
import type { HOLDERS } from './model.entity.ts'

export const Holder = {
  ANY: 'any',
  TAXABLE: 'taxable',
  TAX_DEFERRED: 'tax_deferred',
  TAX_EXEMPT: 'tax_exempt',
} as const satisfies Record<string, (typeof HOLDERS)[number]>
registerEnumType(Holder, {
  name: 'Holder',
  description: 'Which accounts a set of securities is for; a set for a tax status replaces the one for ANY.',
})

@ObjectType({
  simpleResolvers: true,
  description: 'A target allocation defined once and assigned to many households.',
})
export class Model {
  @Field(() => ID) declare id: string
  @Field(() => String) declare name: string
  @Field(() => Int, { description: 'For expectedVersion.' }) declare version: number
}

@ObjectType({ simpleResolvers: true, description: 'An immutable edition of a model.' })
export class ModelVersion {
  @Field(() => ID) declare id: string
  declare modelId: string

  @Field(() => Int, { description: 'Counts from 1 within the model.' }) declare number: number

  @Field(() => LocalDateScalar, { description: 'First trade date in force.' })
  declare effectiveFrom: string

  @Field(() => DateTimeScalar) declare recordedAt: Date
  @Field(() => String) declare author: string
  @Field(() => String) declare rationale: string

  @Field(() => String, {
    description: "SHA-256 of the version's targets, ranges and securities as canonical JSON.",
  })
  declare contentSha256: string
}

@ObjectType({ simpleResolvers: true, description: 'A class, or a tier above classes, of a model version.' })
export class ModelNode {
  declare modelVersionId: string
  declare assetClassId: string | null

  @Field(() => Int, { description: 'Its place in the tree, parents before children, from 0.' })
  declare ordinal: number

  @Field(() => Int, { nullable: true }) declare parentOrdinal: number | null
  @Field(() => String) declare name: string
  @Field(() => Boolean, { description: 'Cash beyond the reserves counts here.' }) declare isCash: boolean

  @Field(() => DecimalScalar, { description: 'Intended share of the base, a fraction 0 to 1.' })
  declare target: string

  @Field(() => DecimalScalar, { description: 'Lowest acceptable share; the edge counts as inside.' })
  declare low: string

  @Field(() => DecimalScalar, { description: 'Highest acceptable share; the edge counts as inside.' })
  declare high: string
}

@ObjectType({
  simpleResolvers: true,
  description: 'A security that fills a class, or stands in for the one that does.',
})
export class ModelSecurity {
  declare securityId: string
  @Field(() => Holder) declare holder: (typeof HOLDERS)[number]

  @Field(() => Int, { description: 'The part of the class it fills.' }) declare slot: number

  @Field(() => Int, { description: '0 is held; 1 and on are alternatives in order of preference.' })
  declare rank: number

  @Field(() => DecimalScalar, { description: 'Share of the class that the slot fills, a fraction.' })
  declare weight: string
}

@InputType({ description: 'A class or tier of the model as it is to be.' })
export class ModelNodeInput {
  @Field(() => String) declare name: string

  @Field(() => String, { nullable: true, description: 'The tier above; none at the top.' })
  declare parent?: string | null

  @Field(() => Boolean, { defaultValue: false, description: 'Exactly one class is the cash class.' })
  declare isCash: boolean

  @Field(() => DecimalScalar, {
    description: 'A fraction with up to 6 places. The top sums to 1, the parts of a tier to its target.',
  })
  declare target: string

  @Field(() => DecimalScalar) declare low: string
  @Field(() => DecimalScalar) declare high: string
}

@InputType({ description: 'What fills a part of a class for accounts of one tax status.' })
export class ModelSecurityInput {
  @Field(() => String) declare assetClass: string
  @Field(() => Holder, { defaultValue: Holder.ANY }) declare holder: (typeof HOLDERS)[number]
  @Field(() => String) declare symbol: string
  @Field(() => DecimalScalar, {
    description: 'Share of the class, a fraction; those of a class and holder sum to 1.',
  })
  declare weight: string

  @Field(() => [String], {
    defaultValue: [],
    description: 'Bought, first to last, where the security may not be.',
  })
  declare alternatives: string[]
}

@InputType()
export class PublishModelVersionInput extends MutationInput {
  @Field(() => ID) declare modelId: string

  @Field(() => Int, {
    description: 'The number of the version that was edited; a conflict if a later one was published since.',
  })
  declare expectedVersion: number

  @Field(() => LocalDateScalar, {
    nullable: true,
    description: 'First trade date in force; none: the latest date with positions and prices.',
  })
  declare effectiveFrom?: string | null

  @Field(() => String, { description: 'Why; it stays in the history.' }) declare rationale: string
  @Field(() => [ModelNodeInput], { description: 'Every tier and class.' }) declare nodes: ModelNodeInput[]
  @Field(() => [ModelSecurityInput], { description: 'In order of preference within a class and holder.' })
  declare securities: ModelSecurityInput[]
}

@ObjectType({ simpleResolvers: true })
export class PublishModelVersionPayload extends MutationPayload {
  declare modelVersionId: string
}
