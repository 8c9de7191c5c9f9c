import { accounts } from './accounts.ts'
import { custodianFees } from './custodian-fees.ts'
import { fidelityLots } from './fidelity-lots.ts'
import { fidelityPositions } from './fidelity-positions.ts'
import { households } from './households.ts'
import type { Layout } from './layout.ts'
import { modelSecurities } from './model-securities.ts'
import { models } from './models.ts'
import { overrides } from './overrides.ts'
import { plainLots } from './plain-lots.ts'
import { positions } from './positions.ts'
import { prices } from './prices.ts'
import { scheduledPurchases } from './scheduled-purchases.ts'
import { schwabLotDetails } from './schwab-lot-details.ts'
import { schwabPositions } from './schwab-positions.ts'
import { schwabTransactions } from './schwab-transactions.ts'
import { schwabUnrealizedLots } from './schwab-unrealized-lots.ts'
import { securities } from './securities.ts'
import { taxpayers } from './taxpayers.ts'
import { vanguardHoldings } from './vanguard-holdings.ts'
import { vanguardLots } from './vanguard-lots.ts'

/** Every kind of file that can be loaded, in the order in which one needs the other. */
export const LAYOUTS = {
  securities,
  prices,
  models,
  modelSecurities,
  households,
  taxpayers,
  accounts,
  overrides,
  schwabUnrealizedLots,
  schwabLotDetails,
  fidelityLots,
  vanguardLots,
  plainLots,
  positions,
  schwabPositions,
  fidelityPositions,
  vanguardHoldings,
  schwabTransactions,
  scheduledPurchases,
  custodianFees,
} as const

export type LayoutKind = keyof typeof LAYOUTS

type RecordOfLayout<L> = L extends Layout<infer R> ? R : never

/** The records of each kind of file. */
export type RecordsByKind = { readonly [K in LayoutKind]: readonly RecordOfLayout<(typeof LAYOUTS)[K]>[] }

/** The kinds of file in the order of loading. */
export const LOAD_ORDER = Object.keys(LAYOUTS) as readonly LayoutKind[]

/** The kinds that state all tax lots of their accounts. */
export const WHOLE_LOT_KINDS = [
  'schwabUnrealizedLots',
  'fidelityLots',
  'vanguardLots',
  'plainLots',
] as const satisfies LayoutKind[]

/** The kinds that state tax lots. */
export const LOT_KINDS = [...WHOLE_LOT_KINDS, 'schwabLotDetails'] as const satisfies LayoutKind[]

/** The kinds by which a custodian says what its accounts hold. */
export const POSITION_KINDS = [
  'positions',
  'schwabPositions',
  'fidelityPositions',
  'vanguardHoldings',
] as const satisfies LayoutKind[]
