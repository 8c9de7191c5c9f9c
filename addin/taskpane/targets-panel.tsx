import {
  Button,
  Caption1,
  Field,
  Radio,
  RadioGroup,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import {
  ArrowDownloadRegular,
  CheckmarkCircleRegular,
  CheckmarkRegular,
  WarningRegular,
} from '@fluentui/react-icons'
import { sumSentence, type TargetSum } from '../sheets/targets-check.ts'
import { FailureMessage } from './failure-message.tsx'
import { counted } from './figures.ts'
import type { TargetsState } from './targets-check.ts'
import type { Targets } from './use-targets.ts'

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: '8px' },
  buttons: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
  about: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  sums: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
  },
  sum: { display: 'flex', gap: '6px', alignItems: 'flex-start' },
  good: { color: tokens.colorStatusSuccessForeground1, flexShrink: 0 },
  bad: { color: tokens.colorStatusDangerForeground1, flexShrink: 0 },
})

/** The model's sheet in this workbook: pulled or not, how its sums stand, what was edited. */
export function TargetsPanel({ targets }: { readonly targets: Targets }) {
  const styles = useStyles()
  const { reading } = targets
  if (reading === null) {
    return (
      <div className={styles.panel}>
        <Text>Nothing of this model was pulled into this workbook yet.</Text>
        <PullButton targets={targets} label="Pull into a sheet" placement="addSheet" isPrimary />
      </div>
    )
  }
  if (reading.kind === 'lost') {
    return (
      <div className={styles.panel}>
        <FailureMessage sentence={reading.sentence} />
        <div className={styles.buttons}>
          <PullButton targets={targets} label="Pull anew" placement="replace" isPrimary />
          <Button onClick={targets.check} disabledFocusable={targets.isBusy}>
            Look again
          </Button>
        </div>
      </div>
    )
  }
  return <PulledSheet targets={targets} state={reading.state} />
}

function PulledSheet({ targets, state }: { readonly targets: Targets; readonly state: TargetsState }) {
  const styles = useStyles()
  const { baseline, sheetName, editCount } = state
  return (
    <div className={styles.panel}>
      <SheetChoice targets={targets} />
      <Caption1 className={styles.about}>
        Sheet “{sheetName}” holds version {baseline.serverVersion}, with{' '}
        {editCount === 0 ? 'no edits' : counted(editCount, 'edit')}.
      </Caption1>
      <Sums sums={state.sums} />
      <div className={styles.buttons}>
        <Button icon={<CheckmarkRegular />} onClick={targets.check} disabledFocusable={targets.isBusy}>
          Check
        </Button>
        <PullButton targets={targets} label="Pull anew" placement="replace" />
      </div>
    </div>
  )
}

/** Which sheet is worked with, where the model was pulled into several: the one in front, until another is chosen. */
function SheetChoice({ targets: { sheets, chosenId, choose, isBusy } }: { readonly targets: Targets }) {
  if (sheets.length < 2) return null
  return (
    <Field label="Sheet">
      <RadioGroup
        value={chosenId ?? ''}
        disabled={isBusy}
        onChange={(_, { value }) => {
          const sheet = sheets.find(({ baseline }) => baseline.id === value)
          if (sheet) choose(sheet)
        }}
      >
        {sheets.map(({ baseline, sheetName }) => (
          <Radio key={baseline.id} value={baseline.id} label={sheetName} />
        ))}
      </RadioGroup>
    </Field>
  )
}

/** The sum of the whole always, others where they do not come out. */
function Sums({ sums }: { readonly sums: readonly TargetSum[] }) {
  const styles = useStyles()
  const shown = sums.filter(({ sum, goal }, index) => index === 0 || sum !== goal)
  return (
    <ul className={styles.sums} aria-label="Sums" aria-live="polite">
      {shown.map((each) => (
        <li key={each.of} className={styles.sum}>
          {each.sum === each.goal ? (
            <CheckmarkCircleRegular className={styles.good} fontSize={20} aria-hidden />
          ) : (
            <WarningRegular className={styles.bad} fontSize={20} aria-hidden />
          )}
          <Text>{sumSentence(each)}</Text>
        </li>
      ))}
    </ul>
  )
}

function PullButton(props: {
  readonly targets: Targets
  readonly label: string
  readonly placement: 'replace' | 'addSheet'
  readonly isPrimary?: boolean
}) {
  const { targets, label, placement, isPrimary = false } = props
  return (
    <Button
      appearance={isPrimary ? 'primary' : 'secondary'}
      icon={<ArrowDownloadRegular />}
      disabledFocusable={targets.isBusy}
      onClick={() => targets.pull(placement)}
    >
      {label}
    </Button>
  )
}
