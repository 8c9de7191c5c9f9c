import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HouseholdCase } from './case-format.ts'

/** The folder with worked cases beside the repository; it may be absent. */
const folder = join(process.env.EVENKEEL_SHARED ?? '../shared', 'data', 'cases')

export interface WorkedCase {
  readonly name: string
  readonly terms: HouseholdCase
  /** By level, in dollars: what its sum by hand says. */
  readonly expected: Readonly<Record<string, number>>
}

export const WORKED_CASES: readonly WorkedCase[] = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((name) => name.endsWith('.json'))
  .map((name) => {
    const terms = JSON.parse(readFileSync(join(folder, name), 'utf8')) as HouseholdCase & {
      readonly expected: { readonly levels: Readonly<Record<string, number>> }
    }
    return { name: name.replace('.json', ''), terms, expected: terms.expected.levels }
  })
