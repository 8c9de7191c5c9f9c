/** A security of the demonstration with what decides its place and its taxes. */
export interface DemoSecurity {
  readonly symbol: string
  readonly name: string
  readonly assetClass: string
  readonly expenseRatio: string
  readonly taxEfficiency: 'high' | 'medium' | 'low'
  readonly taxCharacter: string
}

/** The one security that does not exist: an employer's stock for the concentrated position. */
export const INVENTED_STOCK = 'HRBW'

const security = (
  symbol: string,
  name: string,
  assetClass: string,
  expenseRatio: string,
  taxEfficiency: DemoSecurity['taxEfficiency'],
  taxCharacter: string,
): DemoSecurity => ({ symbol, name, assetClass, expenseRatio, taxEfficiency, taxCharacter })

/** Real funds (names and about what they cost, 2025), and one invented stock. */
export const SECURITIES: readonly DemoSecurity[] = [
  security('VTI', 'Vanguard Total Stock Market ETF', 'US Equity', '0.0003', 'high', 'equity'),
  security('SPY', 'SPDR S&P 500 ETF Trust', 'US Equity', '0.000945', 'high', 'equity'),
  security('QQQ', 'Invesco QQQ Trust', 'US Equity', '0.0020', 'high', 'equity'),
  security('MDY', 'SPDR S&P MidCap 400 ETF Trust', 'US Equity', '0.0024', 'high', 'equity'),
  security('IWM', 'iShares Russell 2000 ETF', 'US Equity', '0.0019', 'high', 'equity'),
  security(INVENTED_STOCK, 'Harbor Works Inc. (invented)', 'US Equity', '0', 'high', 'equity'),
  security('EFA', 'iShares MSCI EAFE ETF', 'International Equity', '0.0033', 'high', 'equity'),
  security('IEV', 'iShares Europe ETF', 'International Equity', '0.0061', 'high', 'equity'),
  security('EWJ', 'iShares MSCI Japan ETF', 'International Equity', '0.0050', 'high', 'equity'),
  security('EEM', 'iShares MSCI Emerging Markets ETF', 'Emerging Equity', '0.0072', 'medium', 'equity'),
  security('AGG', 'iShares Core U.S. Aggregate Bond ETF', 'Core Bonds', '0.0003', 'low', 'bond'),
  security('IEF', 'iShares 7-10 Year Treasury Bond ETF', 'Core Bonds', '0.0015', 'medium', 'treasury'),
  security('SHY', 'iShares 1-3 Year Treasury Bond ETF', 'Core Bonds', '0.0015', 'medium', 'treasury'),
  security('TLT', 'iShares 20+ Year Treasury Bond ETF', 'Core Bonds', '0.0015', 'medium', 'treasury'),
  security(
    'LQD',
    'iShares iBoxx $ Investment Grade Corporate Bond ETF',
    'Core Bonds',
    '0.0014',
    'low',
    'bond',
  ),
  security('HYG', 'iShares iBoxx $ High Yield Corporate Bond ETF', 'High Yield', '0.0049', 'low', 'bond'),
  security('TIP', 'iShares TIPS Bond ETF', 'Inflation-Protected', '0.0018', 'low', 'treasury'),
  security('VNQ', 'Vanguard Real Estate ETF', 'Real Estate', '0.0013', 'low', 'reit'),
  security('IYR', 'iShares U.S. Real Estate ETF', 'Real Estate', '0.0038', 'low', 'reit'),
  security('GLD', 'SPDR Gold Shares', 'Alternatives', '0.0040', 'medium', 'collectible'),
  security(
    'DBC',
    'Invesco DB Commodity Index Tracking Fund',
    'Alternatives',
    '0.0087',
    'low',
    'commodity_pool',
  ),
  security('BIL', 'SPDR Bloomberg 1-3 Month T-Bill ETF', 'Cash', '0.0014', 'medium', 'treasury'),
]

type Holder = 'any' | 'taxable'

/** What fills each class, first choice first: Treasuries instead of all bonds where interest is taxed by the state. */
export const CLASS_SECURITIES: readonly {
  readonly assetClass: string
  readonly holder: Holder
  readonly symbol: string
  readonly weight: number
  readonly alternatives: readonly string[]
}[] = [
  { assetClass: 'US Equity', holder: 'any', symbol: 'VTI', weight: 1, alternatives: ['SPY'] },
  { assetClass: 'International Equity', holder: 'any', symbol: 'EFA', weight: 1, alternatives: ['IEV'] },
  { assetClass: 'Emerging Equity', holder: 'any', symbol: 'EEM', weight: 1, alternatives: [] },
  { assetClass: 'Core Bonds', holder: 'any', symbol: 'AGG', weight: 1, alternatives: ['IEF', 'SHY'] },
  { assetClass: 'Core Bonds', holder: 'taxable', symbol: 'IEF', weight: 1, alternatives: ['SHY'] },
  { assetClass: 'Inflation-Protected', holder: 'any', symbol: 'TIP', weight: 1, alternatives: [] },
  { assetClass: 'High Yield', holder: 'any', symbol: 'HYG', weight: 1, alternatives: ['LQD'] },
  { assetClass: 'Real Estate', holder: 'any', symbol: 'VNQ', weight: 1, alternatives: ['IYR'] },
  { assetClass: 'Alternatives', holder: 'any', symbol: 'GLD', weight: 0.6, alternatives: [] },
  { assetClass: 'Alternatives', holder: 'any', symbol: 'DBC', weight: 0.4, alternatives: [] },
  { assetClass: 'Cash', holder: 'any', symbol: 'BIL', weight: 1, alternatives: [] },
]
