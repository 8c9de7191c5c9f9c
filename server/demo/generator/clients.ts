import type { DemoAccount, DemoHousehold, Tilt } from './client-plan.ts'

const ON_TARGET: Tilt = {}
const EQUITY_RAN_UP: Tilt = {
  'US Equity': 1.3,
  'International Equity': 1.15,
  'Core Bonds': 0.68,
  'High Yield': 0.7,
}
const BONDS_IN_EXCESS: Tilt = { 'US Equity': 0.8, 'Core Bonds': 1.5, 'Inflation-Protected': 1.3 }
const GOLD_RAN_UP: Tilt = { Alternatives: 2.2, 'Core Bonds': 0.9 }
const NO_EMERGING: Tilt = { 'Emerging Equity': 0.1, 'International Equity': 1.15 }

type Extras = Partial<Omit<DemoAccount, 'owner' | 'registration' | 'value'>>

const account = (
  owner: string,
  registration: DemoAccount['registration'],
  value: number,
  extras: Extras = {},
): DemoAccount => ({
  owner,
  registration,
  value,
  custodian: 'Schwab',
  tilt: ON_TARGET,
  cashPart: 0.01,
  minimumCash: 0,
  discretionary: true,
  consent: false,
  purchases: [],
  ...extras,
})

const household = (
  surname: string,
  model: string | null,
  people: readonly string[],
  story: string,
  accounts: readonly DemoAccount[],
  extras: Partial<Pick<DemoHousehold, 'level' | 'trusts'>> = {},
): DemoHousehold => ({ surname, model, people, story, accounts, level: 'household', trusts: [], ...extras })

const HARBOR = { custodian: 'Harbor Trust Company' } as const

/** The firm's clients, all invented. */
export const HOUSEHOLDS: readonly DemoHousehold[] = [
  household('Ashdown', 'Moderate', ['Claire', 'Martin'], 'stocks ran up: equity above its range', [
    account('Claire', 'joint', 820_000, { tilt: EQUITY_RAN_UP, legacy: 'SPY', minimumCash: 5_000 }),
    account('Claire', 'traditional_ira', 410_000, { tilt: EQUITY_RAN_UP }),
    account('Martin', 'roth_ira', 165_000, { tilt: EQUITY_RAN_UP }),
  ]),
  household('Bellamy', 'Growth', ['Owen'], 'a margin debit to be cured before anything is bought', [
    account('Owen', 'individual', 340_000, { cash: '-4812.33', legacy: 'QQQ' }),
    account('Owen', 'roth_ira', 92_000),
  ]),
  household(
    'Carrick',
    'Moderate Growth',
    ['Nora', 'James'],
    'an inheritance arrived: cash far above its range',
    [
      account('Nora', 'joint', 960_000, { cashPart: 0.24, minimumCash: 10_000 }),
      account('Nora', 'traditional_ira', 280_000),
      account('James', 'traditional_ira', 310_000),
      account('James', 'roth_ira', 74_000),
    ],
  ),
  household(
    'Dunmore',
    'Growth',
    ['Priya', 'Daniel'],
    "an executive's employer stock, held until the window opens",
    [
      account('Priya', 'individual', 610_000, {
        purchases: [
          { symbol: 'HRBW', acquired: '2015-03-16', shares: 2_400 },
          { symbol: 'HRBW', acquired: '2019-03-15', shares: 1_100 },
          { symbol: 'HRBW', acquired: '2025-03-17', shares: 400 },
        ],
      }),
      account('Daniel', 'traditional_ira', 225_000),
      account('Priya', 'roth_ira', 88_000),
    ],
  ),
  household('Eastlake', 'Conservative', ['Harold', 'June'], 'bonds bought at the top: losses to harvest', [
    account('Harold', 'joint', 540_000, {
      minimumCash: 20_000,
      purchases: [
        { symbol: 'IEF', acquired: '2020-08-04', shares: 620 },
        { symbol: 'TLT', acquired: '2020-07-31', shares: 260 },
      ],
    }),
    account('Harold', 'traditional_ira', 390_000),
    account('June', 'traditional_ira', 205_000),
  ]),
  household(
    'Fairleigh',
    'Moderate',
    ['Grace', 'Victor'],
    'a loss that a purchase in the spouse’s IRA would wash',
    [
      account('Grace', 'individual', 460_000, {
        purchases: [{ symbol: 'IEF', acquired: '2020-08-06', shares: 540 }],
      }),
      account('Victor', 'traditional_ira', 240_000, {
        purchases: [{ symbol: 'IEF', acquired: '2025-09-12', shares: 150 }],
      }),
      account('Victor', 'roth_ira', 96_000),
    ],
  ),
  household('Garrett', 'Moderate Growth', ['Lucy'], 'a low-basis gift that is not to be sold', [
    account('Lucy', 'individual', 520_000, {
      purchases: [{ symbol: 'QQQ', acquired: '2015-01-20', shares: 430 }],
    }),
    account('Lucy', 'traditional_ira', 180_000),
    account('Lucy', 'roth_ira', 61_000),
  ]),
  household('Halyard', 'Moderate', ['Samuel', 'Ruth'], 'everything inside its range: nothing to do', [
    account('Samuel', 'joint', 730_000, { cashPart: 0.005 }),
    account('Ruth', 'traditional_ira', 350_000, { cashPart: 0.005 }),
    account('Samuel', 'roth_ira', 120_000, { cashPart: 0.005 }),
  ]),
  household('Ingram', 'Growth', ['Theo'], 'a gain that turns long-term within a week', [
    account('Theo', 'individual', 275_000, {
      tilt: NO_EMERGING,
      purchases: [{ symbol: 'VTI', acquired: '2024-10-01', shares: 300 }],
    }),
    account('Theo', 'roth_ira', 83_000, { tilt: NO_EMERGING }),
  ]),
  household(
    'Jolley',
    'Conservative',
    ['Beatrice'],
    'tuition money set aside, on the last day of its reserve',
    [
      account('Beatrice', 'individual', 310_000, { cashPart: 0.12 }),
      account('Beatrice', 'traditional_ira', 265_000),
    ],
  ),
  household(
    'Keel',
    'Moderate Growth',
    ['Anton', 'Marie'],
    'a family trust with its own brackets',
    [
      account('Keel Family Trust', 'trust', 1_450_000, {
        tilt: GOLD_RAN_UP,
        minimumCash: 25_000,
        consent: true,
      }),
      account('Anton', 'joint', 680_000, { legacy: 'MDY' }),
      account('Anton', 'traditional_ira', 520_000),
      account('Marie', 'roth_ira', 145_000),
    ],
    { trusts: [{ name: 'Keel Family Trust' }] },
  ),
  household(
    'Lanyon',
    'Moderate Conservative',
    ['Edith', 'Paul'],
    'a grantor trust, taxed to its grantor',
    [
      account('Lanyon Living Trust', 'trust', 890_000, { tilt: EQUITY_RAN_UP, legacy: 'IWM' }),
      account('Edith', 'traditional_ira', 330_000),
      account('Paul', 'traditional_ira', 290_000),
    ],
    { trusts: [{ name: 'Lanyon Living Trust', grantor: 'Edith' }] },
  ),
  household('Marlin', 'Growth', ['Isabel'], 'a new client: transferred, not yet invested', [
    account('Isabel', 'individual', 260_000, { cashOnly: true }),
    account('Isabel', 'roth_ira', 48_000, { cashPart: 0.35 }),
  ]),
  household(
    'Norling',
    'Moderate',
    ['Peter', 'Hanna'],
    'every account steered by itself',
    [
      account('Peter', 'individual', 285_000, { tilt: BONDS_IN_EXCESS }),
      account('Hanna', 'individual', 240_000, { tilt: EQUITY_RAN_UP }),
      account('Peter', 'traditional_ira', 310_000),
      account('Hanna', 'roth_ira', 105_000),
    ],
    { level: 'account' },
  ),
  household('Oakley', 'Conservative', ['Walter'], 'a client who decides: each trade needs approval', [
    account('Walter', 'individual', 480_000, { discretionary: false, consent: true, tilt: EQUITY_RAN_UP }),
    account('Walter', 'traditional_ira', 355_000, { discretionary: false, consent: true }),
  ]),
  household(
    'Pintle',
    'Moderate Growth',
    ['Rosa', 'Frank'],
    'bonds in excess after years without a rebalance',
    [
      account('Rosa', 'joint', 590_000, { tilt: BONDS_IN_EXCESS }),
      account('Frank', 'traditional_ira', 445_000, { tilt: BONDS_IN_EXCESS }),
      account('Rosa', 'roth_ira', 130_000),
    ],
  ),
  household('Quayle', 'Moderate', ['Simon'], 'shares pledged for a loan, kept out of management', [
    account('Simon', 'individual', 395_000, {
      purchases: [{ symbol: 'SPY', acquired: '2018-05-03', shares: 180 }],
    }),
    account('Simon', 'traditional_ira', 215_000),
  ]),
  household('Rowley', 'Growth', ['Amelia', 'Jack'], 'wants no gold', [
    account('Amelia', 'joint', 720_000, { tilt: { Alternatives: 0.2 } }),
    account('Jack', 'traditional_ira', 185_000, { tilt: { Alternatives: 0.2 } }),
    account('Amelia', 'roth_ira', 99_000, { tilt: { Alternatives: 0.2 } }),
  ]),
  household(
    'Seward',
    'Moderate Conservative',
    ['Helen'],
    'at another custodian, whose lots come in the plain layout',
    [
      account('Helen', 'individual', 430_000, { ...HARBOR, tilt: GOLD_RAN_UP }),
      account('Helen', 'traditional_ira', 375_000, HARBOR),
      account('Helen', 'roth_ira', 58_000, HARBOR),
    ],
  ),
  household('Thwaite', 'Moderate Growth', ['Leonard', 'Vivian'], 'one spouse at each custodian', [
    account('Leonard', 'individual', 365_000, { legacy: 'SPY' }),
    account('Vivian', 'individual', 410_000, { ...HARBOR, tilt: NO_EMERGING }),
    account('Leonard', 'traditional_ira', 250_000),
    account('Vivian', 'traditional_ira', 275_000, HARBOR),
  ]),
  household('Upton', 'Conservative', ['Margaret'], 'draws an income, so cash stays', [
    account('Margaret', 'individual', 505_000, { minimumCash: 30_000, cashPart: 0.06 }),
    account('Margaret', 'traditional_ira', 460_000, { minimumCash: 12_000, cashPart: 0.04 }),
  ]),
  household('Vance', 'Growth', ['Elena', 'Robert'], 'one fund too large, capped and brought down slowly', [
    account('Elena', 'joint', 840_000, {
      legacy: 'QQQ',
      tilt: { 'US Equity': 1.15, 'International Equity': 0.75 },
    }),
    account('Robert', 'traditional_ira', 265_000),
    account('Elena', 'roth_ira', 112_000),
  ]),
  household('Winslow', null, ['Charles'], 'not mapped to a model yet: nothing is traded', [
    account('Charles', 'individual', 330_000),
    account('Charles', 'traditional_ira', 140_000),
  ]),
  household(
    'Yardley',
    'Moderate Conservative',
    ['Ingrid', 'Tom'],
    'small accounts, where whole shares and minimum trades bite',
    [
      account('Ingrid', 'joint', 21_000),
      account('Ingrid', 'roth_ira', 6_500),
      account('Tom', 'roth_ira', 4_200, { cashPart: 0.2 }),
    ],
  ),
]
