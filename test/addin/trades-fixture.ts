import type { SheetProposalFragment } from '../../addin/api/generated/graphql.ts'
import type { ProposalTrade } from '../../addin/sheets/trades-columns.ts'

/** An order of account 00123: ten shares at $100 unless told otherwise. */
export function trade(parts: Partial<ProposalTrade> & Pick<ProposalTrade, 'id'>): ProposalTrade {
  return {
    ordinal: 0,
    side: 'BUY',
    shares: '10',
    price: '100',
    value: '1000',
    taxCost: '0',
    realizedGain: '0',
    reason: 'Brings bonds to their target.',
    note: null,
    editedBy: null,
    account: { accountNumber: '00123', name: 'Joint' },
    security: { symbol: 'BND', name: 'Total bond market' },
    lots: [],
    ...parts,
  }
}

const VTI = { symbol: 'VTI', name: 'Total stock market' }

/** Sells 15 VTI from two lots, one held long at a gain and one short at a loss, and buys 10 BND for it. */
export const SALE = trade({
  id: 'a1.vti.sell',
  side: 'SELL',
  shares: '15',
  price: '200',
  value: '3000',
  taxCost: '120.5',
  realizedGain: '900',
  reason: 'US equity is above its band.',
  security: VTI,
  lots: [
    { lotId: 'l1', shares: '10', proceeds: '2000', realizedGain: '1000', term: 'LONG' },
    { lotId: 'l2', shares: '5', proceeds: '1000', realizedGain: '-100', term: 'SHORT' },
  ],
})
export const PURCHASE = trade({ id: 'a1.bnd.buy', ordinal: 1 })
/** In the Roth account, where no gain is reckoned. */
export const SHELTERED = trade({
  id: 'a2.vti.sell',
  ordinal: 2,
  side: 'SELL',
  shares: '1',
  price: '200',
  value: '200',
  account: { accountNumber: '00456', name: 'Roth' },
  security: VTI,
  lots: [{ lotId: 'l3', shares: '1', proceeds: '200', realizedGain: null, term: 'LONG' }],
})

const classes = (equity: string, bonds: string) => [
  {
    name: 'US Equity',
    target: '0.6',
    low: '0.55',
    high: '0.65',
    weight: equity,
    drift: (Number(equity) - 0.6).toFixed(2),
    status: 'IN_BAND' as const,
  },
  {
    name: 'Bonds',
    target: '0.4',
    low: '0.35',
    high: '0.45',
    weight: bonds,
    drift: (Number(bonds) - 0.4).toFixed(2),
    status: 'IN_BAND' as const,
  },
]

/** The Bakers' proposal of those three orders: $500 in cash in 00123 becomes $2,500, $50 in 00456 becomes $250. */
export function proposal(parts: Partial<SheetProposalFragment> = {}): SheetProposalFragment {
  return {
    id: 'p1',
    version: 1,
    asOf: '2025-09-26',
    author: 'ada',
    recordedAt: '2026-06-02T14:00:00.000Z',
    scope: 'TARGET',
    state: 'PROPOSED',
    taxCost: '120.5',
    turnoverValue: '4200',
    household: {
      id: 'h1',
      name: 'Baker household',
      reference: 'HH-0001',
      accounts: [
        {
          id: 'a1',
          accountNumber: '00123',
          name: 'Joint',
          cash: '500',
          lots: [
            { id: 'l1', acquired: '2020-03-02' },
            { id: 'l2', acquired: '2025-08-01' },
          ],
        },
        { id: 'a2', accountNumber: '00456', name: 'Roth', cash: '50', lots: [] },
      ],
    },
    before: [{ accountId: null, base: '10000', classes: classes('0.7', '0.3') }],
    after: [{ accountId: null, base: '10000', classes: classes('0.62', '0.38') }],
    trades: [SALE, PURCHASE, SHELTERED],
    ...parts,
  }
}
