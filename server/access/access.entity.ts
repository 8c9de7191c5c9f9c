import { defineEntity, p } from '@mikro-orm/postgresql'
import { firmId, firmKey, firmWall, fraction, money, recordedAt, years } from '../database/columns.ts'
import { ROLES } from './roles.ts'

export const LOT_RELIEFS = ['FIFO', 'LIFO', 'HIFO', 'MIN_TAX'] as const

/** A firm and how it wants its households rebalanced. */
export const firm = defineEntity({
  name: 'FirmRow',
  tableName: 'firm',
  ...firmWall,
  properties: {
    ...firmId,
    name: p.string().length(200),
    /** Orders below this many dollars are not worth their cost. */
    minimumTrade: money().default('100'),
    /** Share of the money for buys that stays in cash, since prices move before an order is filled. */
    cashCushion: fraction().default('0.01'),
    avoidShortTermGains: p.boolean().default(true),
    /** Which lots a sale takes; least tax unless the firm's agreement with its custodian says otherwise. */
    lotRelief: p.enum(LOT_RELIEFS).default('MIN_TAX'),
    /** What a realized loss is worth, as a part of its rate: 0 where losses are taken only by the way. A harvest counts them whole. */
    lossCredit: fraction().default('0'),
    /** Dollars of tax that the lots of a position must save together before their losses are taken for their own sake. */
    harvestThreshold: money().default('100'),
    /** Dollars that one dollar less deviation from targets may cost. */
    deviationPrice: fraction().default('0.002'),
    /** Years of location drag that count as cost. */
    locationYears: years().default('3'),
    /** A short-term gain that turns long-term within so many days waits; 0: none does. */
    longTermWaitDays: p.integer().default(0),
    /** Orders below this part of their account's base are not worth their cost. */
    minimumTradeFraction: fraction().default('0'),
    /** What a sale would leave of a position below this many dollars is sold with it. */
    sellAllBelow: money().default('0'),
    /** Part of the base by which trades must lessen what is out of place before any is made for its sake. */
    minimumImprovement: fraction().default('0'),
    /** Dollars that it is worth to hold a dollar in a slot's own security instead of what replaced it; 0: that stays. */
    switchBackPrice: fraction().default('0'),
    /** May lots whose loss a purchase disallows be sold, last of all, for cash that nothing else raises? */
    washedLotsForCash: p.boolean().default(true),
    /** Whether gains and tax budgets of a year may be used up only as far as the year has gone. */
    prorateBudgets: p.boolean().default(false),
    /** Calendar days after which positions or a price are too old to be trusted. */
    staleAfterDays: p.integer().default(5),
    /** Calendar days before its last day from which an override is told to end. */
    overrideNoticeDays: p.integer().default(30),
    /** A price that moved by this part or more since the one before it, with no split to explain it, bars its security. */
    priceMoveLimit: fraction().default('0.25'),
    /** Raised by whatever changes facts: models, households, lots, prices, overrides. */
    factsVersion: p.bigint('string').default('0'),
    /** Business days that prices may lie before the database's own date when trades are approved; none: that date is not looked at. */
    approvalPriceDays: p.integer().nullable().default(1),
    recordedAt: recordedAt(),
    version: p.integer().version(),
  },
})
export class FirmRow extends firm.class {}
firm.setClass(FirmRow)

/** A person, or a program, that acts in a firm. */
export const firmUser = defineEntity({
  name: 'FirmUserRow',
  tableName: 'firm_user',
  ...firmWall,
  properties: {
    ...firmKey,
    name: p.string().length(200),
    role: p.enum(ROLES),
    recordedAt: recordedAt(),
  },
  uniques: [{ properties: ['firmId', 'name'] }],
})
export class FirmUserRow extends firmUser.class {}
firmUser.setClass(FirmUserRow)

/** A token's hash; the token itself is shown once, to the person it was made for. */
export const accessToken = defineEntity({
  name: 'AccessTokenRow',
  tableName: 'access_token',
  ...firmWall,
  properties: {
    ...firmKey,
    userId: p.uuid(),
    role: p.enum(ROLES),
    secretSha256: p.string().length(64),
    recordedAt: recordedAt(),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
  uniques: [{ properties: ['firmId', 'secretSha256'] }],
})
export class AccessTokenRow extends accessToken.class {}
accessToken.setClass(AccessTokenRow)
