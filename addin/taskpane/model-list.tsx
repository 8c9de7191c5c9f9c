import { Button, Caption1, Spinner, Text, Tooltip, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowClockwiseRegular, ChevronRightRegular } from '@fluentui/react-icons'
import { FailureMessage } from './failure-message.tsx'
import { counted } from './figures.ts'
import { ScreenHeading } from './screen-heading.tsx'
import { useModels, type ListedModel } from './use-models.ts'

const useStyles = makeStyles({
  screen: { flexGrow: 1, overflowY: 'auto', padding: '12px', minHeight: 0 },
  headline: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', marginBottom: '8px' },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  row: {
    width: '100%',
    justifyContent: 'space-between',
    textAlign: 'start',
    padding: '8px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    borderRadius: 0,
    fontWeight: tokens.fontWeightRegular,
  },
  texts: { display: 'flex', flexDirection: 'column', minWidth: 0, overflowWrap: 'anywhere' },
  about: { color: tokens.colorNeutralForeground3 },
})

/** Every model of the firm; opening one leads to its sheet. */
export function ModelList({ onOpen }: { readonly onOpen: (id: string) => void }) {
  const styles = useStyles()
  const { state, reload } = useModels()
  return (
    <div className={styles.screen}>
      <div className={styles.headline}>
        <ScreenHeading>Models</ScreenHeading>
        <Tooltip content="Read again" relationship="label">
          <Button appearance="subtle" icon={<ArrowClockwiseRegular />} onClick={reload} />
        </Tooltip>
      </div>
      {state.kind === 'loading' && <Spinner label="Reading models…" labelPosition="below" />}
      {state.kind === 'failed' && <FailureMessage sentence={state.sentence} onRetry={reload} />}
      {state.kind === 'ready' && state.data.length === 0 && <Text>There are no models yet.</Text>}
      {state.kind === 'ready' && (
        <ul className={styles.list}>
          {state.data.map((model) => (
            <li key={model.id}>
              <Button
                appearance="subtle"
                className={styles.row}
                icon={<ChevronRightRegular />}
                iconPosition="after"
                onClick={() => onOpen(model.id)}
              >
                <span className={styles.texts}>
                  <Text weight="semibold">{model.name}</Text>
                  <Caption1 className={styles.about}>{aboutInWords(model)}</Caption1>
                </span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function aboutInWords({ householdCount, current }: ListedModel): string {
  const version = current ? `Version ${current.number} by ${current.author}` : 'No version'
  return `${version}, ${counted(householdCount, 'household')}`
}
