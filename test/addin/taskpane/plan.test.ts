import { describe, expect, test } from 'vitest'
import type { ProposalDetailFragment } from '../../../addin/api/generated/graphql.ts'
import { planOf, type PlanChoices } from '../../../addin/taskpane/plan-choices.ts'
import {
  certificateInWords,
  fitInWords,
  lossInWords,
  taxInWords,
} from '../../../addin/taskpane/proof-words.ts'

const CHOICES: PlanChoices = { scope: 'TARGET', sleeve: 'Equity', cash: 'none', accountId: 'A', amount: '' }

describe('what is asked of the server', () => {
  test.each([
    [{}, { householdId: 'H', scope: 'TARGET' }],
    [{ scope: 'SLEEVE' }, { householdId: 'H', scope: 'SLEEVE', sleeve: 'Equity' }],
    [
      { scope: 'RAISE_CASH', cash: 'withdrawal', amount: ' $12,500.5 ' },
      { householdId: 'H', scope: 'RAISE_CASH', flows: [{ accountId: 'A', withdrawal: '12500.5' }] },
    ],
    [
      { cash: 'contribution', amount: '100' },
      { householdId: 'H', scope: 'TARGET', flows: [{ accountId: 'A', contribution: '100' }] },
    ],
  ] satisfies [Partial<PlanChoices>, object][])('of %j is %j', (chosen, plan) => {
    expect(planOf('H', { ...CHOICES, ...chosen })).toEqual({ kind: 'ready', plan })
  })

  test.each(['', '0', '0.00', '-5', '1.005', '1,50', '12 500', '1e3', '10,000,00'])(
    'is nothing while the amount is “%s”',
    (amount) => {
      expect(planOf('H', { ...CHOICES, cash: 'withdrawal', amount }).kind).toBe('amountFault')
    },
  )
})

describe('why a proposal can be trusted', () => {
  type Certificate = NonNullable<ProposalDetailFragment['certificate']>

  test('is said in a sentence: the best, or how far from it and why', () => {
    const level = (name: Certificate['levels'][number]['level'], gap: string) => ({ level: name, gap })
    expect(
      certificateInWords({
        isOptimal: true,
        levels: [level('CASH_SHORTFALL', '0'), level('COST', '0')],
        causes: [],
      }),
    ).toBe('Best possible: no other trades would do better.')
    expect(
      certificateInWords({
        isOptimal: false,
        levels: [level('CASH_SHORTFALL', '0'), level('BAND_VIOLATION', '1234.5'), level('COST', '7')],
        causes: [{ sentence: 'Orders are in whole shares.' }, { sentence: 'Trades were entered by hand.' }],
      }),
    ).toBe(
      'Within $1,234.50 of the best possible, counted in value outside bands. Orders are in whole shares. Trades were entered by hand.',
    )
  })

  test('is the tax of the year, with and without the trades', () => {
    const taxpayers = [{ reference: 'P1' }, { reference: 'P2' }]
    expect(taxInWords({ taxpayers, nettedTaxBefore: '1200', nettedTaxAfter: '950.25' })).toBe(
      'Year’s tax on gains, P1, P2: $1,200.00 before, $950.25 after the trades',
    )
    expect(taxInWords({ taxpayers, nettedTaxBefore: '-1224', nettedTaxAfter: '-1224.00' })).toBe(
      'Year’s tax on gains, P1, P2: -$1,224.00 with and without the trades',
    )
  })

  test('names what disallows a loss, and whether it ever comes back', () => {
    const loss = {
      lotId: 'L',
      shares: '10',
      loss: '321.4',
      isLostForGood: true,
      bought: '2025-09-10',
      account: { accountNumber: '1001' },
      security: { symbol: 'VTI' },
      blockerAccount: { accountNumber: '1002' },
      blockerSecurity: { symbol: 'ITOT' },
    }
    const sentence = '$321.40 of loss on 10 VTI in 1001 is disallowed: ITOT is bought in 1002 on 2025-09-10.'
    expect(lossInWords({ ...loss, isLostForGood: false })).toBe(sentence)
    expect(lossInWords(loss)).toBe(`${sentence} It is lost for good.`)
  })

  test('is beside what another preference would come to', () => {
    const fit = { tradeCount: 1, taxCost: '10', nettedTax: null, outOfBand: 2 }
    expect(fitInWords(fit)).toBe('1 trade, estimated tax $10.00, 2 out of band')
    expect(fitInWords({ ...fit, tradeCount: 14, nettedTax: '-3.5' })).toBe(
      '14 trades, tax -$3.50, 2 out of band',
    )
  })
})
