import {
  Button,
  Caption1,
  SearchBox,
  Spinner,
  ToggleButton,
  Tooltip,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { ArrowClockwiseRegular, ArrowDownloadRegular, DismissRegular } from '@fluentui/react-icons'
import { FailureMessage } from './failure-message.tsx'
import { counted } from './figures.ts'
import { HouseholdRows } from './household-rows.tsx'
import { usePaneTools } from './pane-tools.ts'
import { ScreenHeading } from './screen-heading.tsx'
import type { HouseholdPages } from './use-household-pages.ts'
import type { Selection } from './use-selection.ts'

const useStyles = makeStyles({
  screen: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0 },
  top: { display: 'flex', flexDirection: 'column', gap: '8px', padding: '12px', flexShrink: 0 },
  headline: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
  search: { width: '100%', maxWidth: 'none' },
  filters: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
  found: { color: tokens.colorNeutralForeground3 },
  empty: { padding: '16px 12px' },
  message: { padding: '0 12px' },
  bottom: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '8px',
    padding: '8px 12px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    flexShrink: 0,
  },
  selected: { display: 'flex', alignItems: 'center', gap: '4px', whiteSpace: 'nowrap' },
  pull: { whiteSpace: 'nowrap' },
})

interface HouseholdListProps {
  readonly pages: HouseholdPages
  readonly selection: Selection
  readonly onOpen: (id: string) => void
  readonly onPull: () => void
}

/** Households, those farthest from their model first. */
export function HouseholdList({ pages, selection, onOpen, onPull }: HouseholdListProps) {
  const styles = useStyles()
  const { firm, refreshFirm } = usePaneTools()
  const { choice, choose, reload } = pages
  return (
    <div className={styles.screen}>
      <div className={styles.top}>
        <div className={styles.headline}>
          <ScreenHeading>Households</ScreenHeading>
          <Tooltip content="Read again" relationship="label">
            <Button
              appearance="subtle"
              icon={<ArrowClockwiseRegular />}
              onClick={() => {
                reload()
                refreshFirm()
              }}
            />
          </Tooltip>
        </div>
        <SearchBox
          className={styles.search}
          aria-label="Search households"
          placeholder="Name or reference"
          value={choice.search}
          onChange={(_, data) => choose({ search: data.value })}
        />
        <div className={styles.filters} role="group" aria-label="Show">
          <ToggleButton
            size="small"
            checked={!choice.outOfBandOnly}
            onClick={() => choose({ outOfBandOnly: false })}
          >
            All {firm.householdCount}
          </ToggleButton>
          <ToggleButton
            size="small"
            checked={choice.outOfBandOnly}
            onClick={() => choose({ outOfBandOnly: true })}
          >
            Out of band {firm.householdsOutOfBand}
          </ToggleButton>
        </div>
        <Caption1 className={styles.found} role="status">
          {foundInWords(pages)}
        </Caption1>
      </div>
      <ListBody pages={pages} selection={selection} onOpen={onOpen} />
      <div className={styles.bottom}>
        <span className={styles.selected}>
          {selection.ids.size > 0 && (
            <>
              <Caption1>{selection.ids.size} selected</Caption1>
              <Tooltip content="Clear selection" relationship="label">
                <Button
                  size="small"
                  appearance="subtle"
                  icon={<DismissRegular />}
                  onClick={selection.clear}
                />
              </Tooltip>
            </>
          )}
        </span>
        <Button appearance="primary" icon={<ArrowDownloadRegular />} className={styles.pull} onClick={onPull}>
          Pull into a sheet
        </Button>
      </div>
    </div>
  )
}

function ListBody({ pages, selection, onOpen }: Omit<HouseholdListProps, 'onPull'>) {
  const styles = useStyles()
  if (pages.failure) {
    return (
      <div className={styles.message}>
        <FailureMessage sentence={pages.failure} onRetry={pages.reload} />
      </div>
    )
  }
  if (pages.status === 'loading' && pages.households.length === 0) {
    return <Spinner className={styles.empty} label="Reading households…" labelPosition="below" />
  }
  if (pages.households.length === 0) return <div className={styles.empty}>{emptyInWords(pages)}</div>
  return <HouseholdRows pages={pages} selection={selection} onOpen={onOpen} />
}

function foundInWords({ status, totalCount, choice }: HouseholdPages): string {
  if (status === 'loading') return 'Reading…'
  if (status === 'failed') return ''
  return `${counted(totalCount, 'household')}${choice.search.trim() ? ' found' : ''}, largest drift first`
}

function emptyInWords({ choice }: HouseholdPages): string {
  if (choice.search.trim()) return `No household matches “${choice.search.trim()}”.`
  if (choice.outOfBandOnly) return 'Every household is inside its bands.'
  return 'There are no households yet. Import your custodian’s files with: npx evenkeel import'
}
