import { Field, Int, ObjectType } from 'type-graphql'
import { LocalDateScalar } from '../graphql/scalars.ts'
import type { ALERT_KINDS } from './alert.entity.ts'
import { Alert, AlertKind } from './alert.types.ts'

@ObjectType({ simpleResolvers: true, description: 'What a day brought of one kind.' })
export class DigestCount {
  @Field(() => AlertKind, { description: 'The kind.' })
  declare kind: (typeof ALERT_KINDS)[number]

  @Field(() => Int, { description: 'Alerts raised with this day as Firm.asOf.' })
  declare raised: number

  @Field(() => Int, { description: 'Alerts cleared with this day as Firm.asOf.' })
  declare cleared: number

  @Field(() => Int, { description: 'Alerts that stood when the day was over.' })
  declare standing: number

  @Field(() => Int, { description: 'Households with at least one that stood when the day was over.' })
  declare households: number
}

@ObjectType({ simpleResolvers: true, description: 'What a day changed of what asks for attention.' })
export class Digest {
  @Field(() => LocalDateScalar, { description: 'A day that was Firm.asOf; nothing happened on any other.' })
  declare day: string

  @Field(() => Int, { description: 'Alerts raised, over all kinds.' })
  declare raisedCount: number

  @Field(() => Int, { description: 'Alerts cleared, over all kinds.' })
  declare clearedCount: number

  @Field(() => Int, { description: 'Households with at least one alert that stood when the day was over.' })
  declare households: number

  @Field(() => [DigestCount], { description: 'Every kind, in the order of AlertKind.' })
  declare counts: DigestCount[]

  @Field(() => [Alert], {
    description:
      'The weightiest of those raised, kind by kind in the order of AlertKind: as many of each as asked for.',
  })
  declare raised: Alert[]

  @Field(() => [Alert], {
    description:
      'The weightiest of those cleared, kind by kind in the order of AlertKind: as many of each as asked for.',
  })
  declare cleared: Alert[]
}
