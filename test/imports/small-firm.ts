import type { ImportFile } from '../../server/imports/read-file.ts'

/** A firm that a page shows: two households, three accounts, six lots, true on 26 September 2025. */
export const SMALL_FIRM = {
  'securities.csv': [
    'symbol,name,asset_class,expense_ratio,tax_efficiency,tax_character',
    'VTI,All stocks,US Equity,0.0003,high,equity',
    'SPY,Large stocks,US Equity,0.0009,high,equity',
    'AGG,All bonds,Core Bonds,0.0003,low,bond',
    'IEF,Treasuries,Core Bonds,0.0015,medium,treasury',
    'BIL,Bills,Cash,0.0014,medium,treasury',
  ],
  'prices.csv': [
    'date,symbol,close,adjusted_close,volume',
    '2025-09-25,VTI,325,325,100',
    '2025-09-26,VTI,327.18,327.18,100',
    '2025-09-26,SPY,661.82,661.82,100',
    '2025-09-26,AGG,100.07,100.07,100',
    '2025-09-26,IEF,96.22,96.22,100',
    '2025-09-26,BIL,91.74,91.74,100',
  ],
  'models.csv': [
    'model,asset_class,parent_class,target_percent,min_percent,max_percent',
    'Simple,Equity,,60,55,65',
    'Simple,US Equity,Equity,60,55,65',
    'Simple,Safety,,40,35,45',
    'Simple,Core Bonds,Safety,35,30,40',
    'Simple,Cash,Safety,5,2,8',
  ],
  'model-securities.csv': [
    'asset_class,tax_status,symbol,weight_in_class,alternatives',
    'US Equity,any,VTI,1,SPY',
    'Core Bonds,any,AGG,1,IEF',
    'Core Bonds,taxable,IEF,1,',
    'Cash,any,BIL,1,',
  ],
  'households.csv': [
    'household_id,name,model,rebalance_level,objective,time_horizon_years,risk_tolerance,income_need_percent,profiled_on',
    'H1,Baker household,Simple,household,growth,10,average,2,2025-01-15',
    'H2,Novak household,,account,,,,,',
  ],
  'taxpayers.csv': [
    'taxpayer_id,household_id,kind,spouse_id,grantor_id,filing_status,federal_short_rate,federal_long_rate,net_investment_income_tax,state_rate,gain_budget,year_to_date_short_gain,year_to_date_long_gain,loss_carryforward',
    'T1,H1,person,T2,,married_joint,0.24,0.15,0,0.05,5000,0,0,0',
    'T2,H1,person,T1,,married_joint,0.24,0.15,0,0.05,,0,-100,0',
    'T3,H2,person,,,single,0.37,0.20,0.038,0,,0,0,0',
  ],
  'accounts.csv': [
    'account_number,household_id,taxpayer_id,name,registration,tax_status,custodian,discretionary,notice_policy,cash,minimum_cash',
    '1001,H1,T1,Baker joint,joint,taxable,Schwab,yes,notice,1000.50,500',
    '1002,H1,T2,Baker IRA,traditional_ira,tax_deferred,Harbor,yes,consent,-20.25,0',
    '2001,H2,T3,Novak,individual,taxable,Schwab,no,notice,0,0',
  ],
  'overrides.csv': [
    'account_number,household_id,kind,symbol,value,upper_value,reason,starts,expires',
    '1001,,do_not_sell,SPY,,,A gift,2024-02-01,',
    ',H1,cap,SPY,0.2,,Too much of it,2024-02-01,2026-01-31',
    ',,restricted,AGG,,,Under review,2025-09-01,',
  ],
  'lots.csv': [
    'account_number,symbol,acquired,shares,unit_cost,cost_basis',
    '1001,VTI,2020-01-02,10,165.42,1654.20',
    '1001,VTI,2020-01-02,4,165.42,661.68',
    '1001,SPY,2016-03-23,2.5,203.21,508.03',
    '1002,AGG,2021-09-02,40,116.05,4642.00',
  ],
  'schwab-lots.csv': [
    'Account Name,Symbol,Open Date,Quantity,Price,Cost Per Share,Market Value,Cost Basis,Gain/Loss ($),Gain/Loss (%),Holding Period',
    '2001,IEF,05/05/2017,1.844,$96.2200,$105.9900,$177.43,$195.45,($18.02),-9.22%,Long Term',
    '2001,BIL,05/30/2023,7,$91.7400,--,$642.18,N/A,--,--,Long Term',
  ],
} as const satisfies Record<string, readonly string[]>

export type SmallFile = keyof typeof SMALL_FIRM

/** The small firm's files, with some of them told otherwise; undefined leaves one out. */
export function smallFirm(
  changes: { readonly [file: string]: readonly string[] | string | Buffer | undefined } = {},
): ImportFile[] {
  return Object.entries({ ...SMALL_FIRM, ...changes }).flatMap(([name, content]): ImportFile[] => {
    if (content === undefined) return []
    if (Buffer.isBuffer(content)) return [{ name, bytes: content }]
    const text =
      typeof content === 'string'
        ? content
        : (content as readonly string[]).map((line) => `${line}\n`).join('')
    return [{ name, bytes: Buffer.from(text) }]
  })
}

/** One of its files with a line (counted from 1, the header being the first) replaced, or left out. */
export function withLine(file: SmallFile, line: number, text: string | undefined): Record<string, string[]> {
  const lines: string[] = [...SMALL_FIRM[file]]
  lines.splice(line - 1, 1, ...(text === undefined ? [] : [text]))
  return { [file]: lines }
}

/** One of its files with a line more. */
export function withMore(file: SmallFile, text: string): Record<string, string[]> {
  return { [file]: [...SMALL_FIRM[file], text] }
}

/** Only some of its files. */
export function only(...names: SmallFile[]): Record<string, undefined> {
  const left = Object.keys(SMALL_FIRM).filter((name) => !(names as string[]).includes(name))
  return Object.fromEntries(left.map((name) => [name, undefined]))
}
