import { Button, Caption1, Spinner, Text, Tooltip, makeStyles, tokens } from '@fluentui/react-components'
import {
  ArrowClockwiseRegular,
  ChevronRightRegular,
  MoneyHandRegular,
  PlayRegular,
} from '@fluentui/react-icons'
import { useCallback } from 'react'
import { BatchListDocument, type BatchStatusFragment } from '../api/generated/graphql.ts'
import { BatchStateBadge } from './batch-progress.tsx'
import { moment, planInWords, statusInWords } from './batch-words.ts'
import { FailureMessage } from './failure-message.tsx'
import { mayWrite, usePaneTools } from './pane-tools.ts'
import { ScreenHeading } from './screen-heading.tsx'
import { usePages, type ReadPage } from './use-pages.ts'
import { useVisiblePoll } from './use-visible-poll.ts'
import { VirtualRows } from './virtual-rows.tsx'

const ROW_HEIGHT = 92
const RUNNING_POLL_IN_MILLISECONDS = 3_000

const useStyles = makeStyles({
  screen: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0 },
  top: { display: 'flex', flexDirection: 'column', gap: '8px', padding: '12px', flexShrink: 0 },
  headline: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
  buttons: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
  row: {
    width: '100%',
    justifyContent: 'space-between',
    textAlign: 'start',
    padding: '8px 12px',
    borderRadius: 0,
    fontWeight: tokens.fontWeightRegular,
  },
  texts: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: '2px',
    minWidth: 0,
    overflowWrap: 'anywhere',
    flexGrow: 1,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  message: { padding: '0 12px' },
})

interface BatchListProps {
  readonly onOpen: (id: string) => void
  readonly onRun: () => void
  readonly onCashRun: () => void
}

/** Every run of the firm, the latest first: one that was started earlier is found again here. */
export function BatchList({ onOpen, onRun, onCashRun }: BatchListProps) {
  const styles = useStyles()
  const { ask, viewer } = usePaneTools()
  const read = useCallback<ReadPage<BatchStatusFragment>>(
    async (page, signal) => (await ask(BatchListDocument, page, signal)).batches,
    [ask],
  )
  const pages = usePages(read)
  const isAnyRunning = pages.rows.some(({ state }) => state === 'RUNNING')
  useVisiblePoll(pages.refresh, isAnyRunning ? RUNNING_POLL_IN_MILLISECONDS : null)
  return (
    <div className={styles.screen}>
      <div className={styles.top}>
        <div className={styles.headline}>
          <ScreenHeading>Batches</ScreenHeading>
          <Tooltip content="Read again" relationship="label">
            <Button appearance="subtle" icon={<ArrowClockwiseRegular />} onClick={pages.reload} />
          </Tooltip>
        </div>
        {mayWrite(viewer) && (
          <div className={styles.buttons}>
            <Button icon={<PlayRegular />} onClick={onRun}>
              Rebalance…
            </Button>
            <Button icon={<MoneyHandRegular />} onClick={onCashRun}>
              Cash run…
            </Button>
          </div>
        )}
      </div>
      {pages.failure && (
        <div className={styles.message}>
          <FailureMessage sentence={pages.failure} onRetry={pages.reload} />
        </div>
      )}
      {pages.status === 'loading' && pages.rows.length === 0 && (
        <Spinner label="Reading batches…" labelPosition="below" />
      )}
      {pages.status === 'ready' && pages.rows.length === 0 && (
        <Text className={styles.message}>No batch was started yet.</Text>
      )}
      {pages.rows.length > 0 && (
        <VirtualRows
          label="Batches, the latest first"
          rows={pages.rows}
          keyOf={({ id }) => id}
          totalCount={null}
          hasMore={pages.nextAfter !== null}
          isBusy={pages.status !== 'ready'}
          rowHeight={ROW_HEIGHT}
          onEndShown={pages.loadMore}
        >
          {(batch, { target }) => (
            <Button
              appearance="subtle"
              className={styles.row}
              icon={<ChevronRightRegular />}
              iconPosition="after"
              {...target}
              onClick={() => onOpen(batch.id)}
            >
              <span className={styles.texts}>
                <Text weight="semibold">{batch.name}</Text>
                <BatchStateBadge state={batch.state} />
                <Caption1>{statusInWords(batch)}</Caption1>
                <Caption1 className={styles.quiet}>
                  {planInWords(batch)} · {batch.author}, {moment(batch.recordedAt)}
                </Caption1>
              </span>
            </Button>
          )}
        </VirtualRows>
      )}
    </div>
  )
}
