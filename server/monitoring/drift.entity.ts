import { defineEntity, p } from '@mikro-orm/postgresql'
import { firmId, firmWall, fraction, money, recordedAt, weight } from '../database/columns.ts'

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

/** One class or tier of a drift, or (ordinal -1) what lies outside the model. */
export const classDrift = defineEntity({
  name: 'ClassDriftRow',
  tableName: 'class_drift',
  ...firmWall,
  properties: {
    ...firmId,
    subjectId: p.uuid().primary(),
    ordinal: p.integer().primary(),
    parentOrdinal: p.integer().nullable(),
    name: p.string().length(100),
    assetClassId: p.uuid().nullable(),
    isCash: p.boolean(),
    value: money(),
    /** None where the base is zero. A margin debit makes it negative and may exceed one. */
    weight: weight().nullable(),
    /** Weight less target, rounded once. */
    drift: weight().nullable(),
    target: fraction(),
    low: fraction(),
    high: fraction(),
    status: p.enum(BAND_STATUSES),
  },
})
export class ClassDriftRow extends classDrift.class {}
classDrift.setClass(ClassDriftRow)
