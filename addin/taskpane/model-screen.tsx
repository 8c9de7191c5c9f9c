import { Body1, Caption1, Spinner, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { BackButton } from './back-button.tsx'
import { ConflictPanel } from './conflict-panel.tsx'
import { FailureMessage } from './failure-message.tsx'
import { counted } from './figures.ts'
import { mayWrite, usePaneTools } from './pane-tools.ts'
import { PublishForm } from './publish-form.tsx'
import { ScreenHeading } from './screen-heading.tsx'
import { TargetsNotices } from './targets-notices.tsx'
import { TargetsPanel } from './targets-panel.tsx'
import type { ModelToEdit } from './targets-pull.ts'
import { useDraft } from './use-draft.ts'
import { useModel } from './use-models.ts'
import { useTargets, type Targets } from './use-targets.ts'

const useStyles = makeStyles({
  screen: { flexGrow: 1, overflowY: 'auto', padding: '4px 12px 16px', minHeight: 0 },
  content: { display: 'flex', flexDirection: 'column', gap: '12px', alignItems: 'stretch' },
  about: { color: tokens.colorNeutralForeground3, display: 'block', overflowWrap: 'anywhere' },
})

interface ModelScreenProps {
  readonly id: string
  readonly onBack: () => void
}

/** One model: its version, its sheet in this workbook, and publishing what was edited there. */
export function ModelScreen({ id, onBack }: ModelScreenProps) {
  const styles = useStyles()
  const { state, reload } = useModel(id)
  const [rationale, setRationale] = useDraft(`rationale of ${id}`)
  const targets = useTargets(id, () => {
    setRationale('')
    reload()
  })
  const [model, setModel] = useState<ModelToEdit | null>(null)
  // While the model is read again after a publication the screen stays as it is.
  if (state.kind === 'ready' && state.data !== model) setModel(state.data)
  return (
    <div className={styles.screen}>
      <BackButton onBack={onBack}>Models</BackButton>
      {state.kind === 'failed' && <FailureMessage sentence={state.sentence} onRetry={reload} />}
      {state.kind === 'loading' && !model && <Spinner label="Reading the model…" labelPosition="below" />}
      {model && <Model {...model} targets={targets} rationale={rationale} onRationale={setRationale} />}
    </div>
  )
}

interface ModelProps extends ModelToEdit {
  readonly targets: Targets
  readonly rationale: string
  readonly onRationale: (rationale: string) => void
}

function Model({ model, latest, targets, rationale, onRationale }: ModelProps) {
  const styles = useStyles()
  const { surroundings, viewer } = usePaneTools()
  const { reading, conflict } = targets
  const canPublish = reading?.kind === 'read' && mayWrite(viewer)
  return (
    <div className={styles.content}>
      <div>
        <ScreenHeading>{model.name}</ScreenHeading>
        <Caption1 className={styles.about}>
          Version {latest.number} by {latest.author}, in force from {latest.effectiveFrom};{' '}
          {counted(model.householdCount, 'household')}
        </Caption1>
        <Caption1 className={styles.about}>{latest.rationale}</Caption1>
      </div>
      {!surroundings.isExcel && (
        <Body1>This page is not open inside Excel, so there is no sheet to edit.</Body1>
      )}
      {surroundings.isExcel && targets.isRead && !conflict && <TargetsPanel targets={targets} />}
      {conflict && (
        <ConflictPanel
          key={conflict.differences.map(({ id, mine }) => `${id}=${mine}`).join()}
          conflict={conflict}
          targets={targets}
          rationale={rationale}
        />
      )}
      {!mayWrite(viewer) && <Caption1>Your role may read models, not publish them.</Caption1>}
      {canPublish && (
        <PublishForm
          targets={targets}
          rationale={rationale}
          onRationale={onRationale}
          isInConflict={conflict !== null}
        />
      )}
      <TargetsNotices targets={targets} />
    </div>
  )
}
