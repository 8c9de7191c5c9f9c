import { filesOf } from '../file-set.ts'
import { firstOfEach, inRows, type CrossCheck } from './check.ts'

/** Fees are of custodians that accounts name: under another spelling no order would be charged them. */
export const knownCustodians: CrossCheck = ({ set, known }, report) => {
  const custodians = new Set([...known.accounts.values()].map(({ custodian }) => custodian))
  for (const file of filesOf(set, 'custodianFees')) {
    for (const { key, record, rows } of firstOfEach(file.records, ({ custodian }) => custodian)) {
      if (custodians.has(key)) continue
      const what = `no account is at this custodian${inRows(rows)}`
      report(file, record.line, 'custodian', what, key, 'a custodian as accounts name it')
    }
  }
}
