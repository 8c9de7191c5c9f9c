import { Caption1, Checkbox, Spinner, Text, makeStyles, tokens } from '@fluentui/react-components'
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { HouseholdSummaryFragment } from '../api/generated/graphql.ts'
import { wholeBandWord } from '../sheets/band-words.ts'
import { BandBadge } from './band-badge.tsx'
import { distance } from './figures.ts'
import type { HouseholdPages } from './use-household-pages.ts'
import type { Selection } from './use-selection.ts'

const ROW_HEIGHT = 60

const useStyles = makeStyles({
  scroller: { flexGrow: 1, minHeight: 0, overflowY: 'auto' },
  sizer: { position: 'relative', width: '100%' },
  row: {
    position: 'absolute',
    left: 0,
    right: 0,
    height: `${ROW_HEIGHT}px`,
    boxSizing: 'border-box',
    display: 'flex',
    alignItems: 'center',
    padding: '0 4px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  open: {
    flexGrow: 1,
    minWidth: 0,
    height: '100%',
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    padding: '4px 8px',
    border: 'none',
    backgroundColor: 'transparent',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  who: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column' },
  cut: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  quiet: { color: tokens.colorNeutralForeground3 },
  figures: { display: 'flex', flexDirection: 'column', alignItems: 'flex-end', gap: '2px', flexShrink: 0 },
  number: { fontVariantNumeric: 'tabular-nums' },
  more: { position: 'absolute', left: 0, right: 0, padding: '16px 0' },
})

interface HouseholdRowsProps {
  readonly pages: HouseholdPages
  readonly selection: Selection
  readonly onOpen: (id: string) => void
}

/** Only the rows in sight, and the one with the focus, exist in the page; arrow keys move through all of them. */
export function HouseholdRows({ pages, selection, onOpen }: HouseholdRowsProps) {
  const styles = useStyles()
  const { households, totalCount, nextAfter } = pages
  const scroller = useRef<HTMLDivElement>(null)
  const [chosen, setActive] = useState(0)
  const active = Math.min(chosen, households.length - 1)
  // A row and not a yes: an effect of an earlier rendering may come late, and would give the focus to that one's row.
  const rowToFocus = useRef<number | null>(null)
  const rowCount = households.length + (nextAfter === null ? 0 : 1)
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    // The row with the focus stays in the page when it is scrolled away: with it the focus would go, and every key after.
    rangeExtractor: (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), active])].sort((one, other) => one - other),
  })
  const shown = virtualizer.getVirtualItems()
  const isEndShown = shown.some(({ index }) => index === households.length)

  useEffect(() => {
    if (isEndShown) pages.loadMore()
  })

  useEffect(() => {
    if (rowToFocus.current === null) return
    const row = scroller.current?.querySelector<HTMLButtonElement>(`[data-row="${rowToFocus.current}"]`)
    if (row) {
      rowToFocus.current = null
      row.focus()
    }
  })

  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(households.length - 1, index))
    rowToFocus.current = next
    setActive(next)
    virtualizer.scrollToIndex(next)
  }

  const moves: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + 8,
    PageUp: active - 8,
    Home: 0,
    End: households.length - 1,
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moves[event.key]
    if (next === undefined) return
    event.preventDefault()
    moveTo(next)
  }

  return (
    <div ref={scroller} className={styles.scroller} onKeyDown={onKeyDown}>
      <div
        role="list"
        aria-label="Households by drift"
        aria-busy={pages.status !== 'ready'}
        className={styles.sizer}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {shown.map(({ index, start }) => {
          const household = households[index]
          const place = { transform: `translateY(${start}px)` }
          if (!household) {
            return (
              <div key="more" role="listitem" className={styles.more} style={place}>
                <Spinner size="tiny" label="Reading more…" />
              </div>
            )
          }
          return (
            <div
              key={household.id}
              role="listitem"
              aria-setsize={totalCount}
              aria-posinset={index + 1}
              className={styles.row}
              style={place}
            >
              <Checkbox
                aria-label={`Select ${household.name}`}
                tabIndex={index === active ? 0 : -1}
                checked={selection.ids.has(household.id)}
                onChange={() => selection.toggle(household.id)}
              />
              <button
                type="button"
                className={styles.open}
                data-row={index}
                tabIndex={index === active ? 0 : -1}
                onFocus={() => setActive(index)}
                onClick={() => onOpen(household.id)}
              >
                <HouseholdLine household={household} />
              </button>
            </div>
          )
        })}
      </div>
    </div>
  )
}

function HouseholdLine({ household }: { readonly household: HouseholdSummaryFragment }) {
  const styles = useStyles()
  const { name, reference, model, drift } = household
  return (
    <>
      <span className={styles.who}>
        <Text weight="semibold" className={styles.cut} title={name}>
          {name}
        </Text>
        <Caption1 className={`${styles.cut} ${styles.quiet}`}>
          {reference} · {model?.name ?? 'no model'}
        </Caption1>
      </span>
      <span className={styles.figures}>
        <Text className={styles.number}>{drift ? `${distance(drift.largestDrift)} pts` : '–'}</Text>
        <BandBadge word={wholeBandWord(drift)} />
      </span>
    </>
  )
}
