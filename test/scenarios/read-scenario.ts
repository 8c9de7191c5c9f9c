import type { LevelName } from '../../server/engine/proposal.ts'
import type {
  Account,
  Group,
  Lot,
  Model,
  NodeRange,
  Override,
  RecentTrade,
  ScheduledPurchase,
  Security,
  Settings,
  Snapshot,
  TaxStatus,
  Taxpayer,
} from '../../server/engine/snapshot.ts'
import type { GivenBuys, GivenClass } from './preset-models.ts'
import { PRESET_MODELS } from './preset-models.ts'

/** A story as it stands in its JSON file; what a story does not say is as usual. */
export interface Scenario {
  readonly story: string
  /** Why it matters, with the sum done by hand. */
  readonly why: string
  readonly given: Given
  readonly expect: Expected
}

interface Given {
  /** Usually 2026-06-02. */
  readonly asOf?: string
  readonly settings?: Partial<Settings>
  /** What the taxpayer `taxpayer` has that is not usual. */
  readonly taxpayer?: Partial<Taxpayer>
  /** Others, by id. */
  readonly taxpayers?: Readonly<Record<string, Partial<Taxpayer>>>
  /** Those that the model buys are there anyway, in their class, at 100 a share. */
  readonly securities?: Readonly<Record<string, GivenSecurity>>
  /** A preset by name, the classes of a tree, or models to blend. */
  readonly model: string | readonly GivenClass[] | GivenBlend
  /** By class: what it buys instead of what the preset says. */
  readonly buys?: Readonly<Record<string, GivenBuys>>
  /** By class, then tax status or account type: yearly drag. */
  readonly drag?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly otherHigh?: string
  readonly accounts: readonly GivenAccount[]
  /** One group of all accounts, or one for each. */
  readonly level?: 'household' | 'account'
  /** The accounts of the one group, where not all are in it. */
  readonly managed?: readonly string[]
  readonly ranges?: readonly NodeRange[]
  readonly overrides?: readonly Partial<Override>[]
  readonly recentTrades?: readonly RecentTrade[]
  readonly scheduledPurchases?: readonly ScheduledPurchase[]
}

interface GivenSecurity extends Partial<Security> {
  /** The asset class; null is outside the model. */
  readonly class?: string | null
  readonly identicalTo?: string
}

interface GivenBlend {
  readonly parts: readonly { readonly weight: string; readonly classes: readonly GivenClass[] }[]
}

/** Lot id, security, shares, unit cost, acquired (usually years ago), start of the holding period (usually the same). */
type GivenLot = readonly [string, string, string, string | null, string?, string?]

interface GivenAccount extends Partial<Omit<Account, 'lots'>> {
  readonly id: string
  readonly taxStatus: TaxStatus
  /** Usually `taxpayer`. */
  readonly taxpayer?: string
  readonly lots?: readonly GivenLot[]
}

/** What is not named is not looked at. Where a line may say a code after a colon, it may also leave it out. */
export interface Expected {
  readonly due?: readonly string[]
  /** All trades, such as `A sell 10 EQ of L2 10: reducesAboveBand`. */
  readonly trades?: readonly string[]
  /** Some of the trades, where ties leave the others free. */
  readonly mustContain?: readonly string[]
  readonly noTrades?: true
  readonly refusals?: readonly string[]
  /** All classes left alone, such as `Bonds belowBand by 500.00: noCashForPurchases`; other codes may stand beside those named. */
  readonly leftAlone?: readonly string[]
  readonly warnings?: readonly string[]
  readonly cashAfter?: Readonly<Record<string, string>>
  readonly estimatedTax?: string
  /** By return, its taxpayers joined by `+`. */
  readonly nettedTax?: Readonly<Record<string, string>>
  readonly levels?: Readonly<Partial<Record<LevelName, string | number>>>
  /** What the certificate says could be reached in fractions of shares. */
  readonly bounds?: Readonly<Partial<Record<LevelName, string>>>
  /** Causes that the certificate must name; others may stand beside them. */
  readonly causes?: readonly string[]
  /** Such as `Joint 10 EQ of Loss loses 200.00 for good by IRA EQ of 2026-05-23`. */
  readonly disallowedLosses?: readonly string[]
}

const USUAL_DATE = '2026-06-02'
const LONG_AGO = '2020-01-02'

const USUAL_SETTINGS: Settings = {
  mode: 'band',
  scope: { kind: 'all' },
  preference: 'bestFit',
  trigger: 'asked',
  lotRelief: 'HIFO',
  shareDecimals: 0,
  minimumTrade: '0',
  minimumTradeFraction: '0',
  sellAllBelow: '0',
  minimumImprovement: '0',
  cashCushion: '0',
  washSaleDays: 30,
  washSaleWatch: 'household',
  washedLotsForCash: false,
  avoidShortTermGains: false,
  longTermWaitDays: 0,
  lossCredit: '0',
  harvestThreshold: '0',
  switchBackPrice: '0',
  legacyGains: 'free',
  unpricedHoldings: 'leaveAlone',
  locationYears: '0',
  deviationPrice: '0',
  budgetShare: '1',
  turnoverBudget: null,
}

const USUAL_TAXPAYER: Taxpayer = {
  id: 'taxpayer',
  kind: 'person',
  spouseId: null,
  grantorId: null,
  shortTermRate: '0.40',
  longTermRate: '0.20',
  ratesByCharacter: [],
  gainsBudget: null,
  taxBudget: null,
  yearToDateShortTermGain: '0',
  yearToDateLongTermGain: '0',
  lossCarryforward: '0',
}

export function snapshotOf({ given, story }: Scenario): Snapshot {
  const asOf = given.asOf ?? USUAL_DATE
  const models = modelsOf(given)
  return {
    format: 'evenkeel/snapshot/2',
    asOf,
    householdId: story,
    settings: { ...USUAL_SETTINGS, ...given.settings },
    taxpayers: Object.entries({ taxpayer: given.taxpayer, ...given.taxpayers }).map(([id, taxpayer]) => ({
      ...USUAL_TAXPAYER,
      ...taxpayer,
      id,
    })),
    securities: securitiesOf(given, models, asOf),
    models,
    groups: groupsOf(given),
    accounts: given.accounts.map(accountOf),
    overrides: (given.overrides ?? []).map(
      (override, index) =>
        ({
          id: `override ${index}`,
          accountId: null,
          reason: 'client instruction',
          starts: asOf,
          expires: null,
          ...override,
        }) as Override,
    ),
    recentTrades: given.recentTrades ?? [],
    scheduledPurchases: given.scheduledPurchases ?? [],
  }
}

function modelsOf({ model, otherHigh = '1', buys = {}, drag = {} }: Given): Model[] {
  if (typeof model === 'object' && 'parts' in model) {
    const ids = model.parts.map((_part, index) => `part ${index}`)
    const parts = model.parts.map(({ weight }, index) => ({ modelId: ids[index] ?? '', weight }))
    return [
      { ...treeOf('model', [], otherHigh), parts },
      ...model.parts.map(({ classes }, index) => treeOf(ids[index] ?? '', classes, otherHigh)),
    ]
  }
  const own = (typeof model === 'string' ? presetModel(model) : model).map((node) => ({
    ...node,
    buys: buys[node.class] ?? node.buys ?? {},
    drag: drag[node.class] ?? node.drag ?? {},
  }))
  return [treeOf('model', own, otherHigh)]
}

function presetModel(name: string): readonly GivenClass[] {
  const classes = PRESET_MODELS[name]
  if (!classes) throw new Error(`No preset model is called ${name}`)
  return classes
}

function treeOf(id: string, classes: readonly GivenClass[], otherHigh: string): Model {
  return {
    id,
    name: id,
    version: 1,
    parts: [],
    otherHigh,
    nodes: classes.map((node) => ({
      id: node.class,
      parentId: node.parent ?? null,
      name: node.class,
      target: node.target,
      low: node.low,
      high: node.high,
      assetClassId: node.isParent ? null : node.class,
      isCash: node.isCash ?? false,
      yearlyDrag: Object.entries(node.drag ?? {}).map(([appliesTo, drag]) => ({ appliesTo, drag })),
    })),
    classHoldings: classes.flatMap((node) =>
      Object.entries(node.buys ?? {}).map(([appliesTo, slots]) => ({
        nodeId: node.class,
        appliesTo,
        slots: Object.entries(slots).map(([securityId, slot]) => ({
          securityId,
          weight: slot.weight,
          alternatives: slot.alternatives ?? [],
          equivalents: slot.equivalents ?? [],
        })),
      })),
    ),
  }
}

/** What the models buy, and what stands in for it, is of the class that buys it; the story may say otherwise, or more. */
function securitiesOf({ securities = {} }: Given, models: readonly Model[], asOf: string): Security[] {
  const classes = new Map<string, string>()
  for (const { nodeId, slots } of models.flatMap((model) => model.classHoldings))
    for (const { securityId, alternatives, equivalents } of slots)
      for (const id of [securityId, ...alternatives, ...equivalents]) classes.set(id, nodeId)
  const ids = new Set([...classes.keys(), ...Object.keys(securities)])
  return [...ids].map((id) => {
    const { class: given, identicalTo, ...own } = securities[id] ?? {}
    return {
      id,
      symbol: id,
      name: id,
      assetClassId: given === undefined ? (classes.get(id) ?? null) : given,
      price: '100',
      priceDate: asOf,
      identicalGroupId: identicalTo ?? id,
      halfSpreadBps: '0',
      taxCharacter: 'equity',
      kind: 'etf',
      shareDecimals: null,
      roundLot: null,
      minimumPurchase: null,
      redemptionFee: null,
      ...own,
    }
  })
}

function groupsOf({ accounts, level, managed, ranges = [] }: Given): Group[] {
  const accountIds = managed ?? accounts.map(({ id }) => id)
  return level === 'account'
    ? accountIds.map((id) => ({ id: `group of ${id}`, modelId: 'model', accountIds: [id], ranges }))
    : [{ id: 'household', modelId: 'model', accountIds, ranges }]
}

function accountOf({ lots = [], taxpayer, ...account }: GivenAccount): Account {
  return {
    name: account.id,
    taxpayerId: taxpayer ?? 'taxpayer',
    type: account.taxStatus,
    cash: '0',
    minimumCash: '0',
    contribution: '0',
    withdrawal: '0',
    marginApproved: false,
    blocks: [],
    shareDecimals: null,
    fees: [],
    averageCost: [],
    reinvested: [],
    ...account,
    lots: lots.map(
      ([id, securityId, shares, unitCost, acquired = LONG_AGO, holdingPeriodStart = acquired]): Lot => ({
        id,
        securityId,
        shares,
        unitCost,
        acquired,
        holdingPeriodStart,
      }),
    ),
  }
}
