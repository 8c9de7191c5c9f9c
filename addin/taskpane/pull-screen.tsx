import {
  Button,
  Field,
  MessageBar,
  MessageBarBody,
  Radio,
  RadioGroup,
  makeStyles,
} from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { Placement } from '../excel/find-place.ts'
import type { DriftRowKind } from '../sheets/drift-sheet.ts'
import { BackButton } from './back-button.tsx'
import type { PullScope } from './collect-drift.ts'
import { usePaneTools } from './pane-tools.ts'
import { pullDrift } from './pull-drift.ts'
import { PullStatus } from './pull-status.tsx'
import { ScreenHeading } from './screen-heading.tsx'
import { householdFilter, type ListChoice } from './use-household-pages.ts'
import { usePull } from './use-pull.ts'

const useStyles = makeStyles({
  screen: { padding: '12px', overflowY: 'auto', flexGrow: 1, minHeight: 0, boxSizing: 'border-box' },
  form: { display: 'flex', flexDirection: 'column', gap: '16px', marginTop: '8px' },
  message: { whiteSpace: 'normal', paddingBlock: '6px' },
})

interface PullScreenProps {
  readonly listed: { readonly choice: ListChoice; readonly count: number }
  readonly selectedIds: ReadonlySet<string>
  readonly onBack: () => void
}

/** Chooses what is pulled into a sheet, and pulls it. */
export function PullScreen({ listed, selectedIds, onBack }: PullScreenProps) {
  const styles = useStyles()
  const tools = usePaneTools()
  const choices = scopeChoices(listed, selectedIds, tools.firm)
  const [scopeKind, setScopeKind] = useState<PullScope['kind']>(selectedIds.size > 0 ? 'selected' : 'all')
  const [rowKind, setRowKind] = useState<DriftRowKind>('householdClass')
  const [placement, setPlacement] = useState<Placement>('replace')
  const { state, start, cancel } = usePull()
  const isRunning = state.kind === 'running'
  const chosen = choices.find(({ scope }) => scope.kind === scopeKind) ?? choices[0]

  const pull = () => {
    if (!chosen) return
    const request = { scope: chosen.scope, rowKind, placement, scopeInWords: chosen.inWords }
    start((signal, onProgress) => pullDrift(request, tools, signal, onProgress))
  }

  return (
    <div className={styles.screen}>
      <BackButton onBack={onBack}>Households</BackButton>
      <ScreenHeading>Pull drift into a sheet</ScreenHeading>
      <div className={styles.form}>
        <Field label="Households">
          <RadioGroup
            value={chosen?.scope.kind ?? 'all'}
            disabled={isRunning}
            onChange={(_, data) => setScopeKind(data.value as PullScope['kind'])}
          >
            {choices.map(({ scope, inWords, count }) => (
              <Radio key={scope.kind} value={scope.kind} label={`${inWords} (${count})`} />
            ))}
          </RadioGroup>
        </Field>
        <Field label="One row for each">
          <RadioGroup
            value={rowKind}
            disabled={isRunning}
            onChange={(_, data) => setRowKind(data.value as DriftRowKind)}
          >
            <Radio value="householdClass" label="Class of a household" />
            <Radio value="household" label="Household" />
            <Radio value="accountClass" label="Class of an account" />
            <Radio value="account" label="Account" />
          </RadioGroup>
        </Field>
        <Field label="If this table is in the workbook already">
          <RadioGroup
            value={placement}
            disabled={isRunning}
            onChange={(_, data) => setPlacement(data.value as Placement)}
          >
            <Radio value="replace" label="Replace it" />
            <Radio value="addSheet" label="Add another sheet" />
          </RadioGroup>
        </Field>
        {!tools.surroundings.isExcel && (
          <MessageBar intent="info" layout="multiline">
            <MessageBarBody className={styles.message}>
              This page is not open inside Excel, so there is no sheet to write to.
            </MessageBarBody>
          </MessageBar>
        )}
        <Button
          appearance="primary"
          icon={<ArrowDownloadRegular />}
          disabledFocusable={isRunning || !tools.surroundings.isExcel}
          onClick={pull}
        >
          Pull
        </Button>
        <PullStatus state={state} onCancel={cancel} />
      </div>
    </div>
  )
}

interface ScopeChoice {
  readonly scope: PullScope
  readonly inWords: string
  readonly count: number
}

function scopeChoices(
  listed: PullScreenProps['listed'],
  selectedIds: ReadonlySet<string>,
  firm: { readonly householdCount: number; readonly householdsOutOfBand: number },
): readonly ScopeChoice[] {
  const search = listed.choice.search.trim()
  return [
    { scope: { kind: 'all' }, inWords: 'All households', count: firm.householdCount },
    { scope: { kind: 'outOfBand' }, inWords: 'Out of band only', count: firm.householdsOutOfBand },
    ...(search
      ? [
          {
            scope: { kind: 'listed', filter: householdFilter(listed.choice) } as const,
            inWords: `Found by “${search}”${listed.choice.outOfBandOnly ? ', out of band' : ''}`,
            count: listed.count,
          },
        ]
      : []),
    ...(selectedIds.size > 0
      ? [
          {
            scope: { kind: 'selected', ids: [...selectedIds] } as const,
            inWords: 'Selected in the list',
            count: selectedIds.size,
          },
        ]
      : []),
  ]
}
