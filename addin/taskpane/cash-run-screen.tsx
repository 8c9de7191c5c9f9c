import { Button, Caption1, Spinner, makeStyles, tokens } from '@fluentui/react-components'
import { TableAddRegular, TableSearchRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import {
  StartCashRunDocument,
  type BatchPlanInput,
  type CashRunFlowInput,
  type PlanPreference,
} from '../api/generated/graphql.ts'
import { readSelectedRows } from '../excel/selected-cells.ts'
import { writeTable } from '../excel/write-table.ts'
import { cashRows, emptyCashSheet, type CashRows } from '../sheets/cash-rows.ts'
import { sumOf } from '../sheets/exact-sums.ts'
import { BackButton } from './back-button.tsx'
import { FailureMessage, sentenceOf } from './failure-message.tsx'
import { counted, money } from './figures.ts'
import { usePaneTools } from './pane-tools.ts'
import { RunStart } from './run-start.tsx'
import { ScreenHeading } from './screen-heading.tsx'
import { useStart, type StartAnswer, type StartedBatch } from './use-start.ts'

const useStyles = makeStyles({
  screen: { padding: '12px', overflowY: 'auto', flexGrow: 1, minHeight: 0, boxSizing: 'border-box' },
  form: { display: 'flex', flexDirection: 'column', gap: '16px', marginTop: '8px', alignItems: 'flex-start' },
  buttons: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
  quiet: { color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
})

interface CashRunScreenProps {
  readonly onBack: () => void
  readonly onStarted: (started: StartedBatch) => void
}

/** Withdrawals, required distributions and contributions of a list in the sheet, each funded at the least tax. */
export function CashRunScreen({ onBack, onStarted }: CashRunScreenProps) {
  const styles = useStyles()
  const { ask, surroundings } = usePaneTools()
  const [list, setList] = useState<CashRows | null>(null)
  const [isReading, setReading] = useState(false)
  const [excelFailure, setExcelFailure] = useState<string | null>(null)
  const [preference, setPreference] = useState<PlanPreference>('BEST_FIT')
  const [name, setName] = useState('Cash run')
  const { isStarting, failure, start, refuse } = useStart(onStarted)
  const isBusy = isStarting || isReading

  const inExcel = async (work: () => Promise<void>) => {
    setReading(true)
    setExcelFailure(null)
    try {
      await work()
    } catch (error) {
      setExcelFailure(sentenceOf(error, 'pull'))
    } finally {
      setReading(false)
    }
  }
  const readList = () =>
    inExcel(async () => setList(cashRows(await readSelectedRows({ orWholeSheet: true }))))
  const writeList = () =>
    inExcel(async () => {
      await writeTable(emptyCashSheet(), { placement: 'addSheet' })
    })

  const send = async (
    clientMutationId: string,
    input: { name: string; flows: CashRunFlowInput[]; plan: BatchPlanInput | null },
  ): Promise<StartAnswer> => {
    const { startCashRun: answer } = await ask(StartCashRunDocument, {
      input: { clientMutationId, ...input },
    })
    if (answer.__typename === 'StartCashRunPayload') return { kind: 'started', ...answer }
    const problems =
      'problems' in answer ? answer.problems.map(({ message, place }) => atRow(message, place, list)) : []
    return { kind: 'refused', sentence: answer.message, problems }
  }

  const startRun = () => {
    if (list === null || list.flows.length + list.faults.length === 0)
      return refuse('Read a list of accounts and dollars from the sheet first.')
    if (list.faults.length > 0)
      return refuse('The list has faults. Mend them in the sheet, then read it again.', list.faults)
    const plan = preference === 'BEST_FIT' ? null : { preference }
    void start({ name: name.trim(), flows: [...list.flows], plan }, send)
  }

  return (
    <div className={styles.screen}>
      <BackButton onBack={onBack}>Batches</BackButton>
      <ScreenHeading>Cash run</ScreenHeading>
      <div className={styles.form}>
        <Caption1 className={styles.quiet}>
          A list in the sheet with the headings Account, Withdrawal, Contribution and Kind. Select it, or any
          one cell of its sheet; hidden rows are left out.
        </Caption1>
        <div className={styles.buttons}>
          <Button
            icon={isReading ? <Spinner size="tiny" aria-label="Working" /> : <TableSearchRegular />}
            disabledFocusable={isBusy || !surroundings.isExcel}
            onClick={() => void readList()}
          >
            Read the list
          </Button>
          <Button
            icon={<TableAddRegular />}
            disabledFocusable={isBusy || !surroundings.isExcel}
            onClick={() => void writeList()}
          >
            Add an empty list
          </Button>
        </div>
        {excelFailure && <FailureMessage sentence={excelFailure} />}
        <Caption1 role="status">{list && listInWords(list)}</Caption1>
        <RunStart
          preference={preference}
          onPreference={setPreference}
          name={name}
          onName={setName}
          isStarting={isStarting}
          isBusy={isReading}
          failure={failure}
          onStart={startRun}
        />
      </div>
    </div>
  )
}

/** A fault of the server's with the row of the sheet that it is about. */
function atRow(message: string, place: string | null, list: CashRows | null): string {
  const at = /^flows\.(\d+)/.exec(place ?? '')?.[1]
  const row = at === undefined ? undefined : list?.rows[Number(at)]
  return row === undefined ? message : `Row ${row}: ${message}`
}

function listInWords({ flows, faults }: CashRows): string {
  const paid = sumOf(flows.flatMap(({ withdrawal }) => (withdrawal ? [withdrawal] : [])))
  const received = sumOf(flows.flatMap(({ contribution }) => (contribution ? [contribution] : [])))
  const sums = `${counted(flows.length, 'row')}: ${money(paid)} to raise, ${money(received)} to invest.`
  return faults.length === 0 ? sums : `${sums} ${counted(faults.length, 'fault')}: ${faults[0]}`
}
