/** Custodians' downloads as they arrive: titles, totals, disclaimers, trailing commas, and values as people see them. */

const quoted = (cells: readonly string[]) => cells.map((cell) => `"${cell}"`).join(',')
const lines = (...all: readonly string[]) => all.map((line) => `${line}\r\n`).join('')

export const SCHWAB_NEW_HEADER = quoted([
  ...['Symbol', 'Description', 'Qty (Quantity)', 'Price', 'Price Chng % (Price Change %)'],
  ...['Price Chng $ (Price Change $)', 'Mkt Val (Market Value)', 'Day Chng % (Day Change %)'],
  ...['Day Chng $ (Day Change $)', 'Cost Basis', 'Gain $ (Gain/Loss $)', 'Gain % (Gain/Loss %)', 'Ratings'],
  ...['Reinvest?', 'Reinvest Capital Gains?', '% of Acct (% of Account)', 'Asset Type', ''],
])
const SCHWAB_OLD_HEADER = quoted([
  ...['Symbol', 'Description', 'Quantity', 'Price', 'Price Change $', 'Price Change %', 'Market Value'],
  ...['Day Change $', 'Day Change %', 'Cost Basis', 'Gain/Loss $', 'Gain/Loss %', 'Ratings', 'Reinvest?'],
  ...['Reinvest Capital Gains?', '% of Account', 'Security Type'],
])

const schwabRow = (symbol: string, shares: string, price: string, value: string, end: readonly string[]) =>
  quoted([
    ...[symbol, 'SOME NAME', shares, price, '+0.41%', '$1.33', value, '+0.41%', '$13.30'],
    ...['$2,315.88', '($12.30)', '+719.73%', 'B', 'Yes', 'N/A', '63.00%', ...end],
  ])

export const SCHWAB_POSITIONS_NEW = lines(
  '"Positions for account Joint ...001 as of 04:05 PM ET, 2025/09/26"',
  '',
  SCHWAB_NEW_HEADER,
  schwabRow('VTI', '14', '$327.18', '$4,580.52', ['ETFs & Closed End Funds', '']),
  schwabRow('SPY', '2.5', '661.82', '$1,654.55', ['ETFs & Closed End Funds', '']),
  quoted([
    'Cash & Cash Investments',
    '--',
    '--',
    '--',
    '--',
    '--',
    '$1,234.56',
    '0%',
    '$0.00',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '16.53%',
    'Cash and Money Market',
    '',
  ]),
  quoted([
    'Account Total',
    '--',
    '--',
    '--',
    '--',
    '--',
    '$7,469.63',
    '+0.39%',
    '$29.10',
    '$2,315.88',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '',
  ]),
)

export const SCHWAB_POSITIONS_OLD = lines(
  '"Positions for account Joint XXXX-1001 as of 12:33 PM ET, 09/26/2025"',
  '',
  SCHWAB_OLD_HEADER,
  schwabRow('VTI', '14', '$327.18', '$4,580.52', ['ETF']),
  schwabRow('SPY', '2.5', '$661.82', '$1,654.55', ['ETF']),
  quoted([
    'Cash & Cash Investments',
    '--',
    '--',
    '--',
    '--',
    '--',
    '($20.25)',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    'Cash and Money Market',
  ]),
  quoted([
    'Account Total',
    '--',
    '--',
    '--',
    '--',
    '--',
    '$6,214.82',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
  ]),
)

export const SCHWAB_POSITIONS_ALL = lines(
  '"Positions for All-Accounts as of 04:05 PM ET, 2025/09/26"',
  '',
  '"Joint Brokerage ...1001"',
  SCHWAB_NEW_HEADER,
  schwabRow('VTI', '14', '$327.18', '$4,580.52', ['ETFs & Closed End Funds', '']),
  schwabRow('SPY', '2.5', '$661.82', '$1,654.55', ['ETFs & Closed End Funds', '']),
  quoted([
    'Cash & Cash Investments',
    '--',
    '--',
    '--',
    '--',
    '--',
    '$1,000.50',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '',
  ]),
  quoted([
    'Account Total',
    '--',
    '--',
    '--',
    '--',
    '--',
    '$7,235.57',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '',
  ]),
  '',
  '',
  '"Individual ...2001"',
  SCHWAB_NEW_HEADER,
  schwabRow('IEF', '1.844', '$96.22', '$177.43', ['ETFs & Closed End Funds', '']),
  schwabRow('BIL', '7', '$91.74', '$642.18', ['ETFs & Closed End Funds', '']),
  quoted([
    'Account Total',
    '--',
    '--',
    '--',
    '--',
    '--',
    '$819.61',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '--',
    '',
  ]),
)

export const SCHWAB_LOT_DETAILS = lines(
  '"VTI Lot Details for XXXX-1001 as of 04:05 PM ET, 09/26/2025"',
  '',
  '"Open Date","Quantity","Price","Cost/Share","Market Value","Cost Basis","Gain/Loss $","Gain/Loss %","Holding Period"',
  '"01/02/2020 00:00:00","10","$327.18","$165.42","$3,271.80","$1,654.20","$1,617.60","+97.79%","Long Term"',
  '"10/30/2017 00:00:00","4.5","$327.18","--","$1,472.31","N/A","--","N/A","Long Term"',
  '"Total","14.5","","","$4,744.11","$1,654.20","","",""',
)

export const SCHWAB_UNREALIZED_LOTS = lines(
  'Account Name,Symbol,Open Date,Quantity,Price,Cost Per Share,Market Value,Cost Basis,Gain/Loss ($),Gain/Loss (%),Holding Period',
  '1001,IEF,05/05/2017,1.844,$96.2200,$105.9900,$177.43,$195.45,($18.02),-9.22%,Long Term',
)

const FIDELITY_HEADER =
  'Account Number,Account Name,Symbol,Description,Quantity,Last Price,Last Price Change,Current Value,' +
  "Today's Gain/Loss Dollar,Today's Gain/Loss Percent,Total Gain/Loss Dollar,Total Gain/Loss Percent,Percent Of Account,Cost Basis Total,Average Cost Basis,Type"

export const FIDELITY_POSITIONS = `\ufeff${lines(
  FIDELITY_HEADER,
  '1001,JOINT WROS,SPAXX**,HELD IN MONEY MARKET,,,,$1100.50,,,,,15.05%,,,Cash,',
  '1001,JOINT WROS,FCASH**,CASH,,,,$134.06,,,,,1.86%,,,Cash,',
  '1001,JOINT WROS,VTI,VANGUARD INDEX FDS,10,$327.18,+$1.33,$3271.80,+$13.30,+0.41%,+$1617.60,+97.79%,44.77%,$1654.20,$165.42,Cash,',
  '1001,JOINT WROS,VTI,VANGUARD INDEX FDS,4,$327.18,+$1.33,$1308.72,+$5.32,+0.41%,+$647.04,+97.79%,17.91%,$661.68,$165.42,Margin,',
  '1001,JOINT WROS,SPY,SPDR S&P 500,2.500,$661.82,+$1.33,"$1,654.55",+$3.33,+0.41%,+$1146.52,+225.68%,22.64%,$508.03,$203.21,Cash,',
  '1001,JOINT WROS,Pending Activity,,,,,-$163.59,,,,,,,,,',
  '1002,TRADITIONAL IRA,SPAXX**,HELD IN MONEY MARKET,,,,($20.25),,,,,100.00%,,,Cash,',
  '',
  '"The data and information in this spreadsheet is provided to you solely for your use and is not for distribution. The spreadsheet is provided for informational purposes only, and is not intended to provide advice."',
  '',
  '"Brokerage services are provided by Fidelity Brokerage Services LLC (FBS), 900 Salem Street, Smithfield, RI 02917."',
  '',
  '"Date downloaded Sep-28-2025 12:33 p.m ET"',
)}`

export const FIDELITY_LOTS = lines(
  'Account Name,Symbol,Description,Acquired,Term,Total Gain/Loss,Total Gain/Loss (%),Current Value,Quantity,Average Cost Basis,Cost Basis Total',
  '1001,VTI,VANGUARD INDEX FDS,Mar-15-2020,Long,+$3048.80,+307.88%,$4039.04,12.345,$80.2137,$990.24',
)

export const VANGUARD_LOTS = lines(
  '"Cost basis for all accounts as of 09/26/2025"',
  '',
  'Account,Symbol/CUSIP,Description,Acquired date,Cost basis method,Quantity,Cost per share,Total cost,Market value as of 09/26/2025,' +
    'Short term gain loss as of 09/26/2025,Long term gain loss as of 09/26/2025,Total gain loss as of 09/26/2025,Covered/Non-covered,Percent gain loss',
  '1001,VTI,VANGUARD TOTAL STOCK MARKET ETF,01/02/2020,FIFO,10.0000,$165.42,"$1,654.20","$3,271.80",--,"$1,617.60","$1,617.60",Covered,+97.79%',
  '1001,SPY,SPDR S&P 500,03/23/2010,FIFO,2.5000,--,--,"$1,654.55",--,--,--,Non-covered,--',
)

export const VANGUARD_HOLDINGS = lines(
  'Account Number,Investment Name,Symbol,Shares,Share Price,Total Value,',
  '1001,VANGUARD TOTAL STOCK MARKET ETF,VTI,14.0000,327.18,4580.52,',
  '1001,SPDR S&P 500,SPY,2.5000,661.82,1654.55,',
)

export const SCHWAB_TRANSACTIONS = lines(
  '"Transactions  for account Joint ...1001 as of 09/27/2025 09:12:01 ET"',
  '"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount",',
  '"09/26/2025","Buy","VTI","VANGUARD TOTAL STOCK MARKET ETF","3","$327.18","","-$981.54",',
  '"09/26/2025","Buy","VTI","VANGUARD TOTAL STOCK MARKET ETF","3","$327.18","","-$981.54",',
  '"09/24/2025 as of 09/23/2025","Reinvest Shares","SPY","SPDR S&P 500","0.0191","$660.80","","-$12.62",',
  '"09/24/2025 as of 09/23/2025","Reinvest Dividend","SPY","SPDR S&P 500","","","","$12.62",',
  '"09/22/2025","Sell","AGG","ISHARES CORE BOND","-5","$100.07","$0.04","$500.31",',
  '"09/15/2025","Bank Interest","","BANK INT","","","","$0.07",',
  '"Transactions Total","","","","","","","($481.78)",',
)
