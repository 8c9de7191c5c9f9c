import { ExcelFailure, type ExcelAction } from '../excel/excel-failure.ts'
import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles } from '@fluentui/react-components'

const useStyles = makeStyles({
  bar: { flexShrink: 0, margin: '8px 0' },
  body: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBlock: '6px' },
})

interface FailureMessageProps {
  readonly sentence: string
  readonly onRetry?: (() => void) | undefined
}

/** A failure in a sentence, read out at once, with what can be done about it. */
export function FailureMessage({ sentence, onRetry }: FailureMessageProps) {
  const styles = useStyles()
  return (
    <MessageBar intent="error" layout="multiline" className={styles.bar} role="alert">
      <MessageBarBody className={styles.body}>{sentence}</MessageBarBody>
      {onRetry && (
        <MessageBarActions>
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}

/** Every failure of ours carries its sentence, Excel’s one for each action; anything else is a fault of the pane. */
export function sentenceOf(error: unknown, action?: ExcelAction): string {
  if (error instanceof ExcelFailure && action) return error.sentenceAt(action)
  const isOurs = error instanceof Error && (error.name === 'ApiFailure' || error.name === 'ExcelFailure')
  return isOurs ? error.message : 'The pane failed unexpectedly. Reload it, then try again.'
}
