import type { FirmTransaction } from '../../database/in-firm.ts'
import { contentsOfVersions } from '../contents-of-versions.ts'
import type { HistoryScope } from '../history-scope.ts'
import { classesOf, type ModelContent } from '../../models/model-content.ts'
import type { CellKind } from '../workbook/cells.ts'
import type { Drawing, LaidSheet, Line } from '../workbook/sheet.ts'
import { versionsInForce, type VersionInForce } from './version-periods.ts'

export const TARGETS_OVER_TIME = 'Targets over time'

/** Models that are drawn; a workbook with more drawings is slow to open. */
const MOST_DRAWN = 40
/** Lines that a drawing reaches over at least, and columns. */
const DRAWN_LINES = 18
const DRAWN_COLUMNS = 9
/** Points of a drawing are days up to so many of them, then weeks, then months. */
const MOST_DAYS = 62
const MOST_WEEKS = 53 * 7

const DAY_MS = 86_400_000
const CLASS_WIDTH = 14

/** One model's targets at even days and wherever they changed: what is drawn. */
interface Series {
  readonly model: string
  readonly classes: readonly string[]
  readonly points: readonly { readonly day: string; readonly targets: readonly number[] }[]
}

/** The targets of each model's classes over the range, as figures and as a drawing. */
export async function loadTargetsOverTime(
  transaction: FirmTransaction,
  scope: HistoryScope,
): Promise<LaidSheet> {
  const versions = await versionsInForce(transaction, scope)
  const models = [...Map.groupBy(versions, ({ modelId }) => modelId).values()]
  const drawn = models.slice(0, MOST_DRAWN)
  const contents = await contentsOfVersions(
    transaction,
    drawn.flat().map(({ id }) => id),
  )
  const days = evenDays(scope)
  return targetsOverTime(
    drawn.map((of) => seriesOf(of, contents, days)),
    models.length - drawn.length,
  )
}

/** Days at even distances: each of the range, or of its weeks, or the first of its months; the first and last day of the range always. */
export function evenDays({ from, to }: { from: string; to: string }): string[] {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  const length = (last - first) / DAY_MS + 1
  const inner: string[] = []
  if (length > MOST_WEEKS) {
    const [year, month] = from.split('-').map(Number) as [number, number]
    for (let next = 0; ; next += 1) {
      const day = new Date(Date.UTC(year, month + next, 1)).toISOString().slice(0, 10)
      if (day >= to) break
      inner.push(day)
    }
  } else {
    const step = (length > MOST_DAYS ? 7 : 1) * DAY_MS
    for (let at = first + step; at < last; at += step) inner.push(new Date(at).toISOString().slice(0, 10))
  }
  return [...new Set([from, ...inner, to])]
}

function seriesOf(
  versions: readonly VersionInForce[],
  contents: ReadonlyMap<string, ModelContent>,
  days: readonly string[],
): Series {
  const classes = [...new Set(versions.flatMap(({ id }) => [...classesOf(contents.get(id)!.nodes)]))]
  const [first, last] = [days[0]!, days.at(-1)!]
  const changes = versions
    .map(({ effectiveFrom }) => effectiveFrom)
    .filter((day) => day > first && day < last)
  // Before the first version there is nothing to tell.
  const told = [...new Set([...days, ...changes])].sort().filter((day) => day >= versions[0]!.effectiveFrom)
  const points = told.map((day) => {
    const version = versions.findLast(({ effectiveFrom }) => effectiveFrom <= day)!
    const nodes = contents.get(version.id)!.nodes
    const targets = new Map(nodes.map(({ name, target }) => [name, Number(target)]))
    // A class that the version lacks has no share.
    return { day, targets: classes.map((name) => targets.get(name) ?? 0) }
  })
  return { model: versions[0]!.model, classes, points }
}

/** Lays out the series one under another, each with its drawing to the right. */
export function targetsOverTime(models: readonly Series[], undrawn: number): LaidSheet {
  const columns = Math.max(1, ...models.map(({ classes }) => classes.length))
  const lines: Line[] = [{ look: 'title', cells: ['Targets over time'] }]
  const note =
    models.length === 0
      ? 'No version of a model was in force in the range.'
      : undrawn > 0
        ? `The first ${models.length} models by name; the targets of ${undrawn} more stand in the sheet Targets.`
        : 'Targets as they were in force on each day.'
  lines.push({ look: 'plain', cells: [note], isWide: true })
  const drawings = models.map((series): Drawing => {
    lines.push({ look: 'heading', cells: [series.model] })
    const head = lines.length
    const kinds: CellKind[] = ['date', ...series.classes.map((): CellKind => 'fraction')]
    lines.push({ look: 'columns', cells: ['Day', ...series.classes] })
    for (const { day, targets } of series.points)
      lines.push({ look: 'plain', cells: [new Date(`${day}T00:00:00Z`), ...targets], kinds })
    const last = lines.length - 1
    while (lines.length < head + DRAWN_LINES) lines.push({ look: 'plain', cells: [] })
    return {
      title: `Targets of ${series.model}`,
      head,
      last,
      series: series.classes.length,
      from: { row: head, col: columns + 1 },
      to: { row: head + DRAWN_LINES - 1, col: columns + 1 + DRAWN_COLUMNS },
    }
  })
  return {
    name: TARGETS_OVER_TIME,
    lines: trimmed(lines),
    widths: [12, ...Array.from({ length: columns }, () => CLASS_WIDTH)],
    isOnePage: false,
    drawings,
  }
}

/** Without empty lines at the end, which no reader tells from none. */
const trimmed = (lines: readonly Line[]) =>
  lines.slice(0, lines.findLastIndex(({ cells }) => cells.length > 0) + 1)
