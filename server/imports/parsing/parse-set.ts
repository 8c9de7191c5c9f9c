import { openContent, readContent, type Content } from '../content.ts'
import type { ReadingTerms } from '../file-reading.ts'
import { LOAD_ORDER, type LayoutKind } from '../layouts/registry.ts'
import { ProblemList, type Problem } from '../problem.ts'
import { readOpenFile, type ImportFile, type ReadData } from '../read-file.ts'
import { recognizeLayout } from '../recognize.ts'

/** What a set of files is read with: the caller's as-of date, no later than today, and the database's own day and latest price. */
export interface ParseRequest {
  readonly files: readonly ImportFile[]
  readonly statedAsOf: string | undefined
  /** The account of files that name none. */
  readonly account: string | undefined
  readonly today: string
  readonly latestPrice: string | undefined
}

/** A set as far as it could be read, and the trade date that its facts are true on. */
export interface ParsedSet {
  readonly files: readonly ReadData[]
  /** None where neither the caller, the files nor the firm's prices say one. */
  readonly asOf: string | undefined
  readonly problems: readonly Problem[]
  readonly moreProblems: number
}

interface OpenFile {
  readonly file: ImportFile
  readonly content: Content
  readonly kind: LayoutKind | undefined
}

/**
 * Reads a set in the order of loading, prices first: the as-of date is the caller's, or else the latest date of a price in the
 * files or in the firm; never the clock's. No price is later than the database's own date.
 */
export async function parseSet({
  files,
  statedAsOf,
  account,
  today,
  latestPrice,
}: ParseRequest): Promise<ParsedSet> {
  const problems = new ProblemList()
  const open = await inLoadOrder(files, problems)
  const isPriceFile = ({ kind }: OpenFile) => kind === 'prices' || kind === 'securities'
  const priced = await readAll(open.filter(isPriceFile), { asOf: statedAsOf ?? today, today }, problems)
  const asOf = statedAsOf ?? later(latestPriceDate(priced), latestPrice)
  const others = open.filter((file) => !isPriceFile(file))
  const read = await readAll(others, { asOf: asOf ?? today, today, account }, problems)
  return { files: [...priced, ...read], asOf, problems: problems.kept, moreProblems: problems.more }
}

async function readAll(
  open: readonly OpenFile[],
  limits: ReadingTerms,
  problems: ProblemList,
): Promise<ReadData[]> {
  const read: ReadData[] = []
  for (const { file, content } of open) {
    const one = await readOpenFile(file, content, limits, problems)
    if (one) read.push(one)
  }
  return read
}

/** Puts files into the order of loading by their headers; files of no known layout come last, to be refused by name. */
async function inLoadOrder(files: readonly ImportFile[], problems: ProblemList): Promise<OpenFile[]> {
  const open: OpenFile[] = []
  for (const file of files) {
    const content = await openContent(file.bytes)
    if ('what' in content) problems.add({ file: file.name, ...content })
    else open.push({ file, content, kind: await kindOf(content) })
  }
  const rankOf = ({ kind }: OpenFile) => (kind ? LOAD_ORDER.indexOf(kind) : LOAD_ORDER.length)
  return open.sort((a, b) => rankOf(a) - rankOf(b))
}

/** A header stands in the first lines, below a custodian's titles. */
const MOST_LINES_TO_HEADER = 4

async function kindOf(content: Content): Promise<LayoutKind | undefined> {
  let kind: LayoutKind | undefined
  let lines = 0
  await readContent(content, ({ cells }) => {
    lines += 1
    kind = recognizeLayout(cells)
    return kind === undefined && lines < MOST_LINES_TO_HEADER
  })
  return kind
}

/** The latest date of a price in files. */
function latestPriceDate(files: readonly ReadData[]): string | undefined {
  let latest: string | undefined
  for (const { kind, records } of files) {
    if (kind === 'prices') for (const { date } of records) latest = later(latest, date)
    if (kind === 'securities')
      for (const { priceDate } of records) latest = later(latest, priceDate ?? undefined)
  }
  return latest
}

function later(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return one > other ? one : other
}
