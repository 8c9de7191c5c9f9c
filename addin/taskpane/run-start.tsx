import { Button, Field, Input, Radio, RadioGroup, Spinner, makeStyles } from '@fluentui/react-components'
import { PlayRegular } from '@fluentui/react-icons'
import type { PlanPreference } from '../api/generated/graphql.ts'
import { StartFailureMessage } from './start-failure.tsx'
import type { StartFailure } from './use-start.ts'

const useStyles = makeStyles({
  field: { width: '100%' },
  control: { width: '100%', minWidth: 0 },
})

interface RunStartProps {
  readonly preference: PlanPreference
  readonly onPreference: (preference: PlanPreference) => void
  readonly name: string
  readonly onName: (name: string) => void
  readonly isStarting: boolean
  /** Something else is under way. */
  readonly isBusy?: boolean
  readonly failure: StartFailure | null
  readonly onStart: () => void
}

/** The end of every form that starts a run: what plans prefer, the name of the run, and the start. */
export function RunStart(props: RunStartProps) {
  const { preference, onPreference, name, onName, isStarting, isBusy = false, failure, onStart } = props
  const styles = useStyles()
  return (
    <>
      <Field label="Prefer">
        <RadioGroup
          value={preference}
          disabled={isStarting}
          onChange={(_, data) => onPreference(data.value as PlanPreference)}
        >
          <Radio value="BEST_FIT" label="Best fit" />
          <Radio value="FEWEST_TRADES" label="Fewest trades" />
        </RadioGroup>
      </Field>
      <Field className={styles.field} label="Name of the run" required>
        <Input
          className={styles.control}
          value={name}
          maxLength={200}
          disabled={isStarting}
          onChange={(_, { value }) => onName(value)}
        />
      </Field>
      {failure && <StartFailureMessage failure={failure} />}
      <Button
        appearance="primary"
        icon={isStarting ? <Spinner size="tiny" aria-label="Starting" /> : <PlayRegular />}
        disabledFocusable={isStarting || isBusy}
        onClick={onStart}
      >
        Start
      </Button>
    </>
  )
}
