import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { ChartMultipleRegular, TableSearchRegular } from '@fluentui/react-icons'
import type { BatchStatusFragment } from '../api/generated/graphql.ts'
import { usePaneTools } from './pane-tools.ts'
import { pullDriftChart, pullOutliers } from './pull-batch-sheets.ts'
import { PullStatus } from './pull-status.tsx'
import { usePull } from './use-pull.ts'

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', gap: '8px', width: '100%' },
  heading: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  buttons: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
})

/** What of a batch is looked at in sheets of its own: outliers, and a chart of drift before and after. */
export function BatchSheets({ batch }: { readonly batch: BatchStatusFragment }) {
  const styles = useStyles()
  const tools = usePaneTools()
  const { state, start, cancel } = usePull()
  const isOff = state.kind === 'running' || !tools.surroundings.isExcel
  return (
    <section className={styles.panel} aria-label="Sheets to look at">
      <h2 className={styles.heading}>Look at it in sheets</h2>
      <div className={styles.buttons}>
        <Button
          icon={<TableSearchRegular />}
          disabledFocusable={isOff}
          onClick={() => start((signal, onProgress) => pullOutliers(batch.id, { tools, signal, onProgress }))}
        >
          Outliers
        </Button>
        <Button
          icon={<ChartMultipleRegular />}
          disabledFocusable={isOff}
          onClick={() => start((signal, onProgress) => pullDriftChart(batch, { tools, signal, onProgress }))}
        >
          Chart of drift
        </Button>
      </div>
      <PullStatus state={state} onCancel={cancel} />
    </section>
  )
}
