import { MessageBar, MessageBarBody, makeStyles } from '@fluentui/react-components'
import type { StartFailure } from './use-start.ts'

/** More of them would fill the pane and tell no more. */
const MOST_SHOWN = 8

const useStyles = makeStyles({
  body: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBlock: '6px' },
  list: { margin: '4px 0 0', paddingInlineStart: '16px' },
})

/** Why nothing was started, with each single fault. */
export function StartFailureMessage({ failure }: { readonly failure: StartFailure }) {
  const styles = useStyles()
  const { sentence, problems } = failure
  const further = problems.length - MOST_SHOWN
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody className={styles.body}>
        {sentence}
        {problems.length > 0 && (
          <ul className={styles.list}>
            {problems.slice(0, MOST_SHOWN).map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
            {further > 0 && <li>and {further} more</li>}
          </ul>
        )}
      </MessageBarBody>
    </MessageBar>
  )
}
