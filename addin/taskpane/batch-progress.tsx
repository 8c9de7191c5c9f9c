import { Badge, Field, ProgressBar, makeStyles, tokens } from '@fluentui/react-components'
import type { BatchStatusFragment } from '../api/generated/graphql.ts'
import { OUTCOME_WORDS, householdsDone, statusInWords } from './batch-words.ts'

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', gap: '8px' },
  counts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(84px, 1fr))',
    gap: '8px',
    margin: 0,
  },
  count: { display: 'flex', flexDirection: 'column-reverse' },
  number: { margin: 0, fontSize: tokens.fontSizeBase500, fontVariantNumeric: 'tabular-nums' },
  label: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
})

/** How far a run is: the bar while it runs, and the households by what became of them. */
export function BatchProgressView({ batch }: { readonly batch: BatchStatusFragment }) {
  const styles = useStyles()
  const { progress, state } = batch
  const counts = [
    ['PROPOSED', progress.proposed],
    ['NOTHING_DUE', progress.nothingDue],
    ['SET_ASIDE', progress.setAside],
    ['FAILED', progress.failed],
    ['WAITING', progress.waiting],
    ['CANCELLED', progress.cancelled],
  ] as const
  return (
    <div className={styles.all}>
      {state === 'RUNNING' && (
        <Field validationMessage={statusInWords(batch)} validationState="none">
          <ProgressBar
            aria-label="Households planned"
            value={householdsDone(batch)}
            max={Math.max(1, batch.householdCount)}
          />
        </Field>
      )}
      <dl className={styles.counts} aria-label="Households by outcome">
        {counts
          .filter(([outcome, count]) => count > 0 || outcome === 'PROPOSED')
          .map(([outcome, count]) => (
            <div key={outcome} className={styles.count}>
              <dt className={styles.label}>{OUTCOME_WORDS[outcome]}</dt>
              <dd className={styles.number}>{count}</dd>
            </div>
          ))}
      </dl>
    </div>
  )
}

const STATE_LOOK = {
  RUNNING: { color: 'brand', words: 'Running' },
  DONE: { color: 'success', words: 'Done' },
  CANCELLED: { color: 'warning', words: 'Stopped' },
} as const

/** Whether a run is under way, as a word on a ground. */
export function BatchStateBadge({ state }: Pick<BatchStatusFragment, 'state'>) {
  const { color, words } = STATE_LOOK[state]
  return (
    <Badge appearance="tint" color={color}>
      {words}
    </Badge>
  )
}
