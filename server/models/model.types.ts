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
  description:
    'Which accounts a set of securities of a class is for; a set for a tax status replaces the one for ANY whole.',
  valuesConfig: {
    ANY: { description: 'Accounts of every tax status for which the class has no set of its own.' },
    TAXABLE: { description: 'Taxable accounts.' },
    TAX_DEFERRED: { description: 'Tax-deferred accounts: traditional IRA, 401(k).' },
    TAX_EXEMPT: { description: 'Tax-exempt accounts: Roth IRA.' },
  },
})

@ObjectType({
  simpleResolvers: true,
  description: 'A target allocation defined once and assigned to many households.',
})
export class Model {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it never changes.' }) declare id: string

  @Field(() => String, { description: 'Unique in the firm, up to 200 characters.' }) declare name: string

  @Field(() => Int, {
    description:
      'Not the edition: publishing leaves it as it is, and expectedVersion asks for ModelVersion.number.',
  })
  declare version: number
}

@ObjectType({
  simpleResolvers: true,
  description: 'An immutable edition of a model; a correction is a further one.',
})
export class ModelVersion {
  @Field(() => ID, { description: 'A UUID of Evenkeel; it never changes.' }) declare id: string
  declare modelId: string

  @Field(() => Int, {
    description: 'Counts from 1 within the model; what PublishModelVersionInput.expectedVersion asks for.',
  })
  declare number: number

  @Field(() => LocalDateScalar, {
    description:
      'First trade date in force, until another takes over; of two from one date the higher number counts.',
  })
  declare effectiveFrom: string

  @Field(() => DateTimeScalar, { description: "When it was published, by the database's clock." })
  declare recordedAt: Date

  @Field(() => String, { description: 'The user who published it or loaded its files.' })
  declare author: string

  @Field(() => String, { description: 'Why, in words; where it was loaded, from which files.' })
  declare rationale: string

  @Field(() => String, {
    description:
      "SHA-256 of the version's targets, ranges and securities as canonical JSON, in hexadecimal; equal content has an equal hash.",
  })
  declare contentSha256: string
}

@ObjectType({ simpleResolvers: true, description: 'A class, or a tier above classes, of a model version.' })
export class ModelNode {
  declare modelVersionId: string
  declare assetClassId: string | null

  @Field(() => Int, { description: 'Its place in the tree, parents before children, from 0.' })
  declare ordinal: number

  @Field(() => Int, { nullable: true, description: 'The ordinal of the tier above; null: at the top.' })
  declare parentOrdinal: number | null

  @Field(() => String, {
    description: 'Unique in the version, up to 100 characters; securities count by Security.assetClass.',
  })
  declare name: string

  @Field(() => Boolean, {
    description: 'The cash class, of which there is one: cash less reserves counts here as well.',
  })
  declare isCash: boolean

  @Field(() => DecimalScalar, {
    description:
      'Intended share of the base, a fraction 0 to 1. The top sums to 1, the parts of a tier to its target.',
  })
  declare target: string

  @Field(() => DecimalScalar, {
    description: 'Lowest acceptable share of the base, a fraction 0 to 1; the edge counts as inside.',
  })
  declare low: string

  @Field(() => DecimalScalar, {
    description: 'Highest acceptable share of the base, a fraction 0 to 1; the edge counts as inside.',
  })
  declare high: string
}

@ObjectType({
  simpleResolvers: true,
  description: 'A security that fills a slot of a class, or an alternative that stands in for it.',
})
export class ModelSecurity {
  declare securityId: string

  @Field(() => Holder, { description: 'The accounts that it is for.' })
  declare holder: (typeof HOLDERS)[number]

  @Field(() => Int, {
    description:
      'Which part of the class it fills, from 0 within class and holder; no slot goes before another.',
  })
  declare slot: number

  @Field(() => Int, {
    description:
      '0 is bought; 1 and on are bought instead, in this order, where those before may not be. Held, each counts for the slot.',
  })
  declare rank: number

  @Field(() => DecimalScalar, {
    description:
      'Share of the class that the slot fills, a fraction, the same on every rank; the slots of a class and holder sum to 1.',
  })
  declare weight: string
}

@InputType({ description: 'A class or tier of the model as it is to be.' })
export class ModelNodeInput {
  @Field(() => String, { description: '1 to 100 characters, once in the model.' }) declare name: string

  @Field(() => String, { nullable: true, description: 'The name of the tier above; null: at the top.' })
  declare parent?: string | null

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether cash less reserves counts here; true for exactly one class, which has no parts.',
  })
  declare isCash: boolean

  @Field(() => DecimalScalar, {
    description:
      'Intended share of the base, a fraction 0 to 1 with up to 6 places. The top sums to 1, the parts of a tier to its target.',
  })
  declare target: string

  @Field(() => DecimalScalar, {
    description: 'Lowest acceptable share of the base, from 0 to target, with up to 6 places.',
  })
  declare low: string

  @Field(() => DecimalScalar, {
    description: 'Highest acceptable share of the base, from target to 1, with up to 6 places.',
  })
  declare high: string
}

@InputType({ description: 'What fills a slot of a class, for all accounts or those of one tax status.' })
export class ModelSecurityInput {
  @Field(() => String, { description: 'The name of a class among nodes, not of a tier.' })
  declare assetClass: string

  @Field(() => Holder, {
    defaultValue: Holder.ANY,
    description: 'The accounts that it is for; a class with securities for a tax status needs some for ANY.',
  })
  declare holder: (typeof HOLDERS)[number]

  @Field(() => String, { description: "The symbol of one of the firm's securities." }) declare symbol: string

  @Field(() => DecimalScalar, {
    description:
      'Share of the class, a fraction above 0 with up to 6 places; those of a class and holder sum to 1.',
  })
  declare weight: string

  @Field(() => [String], {
    defaultValue: [],
    description: 'Symbols that are bought instead, first to last, where symbol may not be.',
  })
  declare alternatives: string[]
}

@InputType({ description: 'A model as it is to be, whole: what is not stated is no longer in it.' })
export class PublishModelVersionInput extends MutationInput {
  @Field(() => ID, { description: 'The Model.id; an unknown one is refused as NOT_FOUND.' })
  declare modelId: string

  @Field(() => Int, {
    description:
      'The ModelVersion.number that was edited; a Conflict where it is not the latest, as a colleague published since.',
  })
  declare expectedVersion: number

  @Field(() => LocalDateScalar, {
    nullable: true,
    description:
      "First trade date in force, not before the latest version's (BEFORE_LATEST); null: Firm.asOf.",
  })
  declare effectiveFrom?: string | null

  @Field(() => String, {
    description: 'Why, in 1 to 4,000 characters (NO_RATIONALE); it stays in the history.',
  })
  declare rationale: string

  @Field(() => [ModelNodeInput], {
    description: 'Every tier and class, in any order; classes keep theirs within a tier.',
  })
  declare nodes: ModelNodeInput[]

  @Field(() => [ModelSecurityInput], {
    description: 'What fills the classes; within a class and holder their order numbers the slots.',
  })
  declare securities: ModelSecurityInput[]
}

@ObjectType({ simpleResolvers: true, description: 'The version that was published.' })
export class PublishModelVersionPayload extends MutationPayload {
  declare modelVersionId: string
}
