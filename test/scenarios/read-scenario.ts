import type {
  Override,
  RecentTrade,
  Settings,
  Snapshot,
  TaxStatus,
  Taxpayer,
} from '../../server/engine/snapshot.ts'

/** A story as it stands in its JSON file; what a story does not say is as usual. */
export interface Scenario {
  readonly story: string
  readonly why: string
  readonly given: Given
  readonly expect: Expected
}

interface Given {
  readonly asOf: string
  readonly settings?: Partial<Settings>
  readonly taxpayer?: Partial<Taxpayer>
  readonly securities: Readonly<Record<string, GivenSecurity>>
  readonly model: readonly GivenClass[]
  readonly otherHigh?: string
  readonly accounts: readonly GivenAccount[]
  /** One group of all accounts, or one for each. */
  readonly level?: 'household' | 'account'
  readonly overrides?: readonly Partial<Override>[]
  readonly recentTrades?: readonly RecentTrade[]
}

interface GivenSecurity {
  readonly class: string | null
  readonly price: string | null
  readonly identicalTo?: string
}

interface GivenClass {
  readonly class: string
  readonly parent?: string
  readonly target: string
  readonly low: string
  readonly high: string
  readonly isParent?: boolean
  readonly isCash?: boolean
  /** By `any`, tax status or account type: securities with their weights, alternatives and equivalents. */
  readonly buys?: Readonly<
    Record<
      string,
      Readonly<Record<string, { weight: string; alternatives?: string[]; equivalents?: string[] }>>
    >
  >
}

interface GivenAccount {
  readonly id: string
  readonly taxStatus: TaxStatus
  readonly cash: string
  readonly minimumCash?: string
  readonly contribution?: string
  readonly withdrawal?: string
  /** Lot id, security, shares, unit cost, acquired. */
  readonly lots: readonly (readonly [string, string, string, string | null, string])[]
}

/** What is not named is not looked at, but for trades. */
export interface Expected {
  readonly due?: readonly string[]
  /** Such as `A sell 10 EQ of L2 10: reducesAboveBand`. */
  readonly trades: readonly string[]
  readonly refusals?: readonly string[]
  readonly leftAlone?: readonly string[]
  readonly warnings?: readonly string[]
  readonly cashAfter?: Readonly<Record<string, string>>
  readonly estimatedTax?: string
}

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
  const accountIds = given.accounts.map(({ id }) => id)
  return {
    format: 'evenkeel/snapshot/2',
    asOf: given.asOf,
    householdId: story,
    settings: { ...USUAL_SETTINGS, ...given.settings },
    taxpayers: [{ ...USUAL_TAXPAYER, ...given.taxpayer }],
    securities: Object.entries(given.securities).map(([id, security]) => ({
      id,
      symbol: id,
      name: id,
      assetClassId: security.class,
      price: security.price,
      priceDate: given.asOf,
      identicalGroupId: security.identicalTo ?? id,
      halfSpreadBps: '0',
      taxCharacter: 'equity',
      kind: 'etf',
      shareDecimals: null,
      roundLot: null,
      minimumPurchase: null,
      redemptionFee: null,
    })),
    models: [
      {
        id: 'model',
        name: 'Model',
        version: 1,
        parts: [],
        otherHigh: given.otherHigh ?? '1',
        nodes: given.model.map((node) => ({
          id: node.class,
          parentId: node.parent ?? null,
          name: node.class,
          target: node.target,
          low: node.low,
          high: node.high,
          assetClassId: node.isParent ? null : node.class,
          isCash: node.isCash ?? false,
          yearlyDrag: [],
        })),
        classHoldings: given.model.flatMap((node) =>
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
      },
    ],
    groups:
      given.level === 'account'
        ? accountIds.map((id) => ({ id: `group of ${id}`, modelId: 'model', accountIds: [id], ranges: [] }))
        : [{ id: 'household', modelId: 'model', accountIds, ranges: [] }],
    accounts: given.accounts.map((account) => ({
      id: account.id,
      name: account.id,
      taxpayerId: 'taxpayer',
      type: account.taxStatus,
      taxStatus: account.taxStatus,
      cash: account.cash,
      minimumCash: account.minimumCash ?? '0',
      contribution: account.contribution ?? '0',
      withdrawal: account.withdrawal ?? '0',
      marginApproved: false,
      blocks: [],
      shareDecimals: null,
      fees: [],
      averageCost: [],
      reinvested: [],
      lots: account.lots.map(([id, securityId, shares, unitCost, acquired]) => ({
        id,
        securityId,
        shares,
        unitCost,
        acquired,
        holdingPeriodStart: acquired,
      })),
    })),
    overrides: (given.overrides ?? []).map(
      (override, index) =>
        ({
          id: `override ${index}`,
          accountId: null,
          reason: 'client instruction',
          starts: given.asOf,
          expires: null,
          ...override,
        }) as Override,
    ),
    recentTrades: given.recentTrades ?? [],
    scheduledPurchases: [],
  }
}
