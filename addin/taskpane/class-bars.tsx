import { Caption1, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { BandStatus, ClassDriftRowFragment } from '../api/generated/graphql.ts'
import { BAND_WORDS } from '../sheets/band-words.ts'
import { ClassBadge } from './band-badge.tsx'
import { percent, points } from './figures.ts'

/** In high contrast only the system's few colours are left; words and the bar's ends tell the rest. */
const FORCED = '@media (forced-colors: active)'

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '10px',
  },
  within: { paddingInlineStart: '12px' },
  line: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: '8px' },
  name: { minWidth: 0, overflowWrap: 'anywhere' },
  number: { fontVariantNumeric: 'tabular-nums' },
  quiet: { color: tokens.colorNeutralForeground3 },
  bar: { display: 'block', width: '100%', height: '14px', forcedColorAdjust: 'none' },
  track: { fill: tokens.colorNeutralBackground4, [FORCED]: { stroke: 'CanvasText', strokeWidth: '1px' } },
  band: { fill: tokens.colorBrandBackground2Hover },
  edge: { stroke: tokens.colorBrandForeground1 },
  target: { stroke: tokens.colorNeutralForeground1 },
  inBand: { fill: tokens.colorPaletteGreenForeground1, [FORCED]: { fill: 'Highlight' } },
  belowBand: { fill: tokens.colorBrandForeground1, [FORCED]: { fill: 'Highlight' } },
  aboveBand: { fill: tokens.colorPaletteDarkOrangeForeground1, [FORCED]: { fill: 'Highlight' } },
})

/** Each class as a bar: its weight as the filled line, its band as the ground behind, its target as the tick. */
export function ClassBars({ classes }: { readonly classes: readonly ClassDriftRowFragment[] }) {
  const styles = useStyles()
  const scale = scaleOf(classes)
  const depths = depthsOf(classes)
  return (
    <ul className={styles.list}>
      {classes.map((row) => (
        <li key={row.ordinal} className={mergeClasses((depths.get(row.ordinal) ?? 0) > 0 && styles.within)}>
          <div className={styles.line}>
            <Text weight={row.isTier ? 'semibold' : 'regular'} className={styles.name}>
              {row.name}
            </Text>
            <ClassBadge status={row.status} />
          </div>
          <Bar row={row} scale={scale} />
          <div className={mergeClasses(styles.line, styles.quiet)}>
            <Caption1 className={styles.number}>
              {percent(row.weight)}
              {!row.isOutsideModel && `, target ${percent(row.target)} (${points(row.drift)})`}
            </Caption1>
            {!row.isOutsideModel && (
              <Caption1 className={styles.number}>
                {percent(row.low)} to {percent(row.high)}
              </Caption1>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

const BAR_WIDTH = 300
const BAR_HEIGHT = 14

function Bar({ row, scale }: { readonly row: ClassDriftRowFragment; readonly scale: number }) {
  const styles = useStyles()
  const place = (fraction: string | null) =>
    Math.min(1, Math.max(0, Number(fraction ?? 0) / scale)) * BAR_WIDTH
  const [low, high, target, weight] = [place(row.low), place(row.high), place(row.target), place(row.weight)]
  const fills: Record<BandStatus, string> = {
    IN_BAND: styles.inBand,
    BELOW_BAND: styles.belowBand,
    ABOVE_BAND: styles.aboveBand,
    NO_VALUE: styles.track,
  }
  return (
    <svg
      className={styles.bar}
      viewBox={`0 0 ${BAR_WIDTH} ${BAR_HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={barInWords(row)}
    >
      <rect className={styles.track} y="2" width={BAR_WIDTH} height="10" rx="2" />
      {!row.isOutsideModel && (
        <rect className={styles.band} x={low} y="0" width={Math.max(1, high - low)} height={BAR_HEIGHT} />
      )}
      <rect className={fills[row.status]} y="4" width={weight} height="6" />
      {!row.isOutsideModel && (
        <>
          <line className={styles.edge} x1={low} x2={low} y1="0" y2={BAR_HEIGHT} strokeWidth="1" />
          <line className={styles.edge} x1={high} x2={high} y1="0" y2={BAR_HEIGHT} strokeWidth="1" />
          <line className={styles.target} x1={target} x2={target} y1="0" y2={BAR_HEIGHT} strokeWidth="2" />
        </>
      )}
    </svg>
  )
}

function barInWords(row: ClassDriftRowFragment): string {
  const { name, weight, target, low, high, status } = row
  if (row.isOutsideModel) return `${name}: ${percent(weight)}`
  const band = `band ${percent(low)} to ${percent(high)}`
  return `${name}: ${percent(weight)}, target ${percent(target)}, ${band}, ${BAND_WORDS[status].toLowerCase()}`
}

/** One scale for all bars of a household: the farthest weight or edge that matters, a tenth to spare. */
function scaleOf(classes: readonly ClassDriftRowFragment[]): number {
  const ends = classes.flatMap(({ weight, high, isOutsideModel }) => [
    Number(weight ?? 0),
    isOutsideModel ? 0 : Number(high),
  ])
  return Math.min(1, Math.max(0.05, ...ends) * 1.1)
}

function depthsOf(classes: readonly ClassDriftRowFragment[]): ReadonlyMap<number, number> {
  const depths = new Map<number, number>()
  for (const { ordinal, parentOrdinal } of classes) {
    depths.set(ordinal, parentOrdinal === null ? 0 : (depths.get(parentOrdinal) ?? 0) + 1)
  }
  return depths
}
