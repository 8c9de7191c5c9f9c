import type { ContentSecurity } from './model-content.ts'
import { fraction, percent, units, WHOLE, type ModelFault, type SecurityFaultCode } from './model-fault.ts'

interface Told {
  readonly index: number
  readonly field: ModelFault['field']
  readonly code: SecurityFaultCode
  readonly found: string
  readonly message: string
}

const ofSecurity = (told: Told): ModelFault => ({ list: 'securities', ...told })

type Indexed = { readonly row: ContentSecurity; readonly index: number }

/** What fills the classes of a model, by itself: weights, sets, and alternatives that are named once. */
export function checkSets(securities: readonly ContentSecurity[]): ModelFault[] {
  const indexed = securities.map((row, index) => ({ row, index }))
  const sets = Map.groupBy(indexed, ({ row }) => `${row.assetClass} ${row.holder}`)
  return [...indexed.flatMap(checkRow), ...[...sets.values()].flatMap((set) => checkSet(set, securities))]
}

/** What fills the classes of a model names its classes and the firm's securities. */
export function checkNamed(
  securities: readonly ContentSecurity[],
  classes: ReadonlySet<string>,
  knownSymbols: ReadonlySet<string>,
): ModelFault[] {
  const unknownSymbol = (index: number, field: 'symbol' | 'alternatives', found: string) => {
    const message = `${found} is not among the firm's securities.`
    return ofSecurity({ index, field, code: 'unknownSymbol', found, message })
  }
  return securities.flatMap(({ assetClass, symbol, alternatives }, index) => {
    const faults = alternatives
      .filter((alternative) => !knownSymbols.has(alternative))
      .map((alternative) => unknownSymbol(index, 'alternatives', alternative))
    if (!knownSymbols.has(symbol)) faults.unshift(unknownSymbol(index, 'symbol', symbol))
    if (classes.has(assetClass)) return faults
    const message = `${assetClass} is not a class of the model.`
    const code = 'unknownClass'
    return [ofSecurity({ index, field: 'assetClass', code, found: assetClass, message }), ...faults]
  })
}

function checkRow({ row: { symbol, weight, alternatives }, index }: Indexed): ModelFault[] {
  const faults: ModelFault[] = []
  const share = units(weight)
  if (share <= 0n || share > WHOLE) {
    const message = `The weight of ${symbol} is ${percent(share)}: it lies above 0% and at most at 100%.`
    faults.push(ofSecurity({ index, field: 'weight', code: 'weightOutOfRange', found: weight, message }))
  }
  const seen = new Set([symbol])
  for (const found of alternatives) {
    if (seen.has(found)) {
      const message = `${found} is named twice for one place.`
      faults.push(ofSecurity({ index, field: 'alternatives', code: 'namedTwice', found, message }))
    }
    seen.add(found)
  }
  return faults
}

/** The securities of a set are different ones and fill their class; a set for one tax status replaces another that must exist. */
function checkSet(set: readonly Indexed[], all: readonly ContentSecurity[]): ModelFault[] {
  const { row, index } = set[0]!
  const { assetClass, holder } = row
  const whose = holder === 'any' ? '' : ` for ${holder.replace('_', '-')} accounts`
  const faults: ModelFault[] = []
  const seen = new Set<string>()
  for (const { row: member, index: place } of set) {
    const found = member.symbol
    if (seen.has(found)) {
      const message = `${found} stands twice among the securities of ${assetClass}${whose}.`
      faults.push(ofSecurity({ index: place, field: 'symbol', code: 'symbolTwice', found, message }))
    }
    seen.add(found)
  }
  const sum = set.reduce((total, member) => total + units(member.row.weight), 0n)
  if (sum !== WHOLE) {
    const message = `The securities of ${assetClass}${whose} sum to ${percent(sum)}, not 100%.`
    const code = 'weightsDoNotSum'
    faults.push(ofSecurity({ index, field: 'weight', code, found: fraction(sum), message }))
  }
  const hasDefault = all.some((other) => other.assetClass === assetClass && other.holder === 'any')
  if (!hasDefault) {
    const message = `${assetClass} has securities for some accounts and none for the others.`
    faults.push(ofSecurity({ index, field: 'assetClass', code: 'noSetForAny', found: holder, message }))
  }
  return faults
}
