import {
  Body1,
  Button,
  Caption1,
  Subtitle2,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import type { TradeVersion } from '../sheets/trades-conflict.ts'
import { sharesInWords } from '../sheets/trades-push.ts'
import { counted } from './figures.ts'
import type { TradesConflict } from './trades-send.ts'
import type { Trades } from './use-trades.ts'

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: '8px' },
  heading: { margin: 0 },
  buttons: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
  },
  row: {
    borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
    paddingLeft: '8px',
    overflowWrap: 'anywhere',
  },
  contested: { borderLeft: `3px solid ${tokens.colorStatusWarningBorderActive}` },
  versions: { display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: '8px', margin: 0 },
  value: { margin: 0, fontVariantNumeric: 'tabular-nums' },
  quiet: { color: tokens.colorNeutralForeground3 },
})

interface TradesConflictPanelProps {
  readonly conflict: TradesConflict
  readonly trades: Pick<Trades, 'settle' | 'dismiss' | 'isBusy'>
}

/** What was pulled, theirs and mine, trade by trade; one choice for those that both changed. */
export function TradesConflictPanel({ conflict, trades }: TradesConflictPanelProps) {
  const styles = useStyles()
  const contested = conflict.rows.filter(({ isContested }) => isContested).length
  return (
    <section className={styles.panel} aria-label="Conflict">
      <Subtitle2 as="h3" className={styles.heading}>
        A colleague changed this proposal
      </Subtitle2>
      <Body1 role="status">
        {conflict.sentence}{' '}
        {contested === 0
          ? 'You changed different trades: both stay.'
          : `Both of you changed ${counted(contested, 'trade')}: choose whose edits stay.`}
      </Body1>
      <ul className={styles.list} aria-label="Changed trades">
        {conflict.rows.map((row) => (
          <li key={row.tradeId} className={mergeClasses(styles.row, row.isContested && styles.contested)}>
            <Body1>{row.inWords}</Body1>
            <dl className={styles.versions}>
              <Version name="As pulled" version={row.base} />
              <Version name="Theirs" version={row.theirs} />
              <Version name="Mine" version={row.mine} />
            </dl>
          </li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <Button appearance="primary" disabledFocusable={trades.isBusy} onClick={() => trades.settle('mine')}>
          {contested === 0 ? 'Keep both and push' : 'Keep mine and push'}
        </Button>
        {contested > 0 && (
          <Button disabledFocusable={trades.isBusy} onClick={() => trades.settle('theirs')}>
            Keep theirs
          </Button>
        )}
        <Button disabledFocusable={trades.isBusy} onClick={trades.dismiss}>
          Not now
        </Button>
      </div>
    </section>
  )
}

function Version({ name, version }: { readonly name: string; readonly version: TradeVersion }) {
  const styles = useStyles()
  return (
    <>
      <dt>
        <Caption1 className={styles.quiet}>{name}</Caption1>
      </dt>
      <dd className={styles.value}>
        <Caption1>{version ? versionInWords(version) : 'not in the list'}</Caption1>
      </dd>
    </>
  )
}

function versionInWords({ shares, note }: NonNullable<TradeVersion>): string {
  return `${sharesInWords(shares)} shares${note ? `, “${note}”` : ''}`
}
