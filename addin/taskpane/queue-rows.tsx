import { Button, Caption1, Checkbox, Text, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { QueuedHouseholdRowFragment } from '../api/generated/graphql.ts'
import type { Queue } from './use-queue.ts'
import { VirtualRows } from './virtual-rows.tsx'

/** Of a household with two alerts of two lines each. */
const ROW_HEIGHT = 130
/** More of them are shown when the person asks for them. */
const ALERTS_AT_FIRST = 3

const useStyles = makeStyles({
  row: { display: 'flex', alignItems: 'flex-start', padding: '6px 12px 8px 4px' },
  texts: {
    flexGrow: 1,
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    paddingTop: '6px',
  },
  open: {
    padding: 0,
    border: 'none',
    backgroundColor: 'transparent',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    overflowWrap: 'anywhere',
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { textDecoration: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  alerts: { margin: '2px 0 0', paddingInlineStart: '16px', overflowWrap: 'anywhere' },
  more: { alignSelf: 'flex-start', minWidth: 0 },
})

interface QueueRowsProps {
  readonly queue: Queue
  readonly onOpen: (householdId: string) => void
}

/** Households with what asks for attention, each to be ticked or opened. */
export function QueueRows({ queue, onOpen }: QueueRowsProps) {
  const styles = useStyles()
  const { pages, selection, isAllChosen, counts } = queue
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  return (
    <VirtualRows
      label="Households in the queue"
      rows={pages.rows}
      keyOf={({ household }) => household.id}
      totalCount={counts?.listed.households ?? null}
      hasMore={pages.nextAfter !== null}
      isBusy={pages.status !== 'ready'}
      rowHeight={ROW_HEIGHT}
      onEndShown={pages.loadMore}
    >
      {(row, { tabIndex, target }) => {
        const { household } = row
        return (
          <div className={styles.row}>
            <Checkbox
              aria-label={`Select ${household.name}`}
              tabIndex={tabIndex}
              disabled={isAllChosen}
              checked={isAllChosen || selection.ids.has(household.id)}
              onChange={() => selection.toggle(household.id)}
            />
            <div className={styles.texts}>
              <button type="button" className={styles.open} {...target} onClick={() => onOpen(household.id)}>
                <Text weight="semibold">{household.name}</Text>
              </button>
              <Caption1 className={styles.quiet}>{aboutInWords(row)}</Caption1>
              <Alerts
                row={row}
                tabIndex={tabIndex}
                isOpened={opened.has(household.id)}
                onMore={() => setOpened((current) => new Set([...current, household.id]))}
              />
            </div>
          </div>
        )
      }}
    </VirtualRows>
  )
}

interface AlertsProps {
  readonly row: QueuedHouseholdRowFragment
  readonly tabIndex: 0 | -1
  readonly isOpened: boolean
  readonly onMore: () => void
}

function Alerts({ row, tabIndex, isOpened, onMore }: AlertsProps) {
  const styles = useStyles()
  const { alerts, household } = row
  // Cash out of its range is two alerts of one sentence.
  const sentences = [...new Set(alerts.map(({ message }) => message))]
  const shown = isOpened ? sentences : sentences.slice(0, ALERTS_AT_FIRST)
  const hidden = sentences.length - shown.length
  return (
    <>
      <ul className={styles.alerts} aria-label={`Alerts of ${household.name}`}>
        {shown.map((sentence) => (
          <li key={sentence}>
            <Caption1>{sentence}</Caption1>
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <Button
          size="small"
          appearance="subtle"
          className={styles.more}
          tabIndex={tabIndex}
          aria-label={`${hidden} more alerts of ${household.name}`}
          onClick={onMore}
        >
          {hidden} more
        </Button>
      )}
    </>
  )
}

function aboutInWords({ household }: QueuedHouseholdRowFragment): string {
  const { reference, model, advisor } = household
  return [reference, model?.name ?? 'no model', ...(advisor === null ? [] : [advisor])].join(' · ')
}
