import { Caption1, Text, makeStyles, tokens } from '@fluentui/react-components'
import type { ProposalDetailFragment } from '../api/generated/graphql.ts'
import { counted, money, shares } from './figures.ts'
import { addedTaxInWords } from './proof-words.ts'

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', gap: '10px', width: '100%' },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '10px',
  },
  item: {
    display: 'flex',
    flexDirection: 'column',
    paddingLeft: '10px',
    borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
  },
  line: { display: 'flex', justifyContent: 'space-between', gap: '8px' },
  number: { fontVariantNumeric: 'tabular-nums' },
  quiet: { color: tokens.colorNeutralForeground3 },
  heading: { margin: '0 0 4px', fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
})

const SIDE_WORDS = { SELL: 'Sell', BUY: 'Buy' } as const

/** A proposal: each trade with its reason, and what was left alone or refused, and why. */
export function ProposalTrades({ proposal }: { readonly proposal: ProposalDetailFragment }) {
  const styles = useStyles()
  const { trades, classesLeftAlone, refusals, warnings } = proposal
  return (
    <div className={styles.all}>
      <Caption1 className={styles.quiet} role="status">
        {counted(trades.length, 'trade')} as of {proposal.asOf}, {addedTaxInWords(proposal)}
        {proposal.preference === 'FEWEST_TRADES' && ', fewest trades preferred'}
      </Caption1>
      <ul className={styles.list} aria-label="Proposed trades">
        {trades.map((trade) => (
          <li key={trade.id} className={styles.item}>
            <span className={styles.line}>
              <Text weight="semibold">
                {SIDE_WORDS[trade.side]} {shares(trade.shares)} {trade.security.symbol}
              </Text>
              <Text className={styles.number}>{money(trade.value)}</Text>
            </span>
            <Caption1 className={styles.quiet}>
              {trade.account.accountNumber} · {trade.account.name}
            </Caption1>
            <Caption1>{trade.reason}</Caption1>
          </li>
        ))}
      </ul>
      <Sentences
        heading="Left alone"
        sentences={classesLeftAlone.flatMap(({ name, reasons }) =>
          reasons.map(({ sentence }) => `${name}: ${sentence}`),
        )}
      />
      <Sentences heading="Refused" sentences={refusals.map(({ reason }) => reason.sentence)} />
      <Sentences heading="Warnings" sentences={warnings.map(({ sentence }) => sentence)} />
    </div>
  )
}

function Sentences({
  heading,
  sentences,
}: {
  readonly heading: string
  readonly sentences: readonly string[]
}) {
  const styles = useStyles()
  if (sentences.length === 0) return null
  return (
    <div>
      <h3 className={styles.heading}>{heading}</h3>
      <ul className={styles.list}>
        {[...new Set(sentences)].map((sentence) => (
          <li key={sentence}>
            <Caption1>{sentence}</Caption1>
          </li>
        ))}
      </ul>
    </div>
  )
}
