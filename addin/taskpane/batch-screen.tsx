import {
  Button,
  Caption1,
  MessageBar,
  MessageBarBody,
  Spinner,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { ArrowRepeatAllRegular, StopRegular } from '@fluentui/react-icons'
import type { BatchStatusFragment } from '../api/generated/graphql.ts'
import { BackButton } from './back-button.tsx'
import { BatchOutcomes } from './batch-outcomes.tsx'
import { BatchReviewPart } from './batch-review-part.tsx'
import { BatchProgressView, BatchStateBadge } from './batch-progress.tsx'
import { moment, planInWords, statusInWords } from './batch-words.ts'
import { FailureMessage } from './failure-message.tsx'
import { counted } from './figures.ts'
import { mayWrite, usePaneTools } from './pane-tools.ts'
import { ScreenHeading } from './screen-heading.tsx'
import { useBatch } from './use-batch.ts'

const useStyles = makeStyles({
  screen: { padding: '12px', overflowY: 'auto', flexGrow: 1, minHeight: 0, boxSizing: 'border-box' },
  parts: { display: 'flex', flexDirection: 'column', gap: '12px', marginTop: '4px' },
  line: { display: 'flex', gap: '8px', alignItems: 'center', flexWrap: 'wrap' },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  message: { whiteSpace: 'normal', paddingBlock: '6px' },
})

interface BatchScreenProps {
  readonly id: string
  /** As it was started just now; null: opened from the list. */
  readonly started: BatchStatusFragment | null
  /** The same was being planned already, and is what is shown. */
  readonly wasRunning: boolean
  readonly onBack: () => void
  readonly onOpenHousehold: (id: string) => void
  readonly onReview: (batch: BatchStatusFragment) => void
}

/** One run: how far it is, what became of it, and what can be done with it. */
export function BatchScreen({
  id,
  started,
  wasRunning,
  onBack,
  onOpenHousehold,
  onReview,
}: BatchScreenProps) {
  const styles = useStyles()
  const { viewer } = usePaneTools()
  const { batch, failure, doing, cancel, retry, reload } = useBatch(id, started)
  return (
    <div className={styles.screen}>
      <BackButton onBack={onBack}>Batches</BackButton>
      <ScreenHeading>{batch?.name ?? 'Batch'}</ScreenHeading>
      <div className={styles.parts}>
        {wasRunning && (
          <MessageBar intent="info" layout="multiline" role="status">
            <MessageBarBody className={styles.message}>
              The same was being planned already. Nothing was started again; this is it.
            </MessageBarBody>
          </MessageBar>
        )}
        {failure && <FailureMessage sentence={failure} onRetry={reload} />}
        {batch === null && failure === null && <Spinner label="Reading the batch…" labelPosition="below" />}
        {batch && (
          <>
            <div className={styles.line}>
              <BatchStateBadge state={batch.state} />
              <Caption1 className={styles.quiet}>
                {planInWords(batch)} · as of {batch.asOf}
              </Caption1>
            </div>
            <Caption1 className={styles.quiet}>
              Started by {batch.author}, {moment(batch.recordedAt)}
              {batch.cancelledBy !== null && `; stopped by ${batch.cancelledBy}`}
            </Caption1>
            <BatchProgressView batch={batch} />
            <Caption1 role="status">
              {batch.state === 'RUNNING'
                ? ''
                : `${counted(batch.householdCount, 'household')}: ${statusInWords(batch)}`}
            </Caption1>
            {mayWrite(viewer) && batch.state === 'RUNNING' && (
              <div className={styles.line}>
                <Button icon={<StopRegular />} disabledFocusable={doing !== null} onClick={cancel}>
                  {doing === 'cancel' ? 'Stopping…' : 'Stop'}
                </Button>
              </div>
            )}
            {mayWrite(viewer) && batch.state !== 'RUNNING' && batch.progress.failed > 0 && (
              <div className={styles.line}>
                <Button icon={<ArrowRepeatAllRegular />} disabledFocusable={doing !== null} onClick={retry}>
                  {doing === 'retry' ? 'Starting…' : `Try ${counted(batch.progress.failed, 'failure')} again`}
                </Button>
              </div>
            )}
            {batch.state !== 'RUNNING' && batch.progress.proposed > 0 && (
              <BatchReviewPart key={batch.state} batch={batch} onReview={() => onReview(batch)} />
            )}
            {batch.progress.failed + batch.progress.setAside > 0 && (
              <BatchOutcomes
                key={`${batch.state} ${batch.progress.failed} ${batch.progress.setAside}`}
                batchId={id}
                onOpen={onOpenHousehold}
              />
            )}
          </>
        )}
      </div>
    </div>
  )
}
