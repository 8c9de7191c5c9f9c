import { defineEntity, p } from '@mikro-orm/postgresql'
import { firmId, firmKey, firmWall, fraction, money, recordedAt } from '../database/columns.ts'
import { ROLES } from './roles.ts'

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
