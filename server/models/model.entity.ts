import { defineEntity, p } from '@mikro-orm/postgresql'
import { firmId, firmKey, firmWall, fraction, recordedAt } from '../database/columns.ts'

/** For which accounts a class is filled with a set of securities. */
export const HOLDERS = ['any', 'taxable', 'tax_deferred', 'tax_exempt'] as const

/** A model portfolio: a name under which versions are published. */
export const model = defineEntity({
  name: 'ModelRow',
  tableName: 'model',
  ...firmWall,
  properties: { ...firmKey, name: p.string().length(200), version: p.integer().version() },
  uniques: [{ properties: ['firmId', 'name'] }],
})
export class ModelRow extends model.class {}
model.setClass(ModelRow)

/** An immutable edition of a model; a correction is a further version. */
export const modelVersion = defineEntity({
  name: 'ModelVersionRow',
  tableName: 'model_version',
  ...firmWall,
  properties: {
    ...firmKey,
    modelId: p.uuid(),
    number: p.integer(),
    /** First trade date on which the version is in force. */
    effectiveFrom: p.date(),
    recordedAt: recordedAt(),
    author: p.string().length(200),
    rationale: p.text(),
    /** SHA-256 of the version's targets, ranges and securities as canonical JSON. */
    contentSha256: p.string().length(64),
  },
  uniques: [{ properties: ['firmId', 'modelId', 'number'] }],
})
export class ModelVersionRow extends modelVersion.class {}
modelVersion.setClass(ModelVersionRow)

/** A tier or class of a model version, parents before children. */
export const modelNode = defineEntity({
  name: 'ModelNodeRow',
  tableName: 'model_node',
  ...firmWall,
  properties: {
    ...firmId,
    modelVersionId: p.uuid().primary(),
    ordinal: p.integer().primary(),
    parentOrdinal: p.integer().nullable(),
    name: p.string().length(100),
    /** Set on classes, empty on tiers above them. */
    assetClassId: p.uuid().nullable(),
    isCash: p.boolean().default(false),
    target: fraction(),
    low: fraction(),
    high: fraction(),
  },
})
export class ModelNodeRow extends modelNode.class {}
modelNode.setClass(ModelNodeRow)

/** What a class is filled with: slot by slot, rank 0 first, then its alternatives. */
export const modelSecurity = defineEntity({
  name: 'ModelSecurityRow',
  tableName: 'model_security',
  ...firmWall,
  properties: {
    ...firmId,
    modelVersionId: p.uuid().primary(),
    nodeOrdinal: p.integer().primary(),
    holder: p.enum(HOLDERS).primary(),
    slot: p.integer().primary(),
    rank: p.integer().primary(),
    securityId: p.uuid(),
    /** Share of the class that the slot fills; the same on every rank of a slot. */
    weight: fraction(),
  },
})
export class ModelSecurityRow extends modelSecurity.class {}
modelSecurity.setClass(ModelSecurityRow)

/** Which model a household is kept on from a date; the latest recorded row of the latest date is in force. No model: unmapped. */
export const modelAssignment = defineEntity({
  name: 'ModelAssignmentRow',
  tableName: 'model_assignment',
  ...firmWall,
  properties: {
    ...firmId,
    householdId: p.uuid().primary(),
    effectiveFrom: p.date().primary(),
    recordedAt: recordedAt().primary(),
    modelId: p.uuid().nullable(),
    author: p.string().length(200),
  },
})
export class ModelAssignmentRow extends modelAssignment.class {}
modelAssignment.setClass(ModelAssignmentRow)
