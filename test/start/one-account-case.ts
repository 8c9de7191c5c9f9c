/** One account of $10,000: 70 shares of equity at $100 for a band of 50 to 60 percent, so 10 shares are too many. */
export const ONE_ACCOUNT_CASE = {
  format: 'hh/1',
  id: 'one-account',
  asOf: '2026-11-20',
  tax: {
    shortRate: '0.4',
    longRate: '0.2',
    lossCredit: '0',
    gainBudget: null,
    ytdNetGain: '0',
    avoidShortTermGains: false,
  },
  settings: {
    mode: 'band',
    shares: 'whole',
    minTrade: '0',
    locationYears: '0',
    deviationPrice: '0',
    washWindowDays: 30,
  },
  securities: [
    { id: 'EQ', class: 'E', price: '100', halfSpreadBps: '0', identicalGroup: 'EQ' },
    { id: 'BD', class: 'B', price: '100', halfSpreadBps: '0', identicalGroup: 'BD' },
  ],
  models: {
    M: {
      classes: [
        { id: 'E', target: '0.6', low: '0.5', high: '0.6', drag: {}, slots: [slot('EQ')] },
        { id: 'B', target: '0.4', low: '0.4', high: '0.5', drag: {}, slots: [slot('BD')] },
        { id: 'CASH', target: '0', low: '0', high: '1', cash: true },
      ],
    },
  },
  groups: [{ id: 'H', model: 'M', accounts: ['A'] }],
  accounts: [
    {
      id: 'A',
      type: 'ira',
      cash: '0',
      reserve: '0',
      lots: [
        { id: 'L1', security: 'EQ', qty: '70', costPerShare: '50', acquired: '2020-01-02' },
        { id: 'L2', security: 'BD', qty: '30', costPerShare: '100', acquired: '2020-01-02' },
      ],
    },
  ],
  recentTrades: [],
}

function slot(security: string) {
  return { weight: '1', security, byType: {}, equivalents: [] }
}
