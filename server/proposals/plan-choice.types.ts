import { registerEnumType } from 'type-graphql'
import type { PLAN_PREFERENCES, REBALANCE_MODES, REBALANCE_SCOPES } from './proposal.entity.ts'

const MODES = {
  TARGET: 'target',
  MIDPOINT: 'midpoint',
  BAND: 'band',
} as const satisfies Record<string, (typeof REBALANCE_MODES)[number]>

export const RebalanceScope = {
  ...MODES,
  SLEEVE: 'sleeve',
  INVEST_CASH: 'invest_cash',
  RAISE_CASH: 'raise_cash',
  HARVEST: 'harvest',
  SELL_ONLY: 'sell_only',
  BUY_ONLY: 'buy_only',
} as const satisfies Record<string, (typeof REBALANCE_SCOPES)[number]>
registerEnumType(RebalanceScope, {
  name: 'RebalanceScope',
  description:
    'What a plan may do: everything, as far as TARGET, MIDPOINT or BAND say; or a part of it, as far as a RebalanceMode says.',
  valuesConfig: {
    TARGET: { description: 'Every class to its target, whether or not anything is due.' },
    MIDPOINT: {
      description:
        'A class beyond its band half way from the edge to its target; nothing where neither a class nor cash is due.',
    },
    BAND: {
      description: 'A class beyond its band just inside it; nothing where neither a class nor cash is due.',
    },
    SLEEVE: { description: 'Trades in securities of one class or tier alone, the one that sleeve names.' },
    INVEST_CASH: { description: 'Purchases alone, from the cash that is there.' },
    RAISE_CASH: { description: 'Sales alone, as far as withdrawals, debits and reserves lack cash.' },
    HARVEST: { description: 'Losses worth taking, and what replaces them; a loss counts its whole rate.' },
    SELL_ONLY: { description: 'Sales alone, towards what the mode asks for.' },
    BUY_ONLY: { description: 'Purchases alone, towards what the mode asks for.' },
  },
})

export const RebalanceMode = MODES
registerEnumType(RebalanceMode, {
  name: 'RebalanceMode',
  description: 'How far classes are brought, as near as the rules allow.',
  valuesConfig: {
    TARGET: { description: 'Every class to its target.' },
    MIDPOINT: { description: 'A class beyond its band half way from the edge to its target.' },
    BAND: { description: 'A class beyond its band just inside it.' },
  },
})

export const PlanPreference = {
  BEST_FIT: 'best_fit',
  FEWEST_TRADES: 'fewest_trades',
} as const satisfies Record<string, (typeof PLAN_PREFERENCES)[number]>
registerEnumType(PlanPreference, {
  name: 'PlanPreference',
  description: 'What a plan gives up for what.',
  valuesConfig: {
    BEST_FIT: { description: 'As near to what is asked for as can be, at the least cost.' },
    FEWEST_TRADES: { description: 'As few orders as bring cash and bands in order.' },
  },
})
