import { Button, Spinner, makeStyles } from '@fluentui/react-components'
import { ClipboardCheckmarkRegular } from '@fluentui/react-icons'
import { useCallback, useEffect, useState } from 'react'
import { ApiFailure } from '../api/failure.ts'
import { BatchReviewDocument, type BatchStatusFragment, type SumsFragment } from '../api/generated/graphql.ts'
import { BatchSheets } from './batch-sheets.tsx'
import { BatchSumsList } from './batch-sums.tsx'
import { BlotterPanel } from './blotter-panel.tsx'
import { found } from './collect-batch.ts'
import { FailureMessage, sentenceOf } from './failure-message.tsx'
import { usePaneTools } from './pane-tools.ts'

const useStyles = makeStyles({
  parts: { display: 'flex', flexDirection: 'column', gap: '16px', alignItems: 'stretch' },
  button: { alignSelf: 'flex-start' },
})

interface BatchReviewPartProps {
  readonly batch: BatchStatusFragment
  readonly onReview: () => void
}

/** What the proposals of a batch come to, and the ways to decide on them: in the pane, or in sheets. */
export function BatchReviewPart({ batch, onReview }: BatchReviewPartProps) {
  const styles = useStyles()
  const { ask, signOut } = usePaneTools()
  const [sums, setSums] = useState<SumsFragment | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const { id } = batch
  const read = useCallback(
    async (signal?: AbortSignal) => {
      setFailure(null)
      try {
        setSums(found((await ask(BatchReviewDocument, { id, by: 'MODEL' }, signal)).batch).sums)
      } catch (error) {
        if (signal?.aborted) return
        if (error instanceof ApiFailure && error.kind === 'unauthenticated') signOut(error.message)
        else setFailure(sentenceOf(error))
      }
    },
    [ask, id, signOut],
  )
  useEffect(() => {
    const control = new AbortController()
    void read(control.signal)
    return () => control.abort()
  }, [read])
  return (
    <div className={styles.parts}>
      {failure && <FailureMessage sentence={failure} onRetry={() => void read()} />}
      {sums ? <BatchSumsList sums={sums} /> : failure === null && <Spinner size="tiny" label="Adding up…" />}
      <Button
        appearance="primary"
        icon={<ClipboardCheckmarkRegular />}
        className={styles.button}
        onClick={onReview}
      >
        Review proposals
      </Button>
      <BlotterPanel batchId={id} onPushed={() => void read()} />
      <BatchSheets batch={batch} />
    </div>
  )
}
