import { Caption1, Text, makeStyles, tokens } from '@fluentui/react-components'
import type { AccountSummaryFragment } from '../api/generated/graphql.ts'
import { wholeBandWord } from '../sheets/band-words.ts'
import { TAX_STATUS_WORDS } from '../sheets/drift-sheet.ts'
import { BandBadge } from './band-badge.tsx'
import { money } from './figures.ts'

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
  },
  item: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: '8px' },
  part: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  figures: { alignItems: 'flex-end', flexShrink: 0 },
  cut: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  number: { fontVariantNumeric: 'tabular-nums' },
})

/** The accounts of one household. */
export function AccountLines({ accounts }: { readonly accounts: readonly AccountSummaryFragment[] }) {
  const styles = useStyles()
  if (accounts.length === 0) return <Text>The household has no accounts.</Text>
  return (
    <ul className={styles.list}>
      {accounts.map((account) => (
        <li key={account.id} className={styles.item}>
          <span className={styles.part}>
            <Text className={styles.cut}>{account.name}</Text>
            <Caption1 className={styles.quiet}>
              {account.accountNumber} · {TAX_STATUS_WORDS[account.taxStatus]} · {account.custodian}
            </Caption1>
          </span>
          <span className={`${styles.part} ${styles.figures}`}>
            <Text className={styles.number}>{money(account.drift?.base ?? null)}</Text>
            <BandBadge word={wholeBandWord(account.drift)} />
          </span>
        </li>
      ))}
    </ul>
  )
}
