import { filesOf, lotFilesOf, type FileSet } from './file-set.ts'
import type { FirmFacts } from './firm-facts.ts'
import type { AccountRecord } from './layouts/accounts.ts'
import type { Layout } from './layouts/layout.ts'
import { LAYOUTS, type LayoutKind } from './layouts/registry.ts'
import { classesOf } from '../models/model-content.ts'
import { treeOf } from './model-content.ts'

/** An account by its number, from the files or the database. */
export interface NamedAccount {
  readonly custodian: string
  readonly positionsAsOf: string | null
  /** Its row in the files, where it has one. */
  readonly record: AccountRecord | undefined
}

/** The names that hold once the set is loaded: the database's and the files' together, the files' going first. */
export interface KnownNames {
  readonly symbols: ReadonlySet<string>
  /** Symbols with a close on or before the as-of date. */
  readonly priced: ReadonlySet<string>
  /** The classes of each model, without its tiers. */
  readonly classesOfModels: ReadonlyMap<string, ReadonlySet<string>>
  readonly households: ReadonlySet<string>
  readonly taxpayers: ReadonlyMap<string, { readonly household: string; readonly spouse: string | null }>
  readonly accounts: ReadonlyMap<string, NamedAccount>
  /** The account that a file of a kind names. */
  readonly findAccount: (reference: string, kind: LayoutKind) => FoundAccount
  /** Accounts of which the set states lots, by number. */
  readonly accountsWithLots: ReadonlySet<string>
}

export function knownNames(facts: FirmFacts, set: FileSet): KnownNames {
  const securities = filesOf(set, 'securities').flatMap(({ records }) => records)
  const households = filesOf(set, 'households').flatMap(({ records }) => records)
  const taxpayers = filesOf(set, 'taxpayers').flatMap(({ records }) => records)
  const accounts = filesOf(set, 'accounts').flatMap(({ records }) => records)
  const names = {
    symbols: new Set([...facts.securities.keys(), ...securities.map(({ symbol }) => symbol)]),
    priced: new Set([
      ...[...facts.securities].filter(([, { isPriced }]) => isPriced).map(([symbol]) => symbol),
      ...securities.filter(({ price }) => price !== null).map(({ symbol }) => symbol),
      ...filesOf(set, 'prices').flatMap(({ records }) => records.map(({ symbol }) => symbol)),
    ]),
    classesOfModels: classesOfModels(facts, set),
    households: new Set([...facts.households.keys(), ...households.map(({ householdId }) => householdId)]),
    taxpayers: new Map<string, { household: string; spouse: string | null }>([
      ...facts.taxpayers,
      ...taxpayers.map(
        ({ taxpayerId, householdId, spouseId }) =>
          [taxpayerId, { household: householdId, spouse: spouseId }] as const,
      ),
    ]),
    accounts: new Map<string, NamedAccount>([
      ...[...facts.accounts].map(([number, { custodian, positionsAsOf }]) => {
        return [number, { custodian, positionsAsOf, record: undefined }] as const
      }),
      ...accounts.map((record) => {
        const positionsAsOf = facts.accounts.get(record.accountNumber)?.positionsAsOf ?? null
        return [record.accountNumber, { custodian: record.custodian, positionsAsOf, record }] as const
      }),
    ]),
  }
  const findAccount = accountFinder(names.accounts)
  const accountsWithLots = new Set<string>()
  for (const { kind, records } of lotFilesOf(set)) {
    for (const { accountNumber } of records) {
      const found = findAccount(accountNumber, kind)
      if (found.kind === 'found') accountsWithLots.add(found.number)
    }
  }
  return { ...names, findAccount, accountsWithLots }
}

function classesOfModels(facts: FirmFacts, set: FileSet): Map<string, Set<string>> {
  const classes = new Map([...facts.models].map(([name, { content }]) => [name, classesOf(content.nodes)]))
  for (const { records } of filesOf(set, 'models')) {
    for (const [name, nodes] of Map.groupBy(records, ({ model }) => model))
      classes.set(name, classesOf(treeOf(nodes)))
  }
  return classes
}

/** What an account's number in a file may stand for. */
export type FoundAccount =
  | { readonly kind: 'found'; readonly number: string }
  | { readonly kind: 'unknown' }
  /** Several accounts end like a masked number. */
  | { readonly kind: 'ambiguous'; readonly numbers: readonly string[] }

const MASK = /^[xX*.]{2,}[\s-]?/

export const isMasked = (reference: string) => MASK.test(reference)

type AccountsByNumber = ReadonlyMap<string, Pick<NamedAccount, 'custodian'>>

/** Finds accounts by their number, or by its end where a file masks the rest: then one at the custodian whose file it is. */
function accountFinder(accounts: AccountsByNumber): KnownNames['findAccount'] {
  const masked = new Map<string, FoundAccount>()
  return (reference, kind) => {
    if (accounts.has(reference)) return { kind: 'found', number: reference }
    if (!isMasked(reference)) return { kind: 'unknown' }
    const { custodian } = LAYOUTS[kind] as Pick<Layout, 'custodian'>
    const key = `${custodian ?? ''} ${reference}`
    const found = masked.get(key) ?? findByEnd(accounts, reference.replace(MASK, ''), custodian)
    masked.set(key, found)
    return found
  }
}

function findByEnd(accounts: AccountsByNumber, end: string, at: string | undefined): FoundAccount {
  // A firm may write the custodian in full: Charles Schwab & Co.
  const isThere = (custodian: string) =>
    at === undefined || custodian.toLowerCase().includes(at.toLowerCase())
  const [first, ...others] = [...accounts]
    .filter(([number, { custodian }]) => number.endsWith(end) && isThere(custodian))
    .map(([number]) => number)
  if (first === undefined) return { kind: 'unknown' }
  return others.length === 0
    ? { kind: 'found', number: first }
    : { kind: 'ambiguous', numbers: [first, ...others] }
}
