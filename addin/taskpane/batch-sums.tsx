import { makeStyles, tokens } from '@fluentui/react-components'
import type { SumsFragment } from '../api/generated/graphql.ts'
import { money, percent } from './figures.ts'

const useStyles = makeStyles({
  sums: { display: 'grid', gridTemplateColumns: '1fr auto', columnGap: '12px', rowGap: '4px', margin: 0 },
  label: { color: tokens.colorNeutralForeground3 },
  figure: { margin: 0, textAlign: 'end', fontVariantNumeric: 'tabular-nums' },
})

/** What the proposals of a batch come to together. */
export function BatchSumsList({ sums }: { readonly sums: SumsFragment }) {
  const styles = useStyles()
  const lines = [
    ['Proposals', String(sums.proposals)],
    ['Approved', `${sums.approved} of ${sums.proposals - sums.rejected - sums.stale}`],
    ...(sums.rejected > 0 ? [['Rejected', String(sums.rejected)] as const] : []),
    ...(sums.stale > 0 ? [['Stale', String(sums.stale)] as const] : []),
    ['Trades', String(sums.trades)],
    ['Estimated tax', money(sums.taxCost)],
    ['Turnover', `${money(sums.turnoverValue)} (${percent(sums.turnover)})`],
    ['Out of band left', String(sums.outOfBandLeft)],
  ] as const
  return (
    <dl className={styles.sums} aria-label="Sums">
      {lines.map(([label, figure]) => (
        <Line key={label} label={label} figure={figure} />
      ))}
    </dl>
  )
}

function Line({ label, figure }: { readonly label: string; readonly figure: string }) {
  const styles = useStyles()
  return (
    <>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.figure}>{figure}</dd>
    </>
  )
}
