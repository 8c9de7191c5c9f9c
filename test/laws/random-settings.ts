import fc from 'fast-check'
import type { Scope, Settings } from '../../server/engine/snapshot.ts'
import { decimal, rarely } from './draws.ts'

const scope: fc.Arbitrary<Scope> = rarely<Scope>(
  { kind: 'all' },
  fc.oneof(
    fc.constantFrom('investCash', 'raiseCash', 'harvest', 'sellOnly', 'buyOnly').map((kind) => ({ kind })),
    fc.constantFrom('equity', 'bonds', 'cash', 'stocks').map((nodeId): Scope => ({ kind: 'sleeve', nodeId })),
  ),
  4,
)

/** Common choices are as common here as there; each of the rarer ones stands in one household of eight or so. */
export const settings: fc.Arbitrary<Settings> = fc.record({
  mode: fc.constantFrom('target', 'midpoint', 'band'),
  scope,
  preference: rarely<Settings['preference']>('bestFit', fc.constant('fewestTrades'), 8),
  trigger: fc.constantFrom('whenDue', 'asked'),
  lotRelief: fc.constantFrom('HIFO', 'HIFO', 'FIFO', 'LIFO', 'MIN_TAX'),
  shareDecimals: fc.constantFrom(0, 0, 0, 3, 7),
  minimumTrade: fc.constantFrom('0', '0', '100.00', '2500.00'),
  minimumTradeFraction: rarely('0', fc.constantFrom('0.002', '0.02'), 8),
  sellAllBelow: rarely('0', fc.constantFrom('250.00', '2000.00'), 8),
  minimumImprovement: rarely('0', fc.constantFrom('0.005', '0.05'), 8),
  cashCushion: rarely('0', fc.constantFrom('0.01', '0.05'), 5),
  washSaleDays: fc.constant(30),
  washSaleWatch: rarely<Settings['washSaleWatch']>('household', fc.constant('related'), 4),
  washedLotsForCash: rarely(false, fc.constant(true), 5),
  avoidShortTermGains: fc.boolean(),
  longTermWaitDays: rarely(0, fc.constantFrom(30, 90), 8),
  lossCredit: fc.constantFrom('0', '0', '1', '0.5'),
  harvestThreshold: rarely('0', fc.constantFrom('50.00', '1000.00'), 8),
  switchBackPrice: rarely('0', fc.constantFrom('0.001', '0.02'), 8),
  legacyGains: fc.constantFrom('free', 'withinBudget'),
  unpricedHoldings: fc.constantFrom('leaveAlone', 'blockAccount'),
  locationYears: rarely('0', fc.constantFrom('1', '3', '10'), 5),
  deviationPrice: rarely('0', fc.constantFrom('0.002', '0.01'), 5),
  budgetShare: rarely('1', fc.constantFrom('0.5', '0.25'), 8),
  turnoverBudget: rarely<string | null>(null, decimal(0, 5_000_000, 2), 10),
})
