import {
  Button,
  Field,
  MessageBar,
  MessageBarBody,
  ProgressBar,
  makeStyles,
} from '@fluentui/react-components'
import { FailureMessage } from './failure-message.tsx'
import { counted } from './figures.ts'
import type { Pulled, PullProgress } from './pull-drift.ts'
import type { PullState } from './use-pull.ts'

const useStyles = makeStyles({
  running: { display: 'flex', flexDirection: 'column', gap: '8px', alignItems: 'flex-start' },
  progress: { width: '100%' },
  date: { whiteSpace: 'nowrap' },
  message: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBlock: '6px' },
})

/** Progress, then the outcome, of a pull into a sheet. */
export function PullStatus({
  state,
  onCancel,
}: {
  readonly state: PullState
  readonly onCancel: () => void
}) {
  const styles = useStyles()
  switch (state.kind) {
    case 'idle':
      return null
    case 'running':
      return (
        <div className={styles.running}>
          <Field
            className={styles.progress}
            validationMessage={progressInWords(state.progress)}
            validationState="none"
          >
            <ProgressBar aria-label="Pull into a sheet" {...shareDone(state.progress)} />
          </Field>
          {state.progress?.step !== 'writing' && (
            <Button size="small" onClick={onCancel}>
              Cancel
            </Button>
          )}
        </div>
      )
    case 'done':
      return (
        <MessageBar intent="success" layout="multiline" role="status">
          <MessageBarBody className={styles.message}>
            {pulledInWords(state.pulled)}
            {state.pulled.asOf && <span className={styles.date}> (as of {state.pulled.asOf})</span>}
            {state.pulled.leftAlone !== null && `. ${leftAloneInWords(state.pulled.leftAlone)}`}
          </MessageBarBody>
        </MessageBar>
      )
    case 'cancelled':
      return (
        <MessageBar intent="info" role="status">
          <MessageBarBody>Cancelled. Nothing was written.</MessageBarBody>
        </MessageBar>
      )
    case 'failed':
      return <FailureMessage sentence={state.sentence} />
  }
}

/** Unknown until the first answer: the bar then shows that something is going on. */
function shareDone(progress: PullProgress | null): { value?: number; max?: number } {
  return progress && progress.step !== 'waiting' && progress.of > 0
    ? { value: progress.done, max: progress.of }
    : {}
}

/** How far a pull or refresh has come, in words. */
export function progressInWords(progress: PullProgress | null): string {
  if (progress === null) return 'Asking the server…'
  switch (progress.step) {
    case 'waiting':
      return progress.sentence
    case 'reading':
      return `Read ${progress.done} of ${counted(progress.of, progress.noun)}…`
    case 'sending':
      return `Pushed ${progress.done} of ${counted(progress.of, 'row')}…`
    case 'writing':
      return `Wrote ${progress.done} of ${counted(progress.of, progress.noun)}…`
  }
}

/** Why a sheet was added where one was to be replaced. */
export function leftAloneInWords(sheetName: string): string {
  return `Sheet “${sheetName}” holds things of your own and was left as it is.`
}

function pulledInWords({ sheetName, rowCount, replaced }: Pulled): string {
  return `${counted(rowCount, 'row')} ${replaced ? 'replaced' : 'now in'} sheet “${sheetName}”`
}
