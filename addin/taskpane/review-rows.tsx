import { Badge, Caption1, Checkbox, Text, makeStyles, tokens } from '@fluentui/react-components'
import type { ReviewedProposalFragment } from '../api/generated/graphql.ts'
import { stateInWords } from '../sheets/blotter-columns.ts'
import { counted, distance, money } from './figures.ts'
import { flagsInWords, needsInWords } from './review-words.ts'
import type { Review } from './use-review.ts'
import { VirtualRows } from './virtual-rows.tsx'

const ROW_HEIGHT = 108

const STATE_COLOURS = {
  PROPOSED: 'informative',
  EDITED: 'brand',
  APPROVED: 'success',
  REJECTED: 'danger',
  STALE: 'warning',
} as const

const useStyles = makeStyles({
  row: { display: 'flex', alignItems: 'flex-start', padding: '6px 12px 8px 4px' },
  texts: {
    flexGrow: 1,
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '2px',
    paddingTop: '6px',
  },
  line: { display: 'flex', justifyContent: 'space-between', alignItems: 'flex-start', gap: '8px' },
  open: {
    padding: 0,
    minWidth: 0,
    border: 'none',
    backgroundColor: 'transparent',
    color: 'inherit',
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    overflowWrap: 'anywhere',
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { textDecoration: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
  badge: { flexShrink: 0 },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  figures: { fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' },
})

interface ReviewRowsProps {
  readonly review: Review
  readonly onOpen: (householdId: string) => void
}

/** Proposals of a batch with what they cost and what an approval needs, each to be ticked or opened. */
export function ReviewRows({ review, onOpen }: ReviewRowsProps) {
  const styles = useStyles()
  const { pages, selection, isAllChosen } = review
  return (
    <VirtualRows
      label="Proposals, the most tax first"
      rows={pages.rows}
      keyOf={({ id }) => id}
      totalCount={pages.nextAfter === null ? pages.rows.length : null}
      hasMore={pages.nextAfter !== null}
      isBusy={pages.status !== 'ready'}
      rowHeight={ROW_HEIGHT}
      onEndShown={pages.loadMore}
    >
      {(proposal, { tabIndex, target }) => (
        <div className={styles.row}>
          <Checkbox
            aria-label={`Select ${proposal.household.name}`}
            tabIndex={tabIndex}
            disabled={isAllChosen}
            checked={isAllChosen || selection.ids.has(proposal.id)}
            onChange={() => selection.toggle(proposal.id)}
          />
          <div className={styles.texts}>
            <span className={styles.line}>
              <button
                type="button"
                className={styles.open}
                {...target}
                onClick={() => onOpen(proposal.household.id)}
              >
                <Text weight="semibold">{proposal.household.name}</Text>
              </button>
              <Badge appearance="tint" color={STATE_COLOURS[proposal.state]} className={styles.badge}>
                {stateInWords(proposal)}
              </Badge>
            </span>
            <Caption1 className={styles.figures}>{figuresInWords(proposal)}</Caption1>
            <Sentence>{flagsInWords(proposal)}</Sentence>
            <Sentence>{needsInWords(proposal)}</Sentence>
            <Sentence>{proposal.staleBecause?.sentence ?? ''}</Sentence>
          </div>
        </div>
      )}
    </VirtualRows>
  )
}

function Sentence({ children }: { readonly children: string }) {
  const styles = useStyles()
  if (children === '') return null
  return <Caption1 className={styles.quiet}>{children.charAt(0).toUpperCase() + children.slice(1)}</Caption1>
}

function figuresInWords(proposal: ReviewedProposalFragment): string {
  const { tradeCount, taxCost, largestDriftBefore, largestDriftAfter } = proposal
  const drift = `drift ${distance(largestDriftBefore)} → ${distance(largestDriftAfter)} pts`
  return `${counted(tradeCount, 'trade')}, ${money(taxCost)} tax, ${drift}`
}
