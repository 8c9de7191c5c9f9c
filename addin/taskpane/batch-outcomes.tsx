import { Button, Caption1, Spinner, Text, makeStyles, tokens } from '@fluentui/react-components'
import { useCallback } from 'react'
import { BatchOutcomesDocument, type BatchOutcomesQuery } from '../api/generated/graphql.ts'
import { OUTCOME_WORDS } from './batch-words.ts'
import { FailureMessage } from './failure-message.tsx'
import { usePaneTools } from './pane-tools.ts'
import { usePages, type ReadPage } from './use-pages.ts'

type Outcome = NonNullable<BatchOutcomesQuery['batch']>['households']['edges'][number]['node']

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', gap: '8px', alignItems: 'flex-start' },
  heading: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '10px',
    alignSelf: 'stretch',
  },
  item: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: '2px',
    paddingLeft: '10px',
    borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
    overflowWrap: 'anywhere',
  },
  open: {
    padding: 0,
    border: 'none',
    backgroundColor: 'transparent',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    ':hover': { textDecoration: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  quiet: { color: tokens.colorNeutralForeground3 },
})

const WITHOUT_PROPOSAL = ['SET_ASIDE' as const, 'FAILED' as const]

interface BatchOutcomesProps {
  readonly batchId: string
  readonly onOpen: (householdId: string) => void
}

/** Households of a run without a proposal, each with its reason. Made anew by its key when the counts change. */
export function BatchOutcomes({ batchId, onOpen }: BatchOutcomesProps) {
  const styles = useStyles()
  const { ask } = usePaneTools()
  const read = useCallback<ReadPage<Outcome>>(
    async (page, signal) => {
      const { batch } = await ask(
        BatchOutcomesDocument,
        { id: batchId, ...page, states: WITHOUT_PROPOSAL },
        signal,
      )
      return batch?.households ?? { edges: [], pageInfo: { hasNextPage: false, endCursor: null } }
    },
    [ask, batchId],
  )
  const pages = usePages(read)
  return (
    <section className={styles.all} aria-label="Households without a proposal">
      <h2 className={styles.heading}>Without a proposal</h2>
      {pages.status === 'loading' && <Spinner size="tiny" label="Reading…" />}
      {pages.failure && <FailureMessage sentence={pages.failure} onRetry={pages.reload} />}
      <ul className={styles.list} aria-label="Households without a proposal">
        {pages.rows.map(({ household, state, message, attempts }) => (
          <li key={household.id} className={styles.item}>
            <button type="button" className={styles.open} onClick={() => onOpen(household.id)}>
              <Text weight="semibold">{household.name}</Text>
            </button>
            <Caption1 className={styles.quiet}>
              {household.reference} · {OUTCOME_WORDS[state]}
              {attempts > 1 && `, tried ${attempts} times`}
            </Caption1>
            {message !== null && <Caption1>{message}</Caption1>}
          </li>
        ))}
      </ul>
      {pages.nextAfter !== null && (
        <Button size="small" disabledFocusable={pages.status !== 'ready'} onClick={pages.loadMore}>
          Show more
        </Button>
      )}
    </section>
  )
}
