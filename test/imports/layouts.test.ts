import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LAYOUTS, LOAD_ORDER } from '../../server/imports/layouts/registry.ts'
import { recognizeLayout } from '../../server/imports/recognize.ts'
import { file, readText, recordsOf } from './reading.ts'

const SCHWAB =
  'Account Name,Symbol,Open Date,Quantity,Price,Cost Per Share,Market Value,Cost Basis,Gain/Loss ($),Gain/Loss (%),Holding Period'
const FIDELITY =
  'Account Name,Symbol,Description,Acquired,Term,Total Gain/Loss,Total Gain/Loss (%),Current Value,Quantity,Average Cost Basis,Cost Basis Total'
const LOTS = 'account_number,symbol,acquired,shares,unit_cost,cost_basis'
const MODELS = 'model,asset_class,target_percent,min_percent,max_percent'
const TIERS = 'model,asset_class,parent_class,target_percent,min_percent,max_percent'

describe('a layout is recognized by its header', () => {
  test.each(LOAD_ORDER)('%s by its own columns', (kind) => {
    const { fields, ignored } = LAYOUTS[kind]
    expect(recognizeLayout([...Object.values(fields).map(({ column }) => column), ...ignored])).toBe(kind)
  })

  test('lots without their dates are still lots with a column missing, not positions with two too many', () => {
    expect(recognizeLayout(['account_number', 'symbol', 'shares', 'unit_cost', 'cost_basis'])).toBe(
      'plainLots',
    )
    expect(recognizeLayout(['account_number', 'symbol', 'shares'])).toBe('positions')
  })
})

describe("Schwab's unrealized lots", () => {
  test('are read with dollar signs, thousands and losses in brackets', async () => {
    const [lot] = await recordsOf(
      'schwabUnrealizedLots',
      file(
        SCHWAB,
        '10111638,IEF,08/12/2021,"2,131.867",$96.2200,$116.5700,"$205,128.24","$248,511.74","($43,383.49)",-17.46%,Long Term',
      ),
    )
    expect(lot).toEqual({
      line: 2,
      accountNumber: '10111638',
      symbol: 'IEF',
      acquired: '2021-08-12',
      shares: '2131.867',
      price: '96.22',
      pricePlaces: 4,
      unitCost: '116.57',
      unitCostPlaces: 4,
      marketValue: '205128.24',
      costBasis: '248511.74',
      term: 'Long Term',
    })
  })

  test('an unknown basis is read as unknown, not as zero', async () => {
    const [lot] = await recordsOf(
      'schwabUnrealizedLots',
      file(SCHWAB, '1,SPY,03/23/2016,2,$661.8200,--,"$1,323.64",N/A,--,N/A,--'),
    )
    expect(lot).toMatchObject({ unitCost: null, costBasis: null, marketValue: '1323.64' })
  })

  test('a market value that is not quantity times price is refused', async () => {
    // 2.615 x 661.82 = 1730.6593
    const row = (value: string) =>
      `1,SPY,08/23/2018,2.615,$661.8200,$285.7900,"${value}",$747.34,$983.32,+131.58%,Long Term`
    expect((await readText(file(SCHWAB, row('$1,730.66')))).lines).toEqual([])
    expect((await readText(file(SCHWAB, row('$1,731.66')))).lines).toEqual([
      'file.csv:2:7: Market Value disagrees with Quantity times the price, found "1731.66", expected about 1730.66',
    ])
  })
})

describe("Fidelity's lots", () => {
  test('are read with their named months', async () => {
    const [lot] = await recordsOf(
      'fidelityLots',
      file(
        FIDELITY,
        '10000375,SPY,SPDR S&P 500 ETF Trust,Nov-03-2017,Long,"+77,447.04",+156.07%,"$127,069.44",192.000,$258.4500,"$49,622.40"',
      ),
    )
    expect(lot).toMatchObject({
      acquired: '2017-11-03',
      shares: '192',
      unitCost: '258.45',
      costBasis: '49622.4',
    })
  })
})

describe('our own lots', () => {
  test('a basis must be shares times unit cost, as far as the places of the cost can say', async () => {
    const basis = async (row: string) => (await readText(file(LOTS, row))).lines
    expect(await basis('1,VTI,2020-01-02,3,33.3333,100')).toEqual([])
    expect(await basis('1,VTI,2020-01-02,10,100.00,999.98')).toEqual([])
    expect(await basis('1,VTI,2020-01-02,10,100.0000,999.98')).toEqual([
      'file.csv:2:6: cost_basis disagrees with shares times unit_cost, found "999.98", expected about 1000',
    ])
    expect(await basis('1,VTI,2020-01-02,10,,1000')).toEqual([
      'file.csv:2:5: the lot has a basis and no unit cost, found nothing, expected dollars a share',
    ])
    expect(await basis('1,VTI,2020-01-02,10,,')).toEqual([])
  })

  test('a holding period may start before the purchase, never after it', async () => {
    const header = `${LOTS},holding_period_start`
    expect(
      await recordsOf('plainLots', file(header, '1,VTI,2020-01-02,10,100,1000,2019-06-03')),
    ).toMatchObject([{ holdingPeriodStart: '2019-06-03' }])
    expect((await readText(file(header, '1,VTI,2020-01-02,10,100,1000,2020-01-03'))).lines).toEqual([
      'file.csv:2:7: the holding period starts after the purchase, found "2020-01-03", expected 2020-01-02 or earlier',
    ])
  })
})

describe('securities and prices', () => {
  test('a symbol in other letters is the same symbol twice', async () => {
    const header = 'symbol,name,asset_class,expense_ratio,tax_efficiency,tax_character'
    expect((await readText(file(header, 'VTI,A,,,,equity', 'vti,B,,,,equity'))).lines).toEqual([
      'file.csv:3:1: the symbol stands already on line 2, found "VTI", expected each only once',
    ])
  })

  test('a price needs its date and a date its price', async () => {
    const header = 'symbol,name,asset_class,expense_ratio,tax_efficiency,tax_character,price,price_date'
    expect(
      (await readText(file(header, 'VTI,A,,,,equity,327.18,', 'SPY,B,,,,equity,,2025-09-26'))).lines,
    ).toEqual([
      'file.csv:2:8: the price has no date, found nothing, expected its date',
      'file.csv:3:7: the date has no price, found nothing, expected a price',
    ])
  })

  test('two prices of one security on one day are refused', async () => {
    const { lines } = await readText(
      file('date,symbol,close', '2025-09-26,VTI,327.18', '2025-09-26,VTI,327.19'),
    )
    expect(lines).toEqual([
      'file.csv:3:2: the price of that day stands already on line 2, found "2025-09-26 VTI", expected each only once',
    ])
  })
})

describe('models', () => {
  test('percentages are read as fractions, and the class called Cash holds the cash', async () => {
    expect(
      await recordsOf('models', file(MODELS, 'Growth,US Equity,95,90,97', 'Growth,Cash,5,3,10')),
    ).toMatchObject([
      { assetClass: 'US Equity', target: '0.95', low: '0.9', high: '0.97', parentClass: null },
      { assetClass: 'Cash', target: '0.05', low: '0.03', high: '0.1' },
    ])
  })

  test.each([
    [
      'targets that sum to 99',
      ['G,US Equity,94,90,97', 'G,Cash,5,3,10'],
      ['file.csv:2:3: the targets of G do not sum to 100%, found "99", expected 100'],
    ],
    [
      'a range without its target',
      ['G,US Equity,,90,97', 'G,Cash,5,3,10'],
      ['file.csv:2:3: US Equity has a range without its target, found nothing, expected a target in percent'],
    ],
    [
      'a target without its range',
      ['G,US Equity,95,,', 'G,Cash,5,3,10'],
      [
        'file.csv:2:4: US Equity has no lower end of its range, found nothing, expected a percentage',
        'file.csv:2:5: US Equity has no upper end of its range, found nothing, expected a percentage',
      ],
    ],
    [
      'a range beside its target',
      ['G,US Equity,95,96,94', 'G,Cash,5,3,10'],
      [
        'file.csv:2:4: the range of US Equity begins above its target, found "96", expected at most the target, 95',
        'file.csv:2:5: the range of US Equity ends below its target, found "94", expected at least the target, 95',
      ],
    ],
    [
      'a class twice',
      ['G,US Equity,45,40,50', 'G,US Equity,50,40,60', 'G,Cash,5,3,10'],
      ['file.csv:3:2: the class stands already on line 2, found "US Equity of G", expected each only once'],
    ],
    [
      'no class for cash',
      ['G,US Equity,95,90,97', 'G,Bonds,5,3,10'],
      [
        'file.csv:2:2: G has no cash class, found nothing, expected one class called Cash, or marked yes in a column "cash"',
      ],
    ],
  ])('%s is refused', async (_name, rows, expected) => {
    expect((await readText(file(MODELS, ...rows))).lines).toEqual(expected)
  })

  test('a sum is not spoken of while a row cannot be read', async () => {
    expect((await readText(file(MODELS, 'G,US Equity,95x,90,97', 'G,Cash,5,3,10'))).lines).toEqual([
      'file.csv:2:3: target_percent is not a number, found "95x", expected a percentage from 0 to 100 with at most 4 decimal places, without a percent sign',
    ])
  })

  test('the parts of a tier sum to the tier, and the tiers to 100', async () => {
    const rows = [
      'G,Equity,,95,90,97',
      'G,US Equity,Equity,60,50,70',
      'G,Other Equity,Equity,35,30,40',
      'G,Cash,,5,3,10',
    ]
    expect(await recordsOf('models', file(TIERS, ...rows))).toHaveLength(4)
    rows[2] = 'G,Other Equity,Equity,34,30,40'
    expect((await readText(file(TIERS, ...rows))).lines).toEqual([
      'file.csv:2:4: the parts of Equity in G do not sum to its target, found "94", expected 95',
    ])
  })

  test('a tier that is not in the model and tiers in a circle are refused', async () => {
    expect((await readText(file(TIERS, 'G,US Equity,Equity,95,90,97', 'G,Cash,,5,3,10'))).lines).toEqual([
      'file.csv:2:3: the tier above US Equity is not in the model, found "Equity", expected a class of G',
    ])
    expect(
      (await readText(file(TIERS, 'G,A,B,95,90,97', 'G,B,A,95,90,97', 'G,Cash,,100,3,100'))).lines,
    ).toEqual([
      'file.csv:2:3: A stands above itself, found "B", expected tiers without a circle',
      'file.csv:3:3: B stands above itself, found "A", expected tiers without a circle',
    ])
  })
})

describe('securities of models', () => {
  const header = 'asset_class,tax_status,symbol,weight_in_class,alternatives'

  test('weights of a set sum to exactly 1', async () => {
    expect(
      (await readText(file(header, 'Alternatives,any,GLD,0.6,', 'Alternatives,any,DBC,0.3,'))).lines,
    ).toEqual(['file.csv:2:4: the weights of Alternatives (any) do not sum to 1, found "0.9", expected 1'])
  })

  test('a set for taxable accounts alone leaves the others without one', async () => {
    expect((await readText(file(header, 'Fixed Income,taxable,IEF,1,SHY'))).lines).toEqual([
      'file.csv:2:2: Fixed Income has securities for taxable accounts alone, found "taxable", expected also a set with the tax status "any"',
    ])
  })

  test('a security is no alternative to itself', async () => {
    expect((await readText(file(header, 'Fixed Income,any,AGG,1,IEF AGG'))).lines).toEqual([
      'file.csv:2:5: the alternative is named twice, found "AGG", expected each security once',
    ])
  })
})

describe('taxpayers', () => {
  const header =
    'taxpayer_id,household_id,kind,spouse_id,grantor_id,filing_status,federal_short_rate,federal_long_rate,net_investment_income_tax,state_rate,gain_budget,year_to_date_short_gain,year_to_date_long_gain,loss_carryforward'
  const rates = '0.24,0.15,0,0.093,,0,-3000,8000'

  test('spouses name each other, in one household', async () => {
    expect(
      (await readText(file(header, `A,H1,person,B,,married_joint,${rates}`, `B,H1,person,,,single,${rates}`)))
        .lines,
    ).toEqual(['file.csv:2:4: the spouse names someone else, found nothing, expected A'])
    expect(
      (
        await readText(
          file(header, `A,H1,person,B,,married_joint,${rates}`, `B,H2,person,A,,married_joint,${rates}`),
        )
      ).lines,
    ).toEqual([
      'file.csv:2:4: the spouse is in another household, found "H2", expected H1',
      'file.csv:3:4: the spouse is in another household, found "H1", expected H2',
    ])
  })

  test('a grantor trust has a grantor, who is a person; any other trust has none', async () => {
    const rows = [
      `T,H1,grantor_trust,,,,${rates}`,
      `U,H1,trust,,P,,${rates}`,
      `P,H1,person,,,single,${rates}`,
      `V,H1,grantor_trust,,T,,${rates}`,
    ]
    expect((await readText(file(header, ...rows))).lines).toEqual([
      'file.csv:2:5: a grantor trust has no grantor, found nothing, expected the taxpayer to whom it is taxed',
      'file.csv:3:5: a trust has a grantor, found "P", expected nothing',
      'file.csv:5:5: the grantor is no person, found "grantor_trust", expected a taxpayer of kind "person"',
    ])
  })
})

describe('accounts', () => {
  const header =
    'account_number,household_id,taxpayer_id,name,registration,tax_status,custodian,discretionary,notice_policy,cash,minimum_cash'
  const account = (number: string, registration: string, status: string, cash = '5') =>
    `${number},H1,T1,Name,${registration},${status},Schwab,yes,notice,${cash},0`

  test('a margin debit is cash below zero', async () => {
    expect(
      await recordsOf('accounts', file(header, account('1', 'joint', 'taxable', '-302.32'))),
    ).toMatchObject([{ cash: '-302.32', discretionary: true, minimumCash: '0' }])
  })

  test('an account twice is refused', async () => {
    expect(
      (await readText(file(header, account('1', 'joint', 'taxable'), account('1', 'joint', 'taxable'))))
        .lines,
    ).toEqual(['file.csv:3:1: the account stands already on line 2, found "1", expected each only once'])
  })

  test('a taxable Roth IRA is a mistake; a registration we do not know may be anything', async () => {
    expect(
      (
        await readText(
          file(header, account('1', 'roth_ira', 'taxable'), account('2', 'sep_ira', 'tax_deferred')),
        )
      ).lines,
    ).toEqual([
      'file.csv:2:6: the registration roth_ira cannot have this tax status, found "taxable", expected "tax_exempt"',
    ])
  })
})

describe('overrides', () => {
  const header = 'account_number,household_id,kind,symbol,value,upper_value,reason,starts,expires'

  test.each([
    [
      'hold names a security',
      '1,,hold,,,,why,2025-01-01,',
      '2:4: "hold" names no security, found nothing, expected a symbol',
    ],
    [
      'a cash reserve does not',
      '1,,cash_reserve,VTI,5,,why,2025-01-01,',
      '2:4: "cash_reserve" names a security, found "VTI", expected nothing',
    ],
    [
      'a cash reserve has dollars',
      '1,,cash_reserve,,,,why,2025-01-01,',
      '2:5: "cash_reserve" has no value, found nothing, expected dollars and cents',
    ],
    [
      'in whole cents',
      '1,,cash_reserve,,5.001,,why,2025-01-01,',
      '2:5: a cash reserve has parts of a cent, found "5.001", expected dollars and cents',
    ],
    [
      'a cap is a fraction',
      '1,,cap,VTI,5,,why,2025-01-01,',
      '2:5: "cap" is above the whole, found "5", expected a fraction from 0 to 1',
    ],
    [
      'keep within has two ends',
      '1,,keep_within,VTI,0.1,,why,2025-01-01,',
      '2:6: "keep_within" has no upper value, found nothing, expected a fraction from 0 to 1',
    ],
    [
      'in order',
      '1,,keep_within,VTI,0.3,0.2,why,2025-01-01,',
      '2:6: "keep_within" ends outside its range, found "0.2", expected from 0.3 to 1',
    ],
    [
      'a restriction is firm-wide',
      '1,,restricted,VTI,,,why,2025-01-01,',
      '2:1: a restricted security is so firm-wide, found "1", expected nothing',
    ],
    [
      'anything else is for someone',
      ',,hold,VTI,,,why,2025-01-01,',
      '2:1: "hold" is for no account, found nothing, expected an account or a household',
    ],
    [
      'a cash reserve is for an account',
      ',H1,cash_reserve,,5,,why,2025-01-01,',
      '2:1: a cash reserve is for no account, found nothing, expected the account that keeps it',
    ],
    [
      'but not for both',
      '1,H1,hold,VTI,,,why,2025-01-01,',
      '2:2: an override is for both an account and a household, found "H1", expected one of the two',
    ],
    [
      'it ends after it starts',
      '1,,hold,VTI,,,why,2025-01-02,2025-01-01',
      '2:9: the override ends before it starts, found "2025-01-01", expected 2025-01-02 or later',
    ],
    [
      'it has a reason',
      '1,,hold,VTI,,,,2025-01-02,',
      '2:7: reason is empty, found nothing, expected visible text of at most 2000 characters',
    ],
  ])('%s', async (_name, row, problem) => {
    expect((await readText(file(header, row))).lines).toEqual([`file.csv:${problem}`])
  })

  test('one day in force is a period, and what lies ahead may be planned', async () => {
    const rows = [
      '1,,hold,VTI,,,why,2025-01-01,2025-01-01',
      ',H1,cap,VTI,0.1,,why,2026-01-01,',
      ',,restricted,SPY,,,why,2025-01-01,',
    ]
    expect(await recordsOf('overrides', file(header, ...rows))).toMatchObject([
      { accountNumber: '1', expires: '2025-01-01' },
      { householdId: 'H1', value: '0.1' },
      { kind: 'restricted', accountNumber: null, householdId: null },
    ])
  })
})

test('every column that is read or known is documented', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../server/imports/README.md'), 'utf8')
  for (const { fields, ignored } of Object.values(LAYOUTS)) {
    for (const column of [...Object.values(fields).map((field) => field.column), ...ignored]) {
      expect(readme.includes(column), column).toBe(true)
    }
  }
})
