import {
  Body1,
  Button,
  Field,
  Radio,
  RadioGroup,
  Subtitle2,
  Text,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import { SendRegular, TableRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { settledChoices, shownValue, type Difference, type Side } from '../sheets/targets-merge.ts'
import type { TargetsConflict } from './conflict-targets.ts'
import { counted } from './figures.ts'
import type { Targets } from './use-targets.ts'

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: '12px' },
  heading: { margin: 0 },
  buttons: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
  },
  difference: {
    borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
    paddingLeft: '8px',
    overflowWrap: 'anywhere',
  },
  open: { borderLeft: `3px solid ${tokens.colorStatusWarningBorderActive}` },
  // Three columns also at 320 pixels: what was pulled, theirs, mine.
  sides: { display: 'grid', gridTemplateColumns: 'repeat(3, minmax(0, 1fr))', alignItems: 'start' },
  base: { color: tokens.colorNeutralForeground3, paddingTop: '8px' },
})

interface ConflictPanelProps {
  readonly conflict: TargetsConflict
  readonly targets: Targets
  readonly rationale: string
}

/** What was pulled, theirs and mine side by side, with one choice for each difference or one for all. */
export function ConflictPanel({ conflict, targets, rationale }: ConflictPanelProps) {
  const styles = useStyles()
  const { differences, theirs } = conflict
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(() => settledChoices(differences))
  const choose = (id: string, side: Side) => setChoices((current) => new Map(current).set(id, side))
  const chooseAll = (side: Side) => setChoices(new Map(differences.map(({ id }) => [id, side])))
  const open = differences.filter(({ id }) => !choices.has(id)).length
  return (
    <section className={styles.panel} aria-label="Conflict">
      <Subtitle2 as="h2" className={styles.heading}>
        A colleague published first
      </Subtitle2>
      <Body1>
        {conflict.sentence} {theirs.author}’s reason: “{theirs.rationale}”
      </Body1>
      <div className={styles.buttons}>
        <Button onClick={() => chooseAll('mine')}>All mine</Button>
        <Button onClick={() => chooseAll('theirs')}>All theirs</Button>
        <Button
          icon={<TableRegular />}
          onClick={targets.showConflictSheet}
          disabledFocusable={targets.isBusy}
        >
          Show in a sheet
        </Button>
      </div>
      <ul className={styles.list} aria-label="Differences">
        {differences.map((difference) => (
          <li key={difference.id}>
            <DifferenceChoice
              difference={difference}
              side={choices.get(difference.id) ?? null}
              onChoose={(side) => choose(difference.id, side)}
            />
          </li>
        ))}
      </ul>
      <Text role="status">
        {open === 0
          ? 'Everything is chosen.'
          : `${counted(open, 'difference')} left to choose: both of you changed the same.`}
      </Text>
      <div className={styles.buttons}>
        <Button
          appearance="primary"
          icon={<SendRegular />}
          disabledFocusable={open > 0 || targets.isBusy}
          onClick={() => targets.settle(choices, rationale)}
        >
          Publish on top of version {theirs.number}
        </Button>
        <Button onClick={targets.leaveConflict}>Not now</Button>
      </div>
    </section>
  )
}

function DifferenceChoice(props: {
  readonly difference: Difference
  readonly side: Side | null
  readonly onChoose: (side: Side) => void
}) {
  const styles = useStyles()
  const { difference, side, onChoose } = props
  const { name, header } = difference
  const shown = (value: string) => shownValue(header, value)
  return (
    <div className={mergeClasses(styles.difference, side === null && styles.open)}>
      <Field label={header === 'Row' ? name : `${name}: ${header}`}>
        <RadioGroup
          className={styles.sides}
          value={side ?? ''}
          onChange={(_, data) => onChoose(data.value as Side)}
        >
          <Text className={styles.base}>Pulled: {shown(difference.base)}</Text>
          <Radio
            value="theirs"
            label={`Theirs: ${shown(difference.theirs)}${changed(difference, 'theirs')}`}
          />
          <Radio value="mine" label={`Mine: ${shown(difference.mine)}${changed(difference, 'mine')}`} />
        </RadioGroup>
      </Field>
    </div>
  )
}

function changed({ changedBy }: Difference, side: Side): string {
  return changedBy === side ? ' (changed)' : ''
}
