import {
  Button,
  Caption1,
  Field,
  Input,
  Radio,
  RadioGroup,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import {
  StartBatchDocument,
  type BatchPlanInput,
  type BatchSelectionInput,
} from '../api/generated/graphql.ts'
import { readSelectedRows } from '../excel/selected-cells.ts'
import { referencesOf } from '../sheets/selected-rows.ts'
import { BackButton } from './back-button.tsx'
import { Choice } from './choice.tsx'
import { sentenceOf } from './failure-message.tsx'
import { counted } from './figures.ts'
import { usePaneTools } from './pane-tools.ts'
import { SCOPES, SCOPE_WORDS } from './plan-choices.ts'
import { choiceInWords, type QueueChoice } from './queue-filter.ts'
import {
  MODE_WORDS,
  hasMode,
  planInputOf,
  selectionOf,
  type RunChoices,
  type RunSelectionKind,
} from './run-choices.ts'
import { RunStart } from './run-start.tsx'
import { ScreenHeading } from './screen-heading.tsx'
import type { ListedModel } from './use-models.ts'
import { useStart, type StartAnswer, type StartedBatch } from './use-start.ts'

const useStyles = makeStyles({
  screen: { padding: '12px', overflowY: 'auto', flexGrow: 1, minHeight: 0, boxSizing: 'border-box' },
  form: { display: 'flex', flexDirection: 'column', gap: '16px', marginTop: '8px', alignItems: 'flex-start' },
  field: { width: '100%' },
  control: { width: '100%', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
})

export interface RunFrom {
  readonly queue: QueueChoice
  /** Of the queue as it is chosen; null: not counted yet. */
  readonly queueCount: number | null
  readonly selectedIds: readonly string[]
  readonly models: readonly ListedModel[]
  readonly advisors: readonly string[]
  readonly custodians: readonly string[]
}

interface RunScreenProps {
  readonly from: RunFrom
  readonly isAllOfQueueChosen: boolean
  readonly onBack: () => void
  readonly onStarted: (started: StartedBatch) => void
}

/** Chooses households and how each is planned, and starts planning all of them in the background. */
export function RunScreen({ from, isAllOfQueueChosen, onBack, onStarted }: RunScreenProps) {
  const styles = useStyles()
  const { ask, firm, surroundings } = usePaneTools()
  const [choices, setChoices] = useState<RunChoices>(() => firstChoices(from, isAllOfQueueChosen))
  const [typedName, setTypedName] = useState<string | null>(null)
  const [references, setReferences] = useState<readonly string[] | null>(null)
  const [readFailure, setReadFailure] = useState<string | null>(null)
  const { isStarting, failure, start, refuse } = useStart(onStarted)
  const change = (part: Partial<RunChoices>) => setChoices((current) => ({ ...current, ...part }))
  const kinds = kindsOf(from, firm.householdCount)
  const name = typedName ?? nameOf(choices, from)

  const readCells = async () => {
    setReadFailure(null)
    try {
      setReferences(referencesOf(await readSelectedRows({ orWholeSheet: false })))
    } catch (error) {
      setReadFailure(sentenceOf(error))
    }
  }

  const send = async (
    clientMutationId: string,
    input: { name: string; selection: BatchSelectionInput; plan: BatchPlanInput },
  ): Promise<StartAnswer> => {
    const { startBatch: answer } = await ask(StartBatchDocument, { input: { clientMutationId, ...input } })
    if (answer.__typename === 'StartBatchPayload') return { kind: 'started', ...answer }
    const problems = 'problems' in answer ? answer.problems.map(({ message }) => message) : []
    return { kind: 'refused', sentence: answer.message, problems }
  }

  const startRun = () => {
    const chosen = selectionOf(choices, { queue: from.queue, selectedIds: from.selectedIds, references })
    if (chosen.kind === 'missing') return refuse(chosen.sentence)
    if (choices.scope === 'SLEEVE' && choices.sleeve.trim() === '')
      return refuse('Type the name of the class or tier to trade in.')
    void start({ name: name.trim(), selection: chosen.selection, plan: planInputOf(choices) }, send)
  }

  return (
    <div className={styles.screen}>
      <BackButton onBack={onBack}>Back</BackButton>
      <ScreenHeading>Rebalance many</ScreenHeading>
      <div className={styles.form}>
        <Field label="Households">
          <RadioGroup
            value={choices.kind}
            disabled={isStarting}
            onChange={(_, data) => change({ kind: data.value as RunSelectionKind })}
          >
            {kinds.map(([kind, words]) => (
              <Radio key={kind} value={kind} label={words} />
            ))}
          </RadioGroup>
        </Field>
        {choices.kind === 'model' && (
          <Choice
            label="Model"
            value={choices.modelId}
            options={from.models.map((model) => [
              model.id,
              `${model.name} (${counted(model.householdCount, 'household')})`,
            ])}
            isDisabled={isStarting}
            onChange={(modelId) => change({ modelId })}
          />
        )}
        {choices.kind === 'advisor' && (
          <Choice
            label="Advisor"
            value={choices.advisor}
            options={from.advisors.map((each) => [each, each])}
            isDisabled={isStarting}
            onChange={(advisor) => change({ advisor })}
          />
        )}
        {choices.kind === 'custodian' && (
          <Choice
            label="Custodian"
            value={choices.custodian}
            options={from.custodians.map((each) => [each, each])}
            isDisabled={isStarting}
            onChange={(custodian) => change({ custodian })}
          />
        )}
        {choices.kind === 'references' && (
          <>
            <Caption1 className={styles.quiet} role="status">
              {readFailure ?? referencesInWords(references)}
            </Caption1>
            <Button disabledFocusable={isStarting || !surroundings.isExcel} onClick={() => void readCells()}>
              Read the selected cells
            </Button>
          </>
        )}
        <Choice
          label="What to trade"
          value={choices.scope}
          options={SCOPES.map((scope) => [scope, SCOPE_WORDS[scope]])}
          isDisabled={isStarting}
          onChange={(scope) => change({ scope })}
        />
        {choices.scope === 'SLEEVE' && (
          <Field className={styles.field} label="Class or tier, by its name in the model" required>
            <Input
              className={styles.control}
              value={choices.sleeve}
              disabled={isStarting}
              onChange={(_, { value }) => change({ sleeve: value })}
            />
          </Field>
        )}
        {hasMode(choices.scope) && (
          <Choice
            label="How far"
            value={choices.mode}
            options={(['TARGET', 'MIDPOINT', 'BAND'] as const).map((mode) => [mode, MODE_WORDS[mode]])}
            isDisabled={isStarting}
            onChange={(mode) => change({ mode })}
          />
        )}
        <RunStart
          preference={choices.preference}
          onPreference={(preference) => change({ preference })}
          name={name}
          onName={setTypedName}
          isStarting={isStarting}
          failure={failure}
          onStart={startRun}
        />
        <Caption1 className={styles.quiet}>
          Proposals are made in the background. Nothing is traded, and the pane may be closed meanwhile.
        </Caption1>
      </div>
    </div>
  )
}

function firstChoices(from: RunFrom, isAllOfQueueChosen: boolean): RunChoices {
  return {
    kind: !isAllOfQueueChosen && from.selectedIds.length > 0 ? 'selected' : 'queue',
    modelId: from.models[0]?.id ?? '',
    advisor: from.advisors[0] ?? '',
    custodian: from.custodians[0] ?? '',
    scope: 'TARGET',
    sleeve: '',
    mode: 'TARGET',
    preference: 'BEST_FIT',
    name: '',
  }
}

function kindsOf(from: RunFrom, householdCount: number): readonly (readonly [RunSelectionKind, string])[] {
  const { selectedIds, queueCount, models, advisors, custodians } = from
  const filter = choiceInWords(from.queue, models)
  return [
    ...(selectedIds.length > 0
      ? [['selected', `Selected in the list (${selectedIds.length})`] as const]
      : []),
    ['queue', `In the queue${filter && `: ${filter}`}${queueCount === null ? '' : ` (${queueCount})`}`],
    ...(models.length > 0 ? [['model', 'On one model'] as const] : []),
    ...(advisors.length > 0 ? [['advisor', 'Of one advisor'] as const] : []),
    ...(custodians.length > 0 ? [['custodian', 'At one custodian'] as const] : []),
    ['references', 'Named in the selected cells'],
    ['all', `All households (${householdCount})`],
  ]
}

/** What the run is called unless the person says otherwise. */
function nameOf(choices: RunChoices, { queue, models, selectedIds }: RunFrom): string {
  const who = {
    selected: counted(selectedIds.length, 'household'),
    queue: choiceInWords(queue, models) || 'Queue',
    model: models.find(({ id }) => id === choices.modelId)?.name ?? 'Model',
    advisor: choices.advisor,
    custodian: choices.custodian,
    references: 'From a sheet',
    all: 'All households',
  }[choices.kind]
  return `${who}, ${SCOPE_WORDS[choices.scope].toLowerCase()}`
}

function referencesInWords(references: readonly string[] | null): string {
  if (references === null)
    return 'Select cells with references of households or account numbers, then read them. Hidden rows are left out.'
  if (references.length === 0) return 'The selected cells are empty.'
  const shown = references.slice(0, 3).join(', ')
  return `${counted(references.length, 'reference')}: ${shown}${references.length > 3 ? ' …' : ''}`
}
