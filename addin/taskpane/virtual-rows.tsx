import { Spinner, makeStyles, tokens } from '@fluentui/react-components'
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'

const useStyles = makeStyles({
  scroller: { flexGrow: 1, minHeight: 0, overflowY: 'auto' },
  sizer: { position: 'relative', width: '100%' },
  row: {
    position: 'absolute',
    left: 0,
    right: 0,
    boxSizing: 'border-box',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  more: { position: 'absolute', left: 0, right: 0, padding: '16px 0' },
})

/** For the one control of a row that arrow keys go to, and its other controls' tabIndex. */
export interface RowFocus {
  readonly tabIndex: 0 | -1
  readonly target: {
    readonly 'data-row': number
    readonly tabIndex: 0 | -1
    readonly onFocus: () => void
  }
}

interface VirtualRowsProps<Row> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** How many there are in all, where that is known. */
  readonly totalCount: number | null
  readonly hasMore: boolean
  readonly isBusy: boolean
  /** Of most rows, in pixels; each is measured once it is shown. */
  readonly rowHeight: number
  readonly onEndShown: () => void
  readonly children: (row: Row, focus: RowFocus) => ReactNode
}

/** Only the rows in sight, and the one with the focus, exist in the page; arrow keys move through all of them. */
export function VirtualRows<Row>(props: VirtualRowsProps<Row>) {
  const { label, rows, keyOf, totalCount, hasMore, isBusy, rowHeight, onEndShown, children } = props
  const styles = useStyles()
  const scroller = useRef<HTMLDivElement>(null)
  const [chosen, setActive] = useState(0)
  const active = Math.min(chosen, rows.length - 1)
  // A row and not a yes: an effect of an earlier rendering may come late, and would give the focus to that one's row.
  const rowToFocus = useRef<number | null>(null)
  const virtualizer = useVirtualizer({
    count: rows.length + (hasMore ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const row = rows[index]
      return row === undefined ? 'more' : keyOf(row)
    },
    overscan: 6,
    // The row with the focus stays in the page when it is scrolled away: with it the focus would go, and every key after.
    rangeExtractor: (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), active])].sort((one, other) => one - other),
  })
  const shown = virtualizer.getVirtualItems()
  const isEndShown = shown.some(({ index }) => index === rows.length)

  useEffect(() => {
    if (isEndShown) onEndShown()
  })

  useEffect(() => {
    if (rowToFocus.current === null) return
    const target = scroller.current?.querySelector<HTMLElement>(`[data-row="${rowToFocus.current}"]`)
    if (target) {
      rowToFocus.current = null
      target.focus()
    }
  })

  const moves: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + 8,
    PageUp: active - 8,
    Home: 0,
    End: rows.length - 1,
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const wanted = moves[event.key]
    if (wanted === undefined) return
    event.preventDefault()
    const next = Math.max(0, Math.min(rows.length - 1, wanted))
    rowToFocus.current = next
    setActive(next)
    virtualizer.scrollToIndex(next)
  }

  return (
    <div ref={scroller} className={styles.scroller} onKeyDown={onKeyDown}>
      <div
        role="list"
        aria-label={label}
        aria-busy={isBusy}
        className={styles.sizer}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {shown.map(({ index, start, key }) => {
          const row = rows[index]
          const place = { transform: `translateY(${start}px)` }
          if (row === undefined) {
            return (
              <div key="more" role="listitem" className={styles.more} style={place}>
                <Spinner size="tiny" label="Reading more…" />
              </div>
            )
          }
          const tabIndex = index === active ? 0 : -1
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              role="listitem"
              aria-setsize={totalCount ?? -1}
              aria-posinset={index + 1}
              className={styles.row}
              style={place}
            >
              {children(row, {
                tabIndex,
                target: { 'data-row': index, tabIndex, onFocus: () => setActive(index) },
              })}
            </div>
          )
        })}
      </div>
    </div>
  )
}
