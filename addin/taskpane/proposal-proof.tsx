import { Caption1, MessageBar, MessageBarBody, Text, makeStyles } from '@fluentui/react-components'
import type { ProposalDetailFragment } from '../api/generated/graphql.ts'
import { certificateInWords, lossInWords, taxInWords } from './proof-words.ts'

const useStyles = makeStyles({
  all: { display: 'flex', flexDirection: 'column', gap: '4px', width: '100%' },
  message: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBlock: '6px' },
  list: { margin: '4px 0 0', paddingInlineStart: '16px' },
})

/** Why a proposal can be trusted: how near it is to the best, what it does to the year's tax, and what it loses on the way. */
export function ProposalProof({ proposal }: { readonly proposal: ProposalDetailFragment }) {
  const styles = useStyles()
  const { certificate, taxReturns, disallowedLosses } = proposal
  return (
    <div className={styles.all}>
      {certificate && <Text>{certificateInWords(certificate)}</Text>}
      {taxReturns.map((effect) => (
        <Caption1 key={effect.taxpayers.map(({ reference }) => reference).join()}>
          {taxInWords(effect)}
        </Caption1>
      ))}
      {disallowedLosses.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody className={styles.message}>
            Losses that cannot be used
            <ul className={styles.list}>
              {disallowedLosses.map((loss) => (
                <li key={`${loss.lotId} ${loss.bought} ${loss.blockerAccount.accountNumber}`}>
                  {lossInWords(loss)}
                </li>
              ))}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
    </div>
  )
}
