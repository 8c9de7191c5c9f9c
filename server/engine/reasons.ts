/**
 * The whole vocabulary of the engine: every code with its sentence. `{name}` is replaced by that fact; `{name:money}` writes
 * dollars, `{name:percent}` a fraction as percent. A code is never reused for another meaning.
 */
export const SENTENCES = {
  // Why there is a reason to trade.
  askedFor: 'A rebalance was asked for.',
  classOutOfBand:
    '{class} is {weight:percent} of {group}, outside its band of {low:percent} to {high:percent}.',
  marginDebitDue: 'Account {account} owes {amount:money} on margin.',
  reserveDue: 'Account {account} is {amount:money} short of the {reserve:money} that must stay in cash.',
  withdrawalDue: 'Account {account} pays out {amount:money}.',
  contributionDue: 'Account {account} received {amount:money} to invest.',
  harvestAsked: 'Losses worth taking were asked for.',
  holdingOutsideLimits:
    '{account} holds {shares} shares of {security}, where an override asks for {side} {limit}.',

  // Why a trade is proposed.
  curesMarginDebit: 'Sold to cure the margin debit: {account} is {amount:money} short.',
  raisesWithdrawal: 'Sold to raise cash for the withdrawal: {account} is {amount:money} short.',
  restoresReserve: 'Sold to restore the cash reserve: {account} is {amount:money} short.',
  reducesAboveBand:
    '{class} is {weight:percent}, above its band of {low:percent} to {high:percent}; sold towards {goal:percent}.',
  reducesAboveTarget:
    '{class} is {weight:percent}, above its target of {target:percent}; sold towards {goal:percent}.',
  reducesToFundOthers:
    '{class} is {weight:percent} with a target of {target:percent}; sold towards {goal:percent} for classes that are short.',
  reducesAtNoTax:
    '{class} is {weight:percent}, inside its band; selling costs no tax, so it comes nearer to its target of {target:percent}, to {goal:percent}.',
  reducesToLimit: '{security} in {account} is above the {most:money} that an override allows.',
  raisesToLimit: '{security} in {account} is below the {least:money} that an override asks for.',
  harvestsLoss:
    '{security} in {account} is sold at a loss of {loss:money}, which saves {saved:money} of tax.',
  replacesHarvested:
    '{security} takes the place of {sold}, sold at a loss in {account}; {sold} may be bought back from {freeFrom}.',
  exchangesWithinClass: '{security} in {account} makes room for another security of {class}.',
  takesPlaceWithinClass: '{security} in {account} takes the place of another security of {class}.',
  movesToOtherAccount:
    '{class} moves between accounts, for less tax and cost in all: {security} is sold in {account}.',
  movesFromOtherAccount:
    '{class} moves between accounts, for less tax and cost in all: {security} is bought in {account}.',
  investsSpareCash:
    'Cash beyond what is wanted is put into {class}: {weight:percent} before, {goal:percent} after.',
  turnsIntoCash: '{security} in {account} counts as cash and is turned into it for purchases.',
  reducesOutsideModel: '{security} is outside the model, whose target for it is nothing.',
  fillsBelowBand:
    '{class} is {weight:percent}, below its band of {low:percent} to {high:percent}; bought towards {goal:percent}.',
  fillsBelowTarget:
    '{class} is {weight:percent}, below its target of {target:percent}; bought towards {goal:percent}.',
  fillsBelowBandBySubstitute:
    '{class} is {weight:percent}, below its band of {low:percent} to {high:percent}; bought in {security}, which stands in for {modelSecurity} in {account}.',
  fillsBelowTargetBySubstitute:
    '{class} is {weight:percent}, below its target of {target:percent}; bought in {security}, which stands in for {modelSecurity} in {account}.',
  requestedByPerson: 'Entered by hand, in place of what was proposed.',

  // Why a class is still out of its band.
  nothingIsDue: 'Nothing was due, so nothing is proposed.',
  saleForbidden: '{amount:money} of {security} in {account} may not be sold: {kind}.',
  saleWouldBeWashSale:
    '{amount:money} of {security} in {account} is at a loss, and an identical security was bought within {days} days.',
  saleWouldBeWashedBySchedule:
    '{amount:money} of {security} in {account} is at a loss, and an identical security is to be bought on {scheduled}.',
  saleWouldWashWithProposal:
    '{security} in {account} is at a loss, and this proposal buys an identical security.',
  saleExceedsGainsBudget:
    'Selling more of {security} in {account} would exceed the gains budget of {taxpayer}.',
  saleRealizesShortTermGain: '{amount:money} of {security} in {account} would realize a short-term gain.',
  saleOfLegacyGain:
    '{amount:money} of {security} in {account} is outside the model at a gain, and no gains budget allows it.',
  saleOfUnknownBasis: '{amount:money} of {security} in {account} has an unknown cost basis.',
  saleUnpriced: '{security} in {account} has no price and is not sold.',
  saleInBlockedAccount: '{amount:money} of {security} lies in {account}, which is blocked.',
  saleOutOfScope: '{security} in {account} is not sold: the rebalance that was asked for leaves it alone.',
  purchaseOutOfScope:
    '{security} is not bought in {account}: the rebalance that was asked for leaves it alone.',
  leftByScope: 'The rebalance that was asked for leaves {class} alone.',
  purchaseForbidden: '{security} may not be bought in {account}: {kind}.',
  purchaseWouldBeWashSale:
    '{security} may not be bought: an identical security was sold at a loss within {days} days.',
  purchaseWouldWashWithProposal:
    '{security} may not be bought: this proposal takes a loss in an identical security.',
  purchaseNotInModel: 'The model names no security of {class} that {account} may buy.',
  purchaseUnpriced: '{security} has no price and may not be bought in {account}.',
  purchaseOfSoldSecurity: '{security} is sold in {account} by this proposal and is not bought there.',
  purchaseLimitReached: '{security} in {account} is at the limit that {kind} sets.',
  orderBelowMinimum: 'The order would be {amount:money}, below the minimum trade of {minimum:money}.',
  orderBelowOneShare: 'The money left is less than the smallest order of {security} at {price:money}.',
  noCashForPurchases: 'No account has cash beyond its reserve, or a class above target to sell, for {class}.',
  noPurchaseForProceeds:
    'Selling more would only add cash: no class under target can be bought in the accounts that hold it.',
  wholeSharesOnly: 'A whole share more would move {class} farther from its goal.',
  cashNeededElsewhere: 'Cash needs left too little to bring {class} back into its band.',
  cashHasNoUse: 'No class that is short can be bought in {account} with its spare {amount:money}.',
  fitNotFound: 'No single sale or purchase that the rules allow brings {class} nearer to its band.',

  // Why an account or a holding is refused.
  heldByOverride: '{security} in {account} is held: {why}.',
  doNotSellByOverride: '{security} in {account} is not sold: {why}.',
  doNotBuyByOverride: '{security} in {account} is not bought: {why}.',
  restrictedByFirm: '{security} is on the restricted list and is not bought: {why}.',
  excludedByOverride: '{security} in {account} is excluded from management: {why}.',
  markedForSale: '{security} in {account} is marked for sale: {why}.',
  unpricedHolding: '{shares} shares of {security} in {account} have no price.',
  unknownBasis: 'Lot {lot} of {security} in {account} has an unknown cost basis and is not sold.',
  accountBlocked: 'Account {account} is blocked: {detail}',
  accountNotAssigned: 'Account {account} is assigned to no model.',
  lotBlockedByWashSale:
    'Lot {lot} of {security} in {account} is at a loss and is not sold before {freeFrom}: {blocker} was bought in {blockerAccount} on {bought}.',
  lotBlockedByScheduledPurchase:
    'Lot {lot} of {security} in {account} is at a loss and is not sold before {freeFrom}: {blocker} is to be bought in {blockerAccount} on {bought}.',
  purchaseBlockedByWashSale:
    '{security} is not bought before {freeFrom}: an identical security was sold at a loss in {account} on {sold}.',
  buyingStopped: 'Nothing is bought in {account}: it stays {amount:money} short of its reserve.',

  // What deserves a look before approval.
  cashShortfallRemains: 'Account {account} stays {amount:money} short: nothing else in it may be sold.',
  gainsBudgetExceeded: 'The gains budget of {taxpayer} is exceeded by {amount:money}.',
  improvementTooSmall:
    'Trading would lessen what is off target by {amount:money}, less than the {minimum:money} that trades must be worth.',
  reinvestmentMayWash:
    'Dividends of {security} are reinvested in {account}: a reinvestment within {days} days of this loss would disallow part of it.',
  washedLossForCash:
    '{shares} shares of {security} are sold in {account} for cash although a purchase on {bought} disallows {amount:money} of their loss.',
  shortTermGainRealized: '{amount:money} of short-term gain is realized in {account}.',

  // What no proposal may contain.
  oversold: '{shares} shares of {security} are sold in {account}, which holds {held}.',
  unknownLot: 'Lot {lot} is no lot of {security} in {account}.',
  unknown: 'There is no {what} {id}.',
  qtyNotPositive: 'The shares of {security} in {account} must be above zero; found {shares}.',
  noPrice: '{security} has no price and cannot be traded.',
  soldRestricted: '{security} may not be sold in {account}: {kind}.',
  boughtRestricted: '{security} may not be bought in {account}: {kind}.',
  notInModelForThisAccountType: 'The model does not name {security} for {account}, whose type is {type}.',
  washSaleRecentBuy:
    'Lot {lot} of {security} in {account} is sold at a loss, but an identical security was bought on {bought}.',
  washSaleBuyAfterLoss:
    '{security} is bought in {account}, but an identical security was sold at a loss on {sold}.',
  washSaleSameProposal:
    '{security} is bought in {account}, and the same list sells an identical security at a loss.',
  boughtAndSold: '{security} is both bought and sold in {account}.',
  rounding:
    '{shares} shares of {security} in {account} are not a multiple of {step} and not the whole position.',
  belowMinimumTrade:
    'The {side} of {security} in {account} is {amount:money}, below the minimum trade of {minimum:money}.',
  boughtWithoutCash: 'Account {account} buys, but would keep {after:money} where {reserve:money} must stay.',
  centsNotConserved: 'The trades of {account} and its cash differ by {amount:money}.',
  weightsDoNotSum:
    'The classes of {group} sum to {value:money} where {base:money} is held, and their weights to {weight:percent}.',
  cashMadeWorse:
    'Cash of {account} would fall from {before:money} to {after:money}, below its reserve of {reserve:money}.',
} as const

export type ReasonCode = keyof typeof SENTENCES

type FactName<Placeholder extends string> = Placeholder extends `${infer Name}:${string}` ? Name : Placeholder
type FactNames<Sentence extends string> = Sentence extends `${string}{${infer Placeholder}}${infer Rest}`
  ? FactName<Placeholder> | FactNames<Rest>
  : never

/** The facts a code's sentence needs, all of them and no other. */
export type FactsOf<Code extends ReasonCode> = Readonly<Record<FactNames<(typeof SENTENCES)[Code]>, string>>

/** A code, what it says to a person, and the facts it was said with (decimals as strings, unformatted). */
export interface Reason {
  readonly code: ReasonCode
  readonly sentence: string
  readonly facts: Readonly<Record<string, string>>
}

/** The reason; its sentence is written when it is asked for, as most are first given names that people use. */
export function reason<Code extends ReasonCode>(code: Code, facts: FactsOf<Code>): Reason {
  return {
    code,
    get sentence() {
      return sentenceOf(code, facts)
    },
    facts,
  }
}

/** The sentence of a code with its facts; a fact that the sentence lacks is a fault. */
export function sentenceOf(code: ReasonCode, facts: Readonly<Record<string, string>>): string {
  const parts = partsOf(code)
  const factOf = (name: string): string => {
    const fact = facts[name]
    if (fact === undefined) throw new Error(`The sentence of ${code} needs the fact ${name}`)
    return fact
  }
  const fractions = parts.flatMap((part) =>
    typeof part !== 'string' && part.format === 'percent' ? [factOf(part.name)] : [],
  )
  const percentOf = fractions.length > 0 ? percentReader(fractions) : factOf
  return parts
    .map((part) => {
      if (typeof part === 'string') return part
      const fact = factOf(part.name)
      return part.format === 'money' ? dollars(fact) : part.format === 'percent' ? percentOf(fact) : fact
    })
    .join('')
}

interface Placeholder {
  readonly name: string
  readonly format: string | undefined
}

const partsByCode = new Map<ReasonCode, readonly (string | Placeholder)[]>()

/** A sentence cut at its placeholders, once for every code. */
function partsOf(code: ReasonCode): readonly (string | Placeholder)[] {
  const known = partsByCode.get(code)
  if (known) return known
  const pieces = SENTENCES[code].split(PLACEHOLDER)
  // Splitting gives text, name, format, text, name, format, ..., text.
  const parts = pieces.flatMap((piece, index): (string | Placeholder)[] => {
    if (index % 3 === 0) return piece === '' ? [] : [piece]
    return index % 3 === 1 ? [{ name: piece, format: pieces[index + 1] }] : []
  })
  partsByCode.set(code, parts)
  return parts
}

const PLACEHOLDER = /\{(\w+)(?::(\w+))?\}/

function dollars(decimal: string): string {
  const [, sign = '', whole = '', places = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(decimal) ?? fault(decimal)
  return `${sign}$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${places}`
}

/**
 * Fractions of one sentence as percent: to a tenth, or finer where its first, which is measured, would read like another that it
 * differs from. 0.650400 is 65%, but 65.04% where it lies above an edge of 65%.
 */
function percentReader(fractions: readonly string[]): (fraction: string) => string {
  const [measured, ...others] = fractions
  const reads = [1, 2, 3].map((places) => (fraction: string) => percent(fraction, places))
  const isPlain = (read: (fraction: string) => string) =>
    measured === undefined ||
    others.every((other) => read(other) !== read(measured) || Number(other) === Number(measured))
  return reads.find(isPlain) ?? ((fraction) => percent(fraction, 4))
}

/** Rounded half away from zero, without the zeros that say nothing: 0.600000 is 60%. */
function percent(fraction: string, places: number): string {
  const [, sign = '', whole = '', digits = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(fraction) ?? fault(fraction)
  const scale = 10n ** BigInt(Math.max(0, digits.length - 2 - places))
  const kept = (BigInt(`${whole}${digits.padEnd(2 + places, '0')}`) + scale / 2n) / scale
  const text = String(kept).padStart(places + 1, '0')
  const rest = text.slice(-places).replace(/0+$/, '')
  return `${kept === 0n ? '' : sign}${text.slice(0, -places)}${rest && `.${rest}`}%`
}

function fault(value: string): never {
  throw new Error(`Not a decimal: ${value}`)
}
