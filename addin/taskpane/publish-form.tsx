import { Button, Field, Textarea, makeStyles } from '@fluentui/react-components'
import { SendRegular } from '@fluentui/react-icons'
import type { Targets } from './use-targets.ts'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '8px' },
  text: { width: '100%', maxWidth: 'none' },
})

const LONGEST_RATIONALE = 4000

interface PublishFormProps {
  readonly targets: Targets
  readonly rationale: string
  readonly onRationale: (rationale: string) => void
  /** While a conflict is open its own button publishes. */
  readonly isInConflict: boolean
}

/** Why the model changes, and the button that publishes it. */
export function PublishForm({ targets, rationale, onRationale, isInConflict }: PublishFormProps) {
  const styles = useStyles()
  const { isBusy, reading } = targets
  const waits = reading?.kind === 'read' && reading.state.baseline.pending !== null
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy && !waits) targets.publish(rationale)
      }}
    >
      <Field label="Rationale" required hint="Why the model changes; it stays in the history.">
        <Textarea
          className={styles.text}
          value={rationale}
          maxLength={LONGEST_RATIONALE}
          onChange={(_, data) => onRationale(data.value)}
        />
      </Field>
      {!isInConflict && (
        <Button type="submit" appearance="primary" icon={<SendRegular />} disabledFocusable={isBusy || waits}>
          Publish
        </Button>
      )}
    </form>
  )
}
