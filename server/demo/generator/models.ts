/** A tier or class: target, lowest and highest, in percent. */
export type Band = readonly [target: number, low: number, high: number]

/** A tier with its own band and the classes below it. */
export interface DemoTier {
  readonly name: string
  readonly band: Band
  readonly classes: Readonly<Record<string, Band>>
}

/** The five risk profiles, each of three tiers. */
export const MODELS: Readonly<Record<string, readonly DemoTier[]>> = {
  Conservative: [
    {
      name: 'Equity',
      band: [28, 25, 30],
      classes: {
        'US Equity': [18, 15, 21],
        'International Equity': [8, 6, 10],
        'Emerging Equity': [2, 0, 4],
      },
    },
    {
      name: 'Fixed Income',
      band: [63, 60, 65],
      classes: { 'Core Bonds': [50, 45, 55], 'Inflation-Protected': [10, 8, 12], 'High Yield': [3, 1, 5] },
    },
    {
      name: 'Alternatives and Cash',
      band: [9, 5, 10],
      classes: { Alternatives: [4, 2, 6], Cash: [5, 3, 8] },
    },
  ],
  'Moderate Conservative': [
    {
      name: 'Equity',
      band: [40, 35, 45],
      classes: {
        'US Equity': [25, 21, 29],
        'International Equity': [11, 8, 14],
        'Emerging Equity': [4, 2, 6],
      },
    },
    {
      name: 'Fixed Income',
      band: [50, 45, 55],
      classes: { 'Core Bonds': [38, 33, 43], 'Inflation-Protected': [8, 6, 10], 'High Yield': [4, 2, 6] },
    },
    {
      name: 'Alternatives and Cash',
      band: [10, 7, 13],
      classes: { 'Real Estate': [3, 1, 5], Alternatives: [4, 2, 6], Cash: [3, 1, 5] },
    },
  ],
  Moderate: [
    {
      name: 'Equity',
      band: [60, 55, 65],
      classes: {
        'US Equity': [37, 32, 42],
        'International Equity': [16, 12, 20],
        'Emerging Equity': [7, 4, 10],
      },
    },
    {
      name: 'Fixed Income',
      band: [30, 25, 35],
      classes: { 'Core Bonds': [22, 18, 26], 'Inflation-Protected': [5, 3, 7], 'High Yield': [3, 1, 5] },
    },
    {
      name: 'Alternatives and Cash',
      band: [10, 7, 13],
      classes: { 'Real Estate': [4, 2, 6], Alternatives: [4, 2, 6], Cash: [2, 0, 4] },
    },
  ],
  'Moderate Growth': [
    {
      name: 'Equity',
      band: [75, 70, 80],
      classes: {
        'US Equity': [46, 41, 51],
        'International Equity': [20, 16, 24],
        'Emerging Equity': [9, 6, 12],
      },
    },
    {
      name: 'Fixed Income',
      band: [18, 14, 22],
      classes: { 'Core Bonds': [13, 10, 16], 'Inflation-Protected': [3, 1, 5], 'High Yield': [2, 0, 4] },
    },
    {
      name: 'Alternatives and Cash',
      band: [7, 4, 10],
      classes: { 'Real Estate': [3, 1, 5], Alternatives: [2, 0, 4], Cash: [2, 0, 4] },
    },
  ],
  Growth: [
    {
      name: 'Equity',
      band: [90, 86, 94],
      classes: {
        'US Equity': [54, 49, 59],
        'International Equity': [25, 20, 30],
        'Emerging Equity': [11, 8, 14],
      },
    },
    { name: 'Fixed Income', band: [5, 3, 7], classes: { 'Core Bonds': [5, 3, 7] } },
    {
      name: 'Alternatives and Cash',
      band: [5, 2, 8],
      classes: { 'Real Estate': [2, 0, 4], Alternatives: [2, 0, 4], Cash: [1, 0, 3] },
    },
  ],
}

/** Every class of a model with its target in percent. */
export function classTargets(model: string): readonly (readonly [assetClass: string, percent: number])[] {
  const tiers = MODELS[model]
  if (!tiers) throw new Error(`No model ${model}`)
  return tiers.flatMap(({ classes }) =>
    Object.entries(classes).map(([name, [target]]) => [name, target] as const),
  )
}
