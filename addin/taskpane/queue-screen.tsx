import {
  Button,
  Caption1,
  Checkbox,
  Spinner,
  ToggleButton,
  Tooltip,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import {
  ArrowClockwiseRegular,
  DismissRegular,
  FilterRegular,
  FilterFilled,
  PlayRegular,
} from '@fluentui/react-icons'
import { useState } from 'react'
import type { AlertKind } from '../api/generated/graphql.ts'
import { ALERT_WORDS } from './alert-words.ts'
import { Choice } from './choice.tsx'
import { FailureMessage } from './failure-message.tsx'
import { counted } from './figures.ts'
import { mayWrite, usePaneTools } from './pane-tools.ts'
import { choiceInWords } from './queue-filter.ts'
import { QueueRows } from './queue-rows.tsx'
import { ScreenHeading } from './screen-heading.tsx'
import type { ListedModel } from './use-models.ts'
import type { Queue } from './use-queue.ts'

const useStyles = makeStyles({
  screen: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0 },
  top: { display: 'flex', flexDirection: 'column', gap: '8px', padding: '12px 12px 4px', flexShrink: 0 },
  headline: { display: 'flex', alignItems: 'center', justifyContent: 'space-between' },
  kinds: { display: 'flex', gap: '6px', flexWrap: 'wrap' },
  kind: { minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  empty: { padding: '16px 12px' },
  message: { padding: '0 12px' },
  all: { marginInlineStart: '-8px' },
  bottom: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    flexWrap: 'wrap',
    gap: '8px',
    padding: '8px 12px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    flexShrink: 0,
  },
  selected: { display: 'flex', alignItems: 'center', gap: '4px', whiteSpace: 'nowrap' },
})

interface QueueScreenProps {
  readonly queue: Queue
  readonly models: readonly ListedModel[]
  readonly onOpen: (householdId: string) => void
  readonly onRun: () => void
}

/** What asks for attention, counted by kind, and the households it is about. */
export function QueueScreen({ queue, models, onOpen, onRun }: QueueScreenProps) {
  const styles = useStyles()
  const { viewer } = usePaneTools()
  const [isFilterShown, setFilterShown] = useState(false)
  const { choice, counts, selection, isAllChosen, chooseAll } = queue
  const { advisor, modelId, custodian } = choice
  const isFiltered = advisor !== '' || modelId !== '' || custodian !== ''
  const listed = counts?.listed.households ?? 0
  return (
    <div className={styles.screen}>
      <div className={styles.top}>
        <div className={styles.headline}>
          <ScreenHeading>Queue</ScreenHeading>
          <span>
            <Tooltip content="Filter by advisor, model, custodian" relationship="label">
              <Button
                appearance="subtle"
                icon={isFiltered ? <FilterFilled /> : <FilterRegular />}
                aria-expanded={isFilterShown}
                onClick={() => setFilterShown(!isFilterShown)}
              />
            </Tooltip>
            <Tooltip content="Read again" relationship="label">
              <Button appearance="subtle" icon={<ArrowClockwiseRegular />} onClick={queue.reload} />
            </Tooltip>
          </span>
        </div>
        {isFilterShown && <Filters queue={queue} models={models} />}
        {!isFilterShown && isFiltered && (
          <Caption1>Only {choiceInWords({ ...choice, kinds: new Set() }, models)}</Caption1>
        )}
        <Kinds queue={queue} />
        <Caption1 className={styles.quiet} role="status">
          {foundInWords(queue)}
        </Caption1>
        {listed > 0 && mayWrite(viewer) && (
          <Checkbox
            className={styles.all}
            label={listed === 1 ? 'Select it' : `Select all ${listed}`}
            checked={isAllChosen ? true : selection.ids.size > 0 ? 'mixed' : false}
            onChange={() => {
              selection.clear()
              chooseAll(!isAllChosen)
            }}
          />
        )}
      </div>
      <ListBody queue={queue} onOpen={onOpen} isFiltered={isFiltered || choice.kinds.size > 0} />
      {mayWrite(viewer) && (
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
          <Button appearance="primary" icon={<PlayRegular />} onClick={onRun}>
            Rebalance…
          </Button>
        </div>
      )}
    </div>
  )
}

function Kinds({ queue }: { readonly queue: Queue }) {
  const styles = useStyles()
  const { choice, choose, counts } = queue
  const toggle = (kind: AlertKind) => {
    const kinds = new Set(choice.kinds)
    if (!kinds.delete(kind)) kinds.add(kind)
    choose({ kinds })
  }
  // A kind of which there is none takes room from those of which there is.
  const shown = (counts?.queue.counts ?? []).filter(
    ({ kind, alerts }) => alerts > 0 || choice.kinds.has(kind),
  )
  if (shown.length === 0) return null
  return (
    <div className={styles.kinds} role="group" aria-label="Kinds of alerts">
      {shown.map(({ kind, households, alerts }) => (
        <ToggleButton
          key={kind}
          size="small"
          className={styles.kind}
          checked={choice.kinds.has(kind)}
          appearance={choice.kinds.has(kind) ? 'primary' : 'outline'}
          title={`${counted(alerts, 'alert')} of ${counted(households, 'household')}`}
          onClick={() => toggle(kind)}
        >
          {ALERT_WORDS[kind]} {households}
        </ToggleButton>
      ))}
    </div>
  )
}

function Filters({ queue, models }: { readonly queue: Queue; readonly models: readonly ListedModel[] }) {
  const { choice, choose, counts } = queue
  const named = (values: readonly string[]) => values.map((value) => [value, value] as const)
  return (
    <>
      <Choice
        label="Advisor"
        value={choice.advisor}
        options={[['', 'Any advisor'], ...named(counts?.queue.advisors ?? [])]}
        onChange={(advisor) => choose({ advisor })}
      />
      <Choice
        label="Model"
        value={choice.modelId}
        options={[['', 'Any model'], ...models.map(({ id, name }) => [id, name] as const)]}
        onChange={(modelId) => choose({ modelId })}
      />
      <Choice
        label="Custodian"
        value={choice.custodian}
        options={[['', 'Any custodian'], ...named(counts?.queue.custodians ?? [])]}
        onChange={(custodian) => choose({ custodian })}
      />
    </>
  )
}

interface ListBodyProps extends Pick<QueueScreenProps, 'queue' | 'onOpen'> {
  readonly isFiltered: boolean
}

function ListBody({ queue, onOpen, isFiltered }: ListBodyProps) {
  const styles = useStyles()
  const { pages, counts } = queue
  if (pages.failure) {
    return (
      <div className={styles.message}>
        <FailureMessage sentence={pages.failure} onRetry={queue.reload} />
      </div>
    )
  }
  if (pages.status === 'loading' && pages.rows.length === 0)
    return <Spinner className={styles.empty} label="Reading the queue…" labelPosition="below" />
  if (pages.rows.length > 0) return <QueueRows queue={queue} onOpen={onOpen} />
  const nothing = counts?.queue.asOf === null ? 'Nothing was loaded yet.' : 'Nothing asks for attention.'
  return <div className={styles.empty}>{isFiltered ? 'No household fits these filters.' : nothing}</div>
}

function foundInWords({ pages, counts }: Queue): string {
  if (pages.status === 'loading' || counts === null) return pages.status === 'failed' ? '' : 'Reading…'
  return `${counted(counts.listed.households, 'household')}, largest drift first`
}
