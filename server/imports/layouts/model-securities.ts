import { checkSets } from '../../models/check-securities.ts'
import type { ContentSecurity } from '../../models/model-content.ts'
import type { ModelFault, SecurityFaultCode } from '../../models/model-fault.ts'
import { fraction } from '../cells/numbers.ts'
import { choice, symbol, symbols, words } from '../cells/words.ts'
import { blankable, defineLayout, extra, required, type RecordOf, type ReportProblem } from './layout.ts'

const fields = {
  model: extra('model', words(200)),
  assetClass: required('asset_class', words(100)),
  holder: required('tax_status', choice('any', 'taxable', 'tax_deferred', 'tax_exempt')),
  symbol: required('symbol', symbol),
  weight: required('weight_in_class', fraction),
  alternatives: blankable('alternatives', symbols),
}

/** What fills a part of a class in accounts of one tax status, for one model or (without a name) for every model. */
export type ModelSecurityRecord = RecordOf<typeof fields>

export const modelSecurities = defineLayout({
  kind: 'modelSecurities',
  title: 'securities of models',
  fields,
  ignored: [],
  check: () => undefined,
  checkWhole: (records, report) => {
    for (const ofModel of Map.groupBy(records, ({ model }) => model).values()) checkModel(ofModel, report)
  },
})

/** Tells every rule of models that the rows of one model (or of every model) break, each on its own line. */
function checkModel(records: readonly ModelSecurityRecord[], report: ReportProblem): void {
  for (const fault of checkSets(records.map(securityOf))) {
    const record = records[fault.index]!
    const { column, what, found = fault.found, expected } = told(fault, record, records)
    report(record.line, column, what, found, expected)
  }
}

/** What a row says of a model's class. */
export function securityOf(record: ModelSecurityRecord): ContentSecurity {
  const { assetClass, holder, symbol: ticker, weight, alternatives } = record
  return { assetClass, holder, symbol: ticker, weight, alternatives: alternatives ?? [] }
}

interface Told {
  readonly column: string
  readonly what: string
  readonly found?: string
  readonly expected: string
}

/** A fault of a model in the words and columns of its file. */
function told(
  { code, found }: ModelFault,
  record: ModelSecurityRecord,
  records: readonly ModelSecurityRecord[],
): Told {
  const set = setName(record)
  const first = records.find((other) => other.symbol === record.symbol && setName(other) === set)
  const texts: Record<SecurityFaultCode, Told> = {
    unknownClass: { column: 'asset_class', what: 'the class is unknown', expected: 'a class of the model' },
    unknownSymbol: { column: 'symbol', what: 'the symbol is unknown', expected: 'a security of the firm' },
    symbolTwice: {
      column: 'symbol',
      what: `the security stands already on line ${first?.line ?? 1}`,
      found: `${set} ${record.symbol}`,
      expected: 'each only once',
    },
    weightOutOfRange: {
      column: 'weight_in_class',
      what: `the weight of ${record.symbol} is none`,
      expected: 'a fraction above 0, up to 1',
    },
    weightsDoNotSum: {
      column: 'weight_in_class',
      what: `the weights of ${set} do not sum to 1`,
      expected: '1',
    },
    noSetForAny: {
      column: 'tax_status',
      what: `${record.assetClass} has securities for ${found} accounts alone`,
      expected: 'also a set with the tax status "any"',
    },
    namedTwice: {
      column: 'alternatives',
      what: 'the alternative is named twice',
      expected: 'each security once',
    },
  }
  return texts[code as SecurityFaultCode]
}

function setName({ model, assetClass, holder }: ModelSecurityRecord): string {
  return `${assetClass} (${holder})${model === null ? '' : ` of ${model}`}`
}
