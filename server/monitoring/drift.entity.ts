import { defineEntity, p } from '@mikro-orm/postgresql'
import { firmId, firmWall, money, recordedAt } from '../database/columns.ts'

export const BAND_STATUSES = ['noValue', 'belowBand', 'inBand', 'aboveBand'] as const

/** How far a household, or an account by itself, is from its model: refreshed in SQL by every load. */
export const drift = defineEntity({
  name: 'DriftRow',
  tableName: 'drift',
  ...firmWall,
  properties: {
    ...firmId,
    /** The household's or the account's id. */
    subjectId: p.uuid().primary(),
    subjectKind: p.enum(['household', 'account'] as const),
    householdId: p.uuid(),
    modelVersionId: p.uuid(),
    asOf: p.date(),
    /** Priced managed value less reserves, at least zero. */
    base: money(),
    positionsValue: money(),
    cash: money(),
    reserve: money(),
    unpriced: p.integer(),
    /**
     * How many classes and tiers, with what lies outside the model, are beyond their band, and the largest distance below: of a
     * household whose accounts are steered each by itself, over its accounts.
     */
    outOfBand: p.integer(),
    /** Largest distance of a class from its target, in millionths of the base; an integer, since row security lets no index on a numeric be used. */
    largestDrift: p.integer(),
    /**
     * Classes and tiers of the model version by their ordinals, and -1 for what lies outside of it, in no order; with the dollars of
     * each. Weights and distances follow from them (class-drift.ts): a row for each would be ten times as much to write.
     */
    nodeOrdinals: p.array().$type<number[]>().columnType('int[]'),
    nodeValues: p.array().$type<string[]>().columnType('numeric[]'),
    refreshedAt: recordedAt(),
  },
  indexes: [
    { properties: ['firmId', 'subjectKind', 'outOfBand', 'subjectId'] },
    { properties: ['firmId', 'subjectKind', 'largestDrift', 'subjectId'] },
    { properties: ['firmId', 'householdId'] },
  ],
})
export class DriftRow extends drift.class {}
drift.setClass(DriftRow)
