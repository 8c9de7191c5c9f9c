import type { FirmFacts } from '../firm-facts.ts'

/** Ids by the names that files use; they grow while rows are written. */
export interface FirmIds {
  readonly assetClasses: Map<string, string>
  readonly securities: Map<string, string>
  readonly identicalGroups: ReadonlyMap<string, string>
  readonly models: Map<string, string>
  readonly households: Map<string, string>
  readonly taxpayers: Map<string, string>
  readonly accounts: Map<string, string>
}

export function firmIds(facts: FirmFacts): FirmIds {
  const idsOf = (named: ReadonlyMap<string, { readonly id: string }>) =>
    new Map([...named].map(([name, { id }]) => [name, id]))
  return {
    assetClasses: new Map(facts.assetClasses),
    securities: idsOf(facts.securities),
    identicalGroups: new Map(
      [...facts.securities].map(([symbol, { identicalGroup }]) => [symbol, identicalGroup]),
    ),
    models: idsOf(facts.models),
    households: new Map(facts.households),
    taxpayers: idsOf(facts.taxpayers),
    accounts: idsOf(facts.accounts),
  }
}

/** The id of a name; a name without one was checked to be known, so this is a fault. */
export function idOf(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name)
  if (id === undefined) throw new Error(`No id of ${name}`)
  return id
}
