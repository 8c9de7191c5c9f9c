/** An exception of the demonstration: whose account (the first of that registration), what, and why. */
export interface DemoOverride {
  readonly surname?: string
  readonly owner?: string
  readonly registration?: string
  /** Where true it is for the whole household. */
  readonly wholeHousehold?: boolean
  readonly kind: string
  readonly symbol?: string
  readonly value?: string
  readonly upperValue?: string
  readonly reason: string
  readonly starts: string
  readonly expires?: string
  readonly reviewOn?: string
}

/** One of each kind at least, one that ends on the as-of date, and one that has ended. */
export const OVERRIDES: readonly DemoOverride[] = [
  {
    kind: 'restricted',
    symbol: 'EWJ',
    reason: 'Under review by the investment committee; no purchases',
    starts: '2025-07-01',
    reviewOn: '2025-12-01',
  },
  {
    surname: 'Dunmore',
    owner: 'Priya',
    registration: 'individual',
    kind: 'hold',
    symbol: 'HRBW',
    reason: 'Officer of the issuer; trading window closed until results are out',
    starts: '2025-09-01',
    expires: '2025-11-14',
    reviewOn: '2025-11-15',
  },
  {
    surname: 'Garrett',
    owner: 'Lucy',
    registration: 'individual',
    kind: 'do_not_sell',
    symbol: 'QQQ',
    reason: 'Gift from her father at a low basis; to be left to the children',
    starts: '2023-02-10',
    reviewOn: '2026-02-10',
  },
  {
    surname: 'Rowley',
    wholeHousehold: true,
    kind: 'do_not_buy',
    symbol: 'GLD',
    reason: 'Clients wish to own no gold; letter of 4 May 2024',
    starts: '2024-05-06',
  },
  {
    surname: 'Vance',
    owner: 'Elena',
    registration: 'joint',
    kind: 'cap',
    symbol: 'QQQ',
    value: '0.15',
    reason: 'Brought down in steps to keep gains within the budget',
    starts: '2025-01-15',
    reviewOn: '2026-01-15',
  },
  {
    surname: 'Keel',
    owner: 'Keel Family Trust',
    registration: 'trust',
    kind: 'keep_within',
    symbol: 'GLD',
    value: '0.01',
    upperValue: '0.04',
    reason: 'Range for gold in the trust deed, section 7',
    starts: '2022-06-30',
  },
  {
    surname: 'Quayle',
    owner: 'Simon',
    registration: 'individual',
    kind: 'exclude',
    symbol: 'SPY',
    reason: 'Pledged as collateral for a loan; not ours to manage',
    starts: '2024-11-04',
    expires: '2026-11-03',
  },
  {
    surname: 'Jolley',
    owner: 'Beatrice',
    registration: 'individual',
    kind: 'cash_reserve',
    value: '28500.00',
    reason: 'Tuition of the autumn term, paid at the end of September',
    starts: '2025-06-02',
    expires: '2025-09-26',
  },
  {
    surname: 'Carrick',
    owner: 'Nora',
    registration: 'joint',
    kind: 'cash_reserve',
    value: '45000.00',
    reason: 'Estate tax due on the inheritance',
    starts: '2025-09-15',
    expires: '2026-01-15',
  },
  {
    surname: 'Ashdown',
    owner: 'Claire',
    registration: 'joint',
    kind: 'do_not_sell',
    symbol: 'SPY',
    reason: 'Waited for the long-term holding period; over',
    starts: '2024-03-01',
    expires: '2025-03-31',
  },
  {
    surname: 'Upton',
    owner: 'Margaret',
    registration: 'traditional_ira',
    kind: 'cash_reserve',
    value: '9600.00',
    reason: 'Required distribution of this year, paid in December',
    starts: '2025-01-02',
    expires: '2025-12-31',
  },
]
