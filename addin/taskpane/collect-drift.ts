import type { Ask } from '../api/client.ts'
import { ApiFailure } from '../api/failure.ts'
import {
  AccountClassesPageDocument,
  HouseholdClassesOneDocument,
  HouseholdClassesPageDocument,
  HouseholdListDocument,
  type AccountClassesFragment,
  type AccountFilter,
  type HouseholdClassesFragment,
  type HouseholdFilter,
} from '../api/generated/graphql.ts'

const PAGE_SIZE = 50

/** Which households a pull is about. */
export type PullScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'outOfBand' }
  | { readonly kind: 'listed'; readonly filter: HouseholdFilter }
  | { readonly kind: 'selected'; readonly ids: readonly string[] }

/** How far the reading has come, in households or accounts. */
export type OnRead = (read: number, of: number) => void

export interface Reading {
  readonly ask: Ask
  readonly signal: AbortSignal
  readonly onRead: OnRead
}

/** Households with their classes, in the order of the list. */
export async function collectHouseholds(
  scope: PullScope,
  reading: Reading,
): Promise<readonly HouseholdClassesFragment[]> {
  const households =
    scope.kind === 'selected'
      ? await oneByOne(scope.ids, reading)
      : await allPages((after) => householdPage(reading, filterOf(scope), after), reading)
  return ofOneDate(households)
}

/** Accounts with their classes: of the households in scope, or where `outOfBand` asks, those out of band themselves. */
export async function collectAccounts(
  scope: PullScope,
  reading: Reading,
): Promise<readonly AccountClassesFragment[]> {
  switch (scope.kind) {
    case 'all':
      return ofOneDate(await accountsBy({}, reading))
    case 'outOfBand':
      return ofOneDate(await accountsBy({ outOfBand: true }, reading))
    case 'listed':
      return ofOneDate(await accountsOf(await listedIds(scope.filter, reading), reading))
    case 'selected':
      return ofOneDate(await accountsOf(scope.ids, reading))
  }
}

function filterOf(scope: Exclude<PullScope, { kind: 'selected' }>): HouseholdFilter {
  if (scope.kind === 'listed') return scope.filter
  return scope.kind === 'outOfBand' ? { outOfBand: true } : {}
}

async function householdPage({ ask, signal }: Reading, filter: HouseholdFilter, after: string | null) {
  const answer = await ask(HouseholdClassesPageDocument, { first: PAGE_SIZE, after, filter }, signal)
  return answer.households
}

function accountsBy(filter: AccountFilter, reading: Reading): Promise<AccountClassesFragment[]> {
  const { ask, signal } = reading
  return allPages(async (after) => {
    const answer = await ask(AccountClassesPageDocument, { first: PAGE_SIZE, after, filter }, signal)
    return answer.accounts
  }, reading)
}

async function listedIds(filter: HouseholdFilter, { ask, signal }: Reading): Promise<readonly string[]> {
  const silent = { onRead: () => undefined }
  const listed = await allPages(async (after) => {
    const answer = await ask(HouseholdListDocument, { first: PAGE_SIZE, after, filter }, signal)
    return answer.households
  }, silent)
  return listed.map(({ id }) => id)
}

async function oneByOne(
  ids: readonly string[],
  { ask, signal, onRead }: Reading,
): Promise<HouseholdClassesFragment[]> {
  const found: HouseholdClassesFragment[] = []
  for (const [index, id] of ids.entries()) {
    const { household } = await ask(HouseholdClassesOneDocument, { id }, signal)
    if (household) found.push(household)
    onRead(index + 1, ids.length)
  }
  return found
}

async function accountsOf(ids: readonly string[], reading: Reading): Promise<AccountClassesFragment[]> {
  const found: AccountClassesFragment[] = []
  for (const [index, householdId] of ids.entries()) {
    found.push(...(await accountsBy({ householdId }, { ...reading, onRead: () => undefined })))
    reading.onRead(index + 1, ids.length)
  }
  return found
}

interface Page<Row> {
  readonly totalCount: number
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly edges: readonly { readonly node: Row }[]
}

async function allPages<Row>(
  page: (after: string | null) => Promise<Page<Row>>,
  { onRead }: Pick<Reading, 'onRead'>,
): Promise<Row[]> {
  const rows: Row[] = []
  let after: string | null = null
  do {
    const { edges, pageInfo, totalCount }: Page<Row> = await page(after)
    rows.push(...edges.map(({ node }) => node))
    onRead(rows.length, totalCount)
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
  } while (after !== null)
  return rows
}

/** A table mixing two dates would be true of neither. */
function ofOneDate<Row extends { readonly drift: { readonly asOf: string } | null }>(
  rows: readonly Row[],
): readonly Row[] {
  const dates = new Set(rows.flatMap(({ drift }) => (drift ? [drift.asOf] : [])))
  if (dates.size > 1) {
    throw new ApiFailure('refused', 'New positions or prices were loaded during the pull. Pull again.')
  }
  return rows
}
