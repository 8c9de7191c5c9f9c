/** A class of a story's model. */
export interface GivenClass {
  readonly class: string
  readonly parent?: string
  readonly target: string
  readonly low: string
  readonly high: string
  readonly isParent?: boolean
  readonly isCash?: boolean
  readonly buys?: GivenBuys
  /** By tax status or account type: the yearly drag of holding the class there. */
  readonly drag?: Readonly<Record<string, string>>
}

/** By `any`, tax status or account type: securities with their weights, alternatives and equivalents. */
export type GivenBuys = Readonly<
  Record<
    string,
    Readonly<Record<string, { weight: string; alternatives?: string[]; equivalents?: string[] }>>
  >
>

const only = (security: string): GivenBuys => ({ any: { [security]: { weight: '1' } } })
const CASH: GivenClass = { class: 'Cash', target: '0', low: '0', high: '1', isCash: true }

function equityAndBonds(equity: string, bonds: string, bands: readonly [string, string][]): GivenClass[] {
  const [[equityLow, equityHigh] = ['0', '1'], [bondsLow, bondsHigh] = ['0', '1']] = bands
  return [
    { class: 'Equity', target: equity, low: equityLow, high: equityHigh, buys: only('EQ') },
    { class: 'Bonds', target: bonds, low: bondsLow, high: bondsHigh, buys: only('BD') },
    CASH,
  ]
}

/** Models that many stories share, by the name that a story gives as its `model`. */
export const PRESET_MODELS: Readonly<Record<string, readonly GivenClass[]>> = {
  '60/40': equityAndBonds('0.6', '0.4', [
    ['0.5', '0.7'],
    ['0.3', '0.5'],
  ]),
  '60/40 wide': equityAndBonds('0.6', '0.4', []),
  '50/50': equityAndBonds('0.5', '0.5', [
    ['0.4', '0.6'],
    ['0.4', '0.6'],
  ]),
  '50/50 wide': equityAndBonds('0.5', '0.5', []),
  equity: [{ class: 'Equity', target: '1', low: '0.5', high: '1', buys: only('EQ') }, CASH],
  tiers: [
    { class: 'Stocks', isParent: true, target: '0.6', low: '0.5', high: '0.7' },
    { class: 'Home', parent: 'Stocks', target: '0.4', low: '0.3', high: '0.6', buys: only('EQ') },
    { class: 'Abroad', parent: 'Stocks', target: '0.2', low: '0.1', high: '0.3', buys: only('INT') },
    { class: 'Bonds', target: '0.4', low: '0.2', high: '0.6', buys: only('BD') },
    CASH,
  ],
}
