import { defineEntity, p } from '@mikro-orm/postgresql'
import { firmId, firmKey, firmWall, money, price, recordedAt, shares } from '../database/columns.ts'

/** Bytes by their SHA-256: snapshots, proposals, price lists and model versions as canonical JSON, compressed (zstd). */
export const snapshotContent = defineEntity({
  name: 'SnapshotContentRow',
  tableName: 'snapshot_content',
  ...firmWall,
  properties: {
    ...firmId,
    /** First day of the month of recording. A month holds all that its proposals cite, so that it stands by itself. */
    month: p.date().primary(),
    sha256: p.string().length(64).primary(),
    content: p.blob(),
  },
})
export class SnapshotContentRow extends snapshotContent.class {}
snapshotContent.setClass(SnapshotContentRow)

export const REBALANCE_MODES = ['target', 'midpoint', 'band'] as const
/** What a plan may do: everything towards the mode of this name, or a part of it. */
export const REBALANCE_SCOPES = [
  ...REBALANCE_MODES,
  'sleeve',
  'invest_cash',
  'raise_cash',
  'harvest',
  'sell_only',
  'buy_only',
] as const
export const PLAN_PREFERENCES = ['best_fit', 'fewest_trades'] as const
/** `stale`: facts that it rests on have moved since, or it was planned anew. */
export const PROPOSAL_STATES = ['proposed', 'edited', 'approved', 'rejected', 'stale'] as const
/** What makes a proposal stand out in a review. */
export const PROPOSAL_FLAGS = [
  'non_discretionary',
  'override_touched',
  'wash_sale_risk',
  'price_move',
  'out_of_range_left',
  'short_of_cash',
  'warned',
] as const
export const TRADE_SIDES = ['sell', 'buy'] as const

/** The engine's recommended trades for one household as of one date; nothing happens until approved. */
export const proposal = defineEntity({
  name: 'ProposalRow',
  tableName: 'proposal',
  ...firmWall,
  properties: {
    ...firmKey,
    householdId: p.uuid(),
    /** Set when one account of the household was asked for. */
    accountId: p.uuid().nullable(),
    /** The batch that planned it; none: asked for by itself. */
    batchId: p.uuid().nullable(),
    scope: p.enum(REBALANCE_SCOPES),
    /** How far classes were to be brought. */
    mode: p.enum(REBALANCE_MODES),
    preference: p.enum(PLAN_PREFERENCES),
    /** Of the scope sleeve: the class or tier, by its name in the model. */
    sleeve: p.string().length(100).nullable(),
    state: p.enum(PROPOSAL_STATES),
    asOf: p.date(),
    engineVersion: p.string().length(50),
    month: p.date(),
    snapshotSha256: p.string().length(64),
    /** The proposal as the engine gave it, in canonical JSON: reasons, classes left alone, before and after. Never changes. */
    contentSha256: p.string().length(64),
    /** The proposal as it stands after a person's changes; at first the same. */
    currentSha256: p.string().length(64),
    tradeCount: p.integer(),
    taxCost: money(),
    turnoverValue: money(),
    /** Priced managed value of all that is steered, in dollars: what turnover is a part of. */
    base: money(),
    /** Largest distance of a class from its target in millionths of the base, as it is and after the trades as they stand. */
    driftBefore: p.integer(),
    driftAfter: p.integer(),
    /** Classes and tiers beyond their range after the trades. */
    outOfBandAfter: p.integer(),
    flags: p.array().$type<(typeof PROPOSAL_FLAGS)[number][]>().columnType('text[]').defaultRaw(`'{}'`),
    /** Who changed its trades since it was planned. */
    editors: p.array().$type<string[]>().columnType('text[]').defaultRaw(`'{}'`),
    /** Why it is stale, as a code and a sentence. */
    staleCode: p.string().length(50).nullable(),
    staleBecause: p.text().nullable(),
    /** Of the household's facts but prices as it was planned, worked out in SQL; they have moved where it is another now. */
    factsSha256: p.string().length(64).nullable(),
    author: p.string().length(200),
    recordedAt: recordedAt(),
    version: p.integer().version(),
  },
  indexes: [{ properties: ['firmId', 'householdId', 'id'] }, { properties: ['firmId', 'batchId', 'id'] }],
})
export class ProposalRow extends proposal.class {}
proposal.setClass(ProposalRow)

/** A line of a proposal as it stands now. */
export const proposedTrade = defineEntity({
  name: 'ProposedTradeRow',
  tableName: 'proposed_trade',
  ...firmWall,
  properties: {
    ...firmId,
    proposalId: p.uuid().primary(),
    id: p.string().length(200).primary(),
    ordinal: p.integer(),
    accountId: p.uuid(),
    securityId: p.uuid(),
    side: p.enum(TRADE_SIDES),
    shares: shares(),
    price: price(),
    value: money(),
    taxCost: money(),
    realizedGain: money(),
    reasonCode: p.string().length(50),
    reason: p.text(),
    /** What the reason was said with: { name: value }, decimals as text. */
    reasonFacts: p.json<unknown>(),
    /** Lots a sale relieves: [{ lotId, shares, gain, term }]. */
    lots: p.json<unknown>(),
    editedBy: p.string().length(200).nullable(),
    /** What a person wrote to the trade. */
    note: p.text().nullable(),
  },
})
export class ProposedTradeRow extends proposedTrade.class {}
proposedTrade.setClass(ProposedTradeRow)
