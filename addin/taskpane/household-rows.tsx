import { Caption1, Checkbox, Text, makeStyles, tokens } from '@fluentui/react-components'
import type { HouseholdSummaryFragment } from '../api/generated/graphql.ts'
import { wholeBandWord } from '../sheets/band-words.ts'
import { BandBadge } from './band-badge.tsx'
import { distance } from './figures.ts'
import type { HouseholdPages } from './use-household-pages.ts'
import type { Selection } from './use-selection.ts'
import { VirtualRows } from './virtual-rows.tsx'

/** Its border included. */
const ROW_HEIGHT = 60

const useStyles = makeStyles({
  row: {
    height: `${ROW_HEIGHT - 1}px`,
    boxSizing: 'border-box',
    display: 'flex',
    alignItems: 'center',
    padding: '0 4px',
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
})

interface HouseholdRowsProps {
  readonly pages: HouseholdPages
  readonly selection: Selection
  readonly onOpen: (id: string) => void
}

/** Households, each to be ticked or opened. */
export function HouseholdRows({ pages, selection, onOpen }: HouseholdRowsProps) {
  const styles = useStyles()
  return (
    <VirtualRows
      label="Households by drift"
      rows={pages.households}
      keyOf={({ id }) => id}
      totalCount={pages.totalCount}
      hasMore={pages.nextAfter !== null}
      isBusy={pages.status !== 'ready'}
      rowHeight={ROW_HEIGHT}
      onEndShown={pages.loadMore}
    >
      {(household, { tabIndex, target }) => (
        <div className={styles.row}>
          <Checkbox
            aria-label={`Select ${household.name}`}
            tabIndex={tabIndex}
            checked={selection.ids.has(household.id)}
            onChange={() => selection.toggle(household.id)}
          />
          <button type="button" className={styles.open} {...target} onClick={() => onOpen(household.id)}>
            <HouseholdLine household={household} />
          </button>
        </div>
      )}
    </VirtualRows>
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
