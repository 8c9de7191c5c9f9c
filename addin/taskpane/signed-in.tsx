import {
  Button,
  Caption1,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Tab,
  TabList,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { PersonRegular, SignOutRegular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import type { BatchStatusFragment } from '../api/generated/graphql.ts'
import { BatchList } from './batch-list.tsx'
import { BatchScreen } from './batch-screen.tsx'
import { CashRunScreen } from './cash-run-screen.tsx'
import { HouseholdDetail } from './household-detail.tsx'
import { HouseholdList } from './household-list.tsx'
import { Mark } from './mark.tsx'
import { ModelList } from './model-list.tsx'
import { ModelScreen } from './model-screen.tsx'
import { usePaneTools } from './pane-tools.ts'
import { PullScreen } from './pull-screen.tsx'
import { QueueScreen } from './queue-screen.tsx'
import { RefreshScreen } from './refresh-screen.tsx'
import { useRibbonWish } from './ribbon-wish.ts'
import { ReviewScreen } from './review-screen.tsx'
import { RunScreen } from './run-screen.tsx'
import { useHouseholdPages } from './use-household-pages.ts'
import { useModels } from './use-models.ts'
import { useQueue } from './use-queue.ts'
import { useSelection } from './use-selection.ts'
import type { StartedBatch } from './use-start.ts'

const useStyles = makeStyles({
  frame: { height: '100%', display: 'flex', flexDirection: 'column', minHeight: 0 },
  header: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    padding: '8px 12px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    flexShrink: 0,
  },
  firm: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column' },
  firmName: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  asOf: { color: tokens.colorNeutralForeground3 },
  sections: { padding: '0 4px', flexShrink: 0 },
  // Five of them side by side in 320 pixels; in a narrower pane they take a second line.
  tabs: { flexWrap: 'wrap' },
  section: { padding: '6px 2px', '& span': { fontSize: tokens.fontSizeBase200 } },
  main: { flexGrow: 1, minHeight: 0, display: 'flex', flexDirection: 'column' },
})

/** Which screen is shown. Kept in memory: office.js takes the browser's history away from add-ins. */
type Screen =
  | { readonly kind: 'queue' }
  | { readonly kind: 'run'; readonly from: Place }
  | { readonly kind: 'households' }
  | { readonly kind: 'household'; readonly id: string; readonly from: Place }
  | { readonly kind: 'pull' }
  | { readonly kind: 'models' }
  | { readonly kind: 'model'; readonly id: string }
  | { readonly kind: 'batches' }
  | {
      readonly kind: 'batch'
      readonly id: string
      readonly started: BatchStatusFragment | null
      readonly wasRunning: boolean
    }
  | { readonly kind: 'cashRun' }
  | { readonly kind: 'review'; readonly id: string; readonly name: string }
  | { readonly kind: 'workbook' }

/** Where a screen was opened from, and leads back to. */
type Place =
  | { readonly kind: 'queue' | 'households' | 'batches' }
  | { readonly kind: 'batch'; readonly id: string; readonly started: null; readonly wasRunning: false }
  | { readonly kind: 'review'; readonly id: string; readonly name: string }

/** The frame around every screen of a signed-in person. Lists live here, so that coming back finds them as they were. */
export function SignedIn() {
  const styles = useStyles()
  const [screen, setScreen] = useState<Screen>({ kind: 'queue' })
  const pages = useHouseholdPages()
  const selection = useSelection()
  const queue = useQueue(screen.kind === 'queue')
  const { state: models } = useModels()
  const listedModels = models.kind === 'ready' ? models.data : []
  const backToList = () => setScreen({ kind: 'households' })
  const wish = useRibbonWish(usePaneTools().ribbon)
  useEffect(() => {
    if (wish) setScreen({ kind: 'workbook' })
  }, [wish])
  const openBatch = (id: string) => setScreen({ kind: 'batch', id, started: null, wasRunning: false })
  const showStarted = ({ batch, alreadyRunning }: StartedBatch) => {
    queue.selection.clear()
    queue.chooseAll(false)
    setScreen({ kind: 'batch', id: batch.id, started: batch, wasRunning: alreadyRunning })
  }
  return (
    <div className={styles.frame}>
      <Header />
      <Sections screen={screen} onShow={setScreen} />
      <main className={styles.main}>
        {screen.kind === 'queue' && (
          <QueueScreen
            queue={queue}
            models={listedModels}
            onOpen={(id) => setScreen({ kind: 'household', id, from: { kind: 'queue' } })}
            onRun={() => setScreen({ kind: 'run', from: { kind: 'queue' } })}
          />
        )}
        {screen.kind === 'run' && (
          <RunScreen
            from={{
              queue: queue.choice,
              queueCount: queue.counts?.listed.households ?? null,
              selectedIds: [...queue.selection.ids],
              models: listedModels,
              advisors: queue.counts?.queue.advisors ?? [],
              custodians: queue.counts?.queue.custodians ?? [],
            }}
            isAllOfQueueChosen={queue.isAllChosen}
            onBack={() => setScreen(screen.from)}
            onStarted={showStarted}
          />
        )}
        {screen.kind === 'households' && (
          <HouseholdList
            pages={pages}
            selection={selection}
            onOpen={(id) => setScreen({ kind: 'household', id, from: { kind: 'households' } })}
            onPull={() => setScreen({ kind: 'pull' })}
          />
        )}
        {screen.kind === 'household' && (
          <HouseholdDetail
            id={screen.id}
            backTo={BACK_WORDS[screen.from.kind]}
            onBack={() => setScreen(screen.from)}
          />
        )}
        {screen.kind === 'pull' && (
          <PullScreen
            listed={{ choice: pages.choice, count: pages.totalCount }}
            selectedIds={selection.ids}
            onBack={backToList}
          />
        )}
        {screen.kind === 'batches' && (
          <BatchList
            onOpen={openBatch}
            onRun={() => setScreen({ kind: 'run', from: { kind: 'batches' } })}
            onCashRun={() => setScreen({ kind: 'cashRun' })}
          />
        )}
        {screen.kind === 'batch' && (
          <BatchScreen
            key={screen.id}
            id={screen.id}
            started={screen.started}
            wasRunning={screen.wasRunning}
            onBack={() => setScreen({ kind: 'batches' })}
            onReview={({ id, name }) => setScreen({ kind: 'review', id, name })}
            onOpenHousehold={(id) =>
              setScreen({
                kind: 'household',
                id,
                from: { kind: 'batch', id: screen.id, started: null, wasRunning: false },
              })
            }
          />
        )}
        {screen.kind === 'review' && (
          <ReviewScreen
            key={screen.id}
            batchId={screen.id}
            batchName={screen.name}
            onBack={() => openBatch(screen.id)}
            onOpenHousehold={(id) => setScreen({ kind: 'household', id, from: screen })}
          />
        )}
        {screen.kind === 'cashRun' && (
          <CashRunScreen onBack={() => setScreen({ kind: 'batches' })} onStarted={showStarted} />
        )}
        {screen.kind === 'workbook' && <RefreshScreen />}
        {screen.kind === 'models' && <ModelList onOpen={(id) => setScreen({ kind: 'model', id })} />}
        {screen.kind === 'model' && (
          <ModelScreen key={screen.id} id={screen.id} onBack={() => setScreen({ kind: 'models' })} />
        )}
      </main>
    </div>
  )
}

const BACK_WORDS = {
  queue: 'Queue',
  households: 'Households',
  batches: 'Batches',
  batch: 'Batch',
  review: 'Review',
} as const satisfies Record<Place['kind'], string>

function Sections({
  screen,
  onShow,
}: {
  readonly screen: Screen
  readonly onShow: (screen: Screen) => void
}) {
  const styles = useStyles()
  return (
    <nav className={styles.sections} aria-label="Sections">
      <TabList
        size="small"
        className={styles.tabs}
        selectedValue={SECTION_OF[screen.kind]}
        onTabSelect={(_, { value }) => onShow({ kind: value as Section })}
      >
        {SECTIONS.map(([section, words]) => (
          <Tab key={section} value={section} className={styles.section}>
            {words}
          </Tab>
        ))}
      </TabList>
    </nav>
  )
}

type Section = 'queue' | 'households' | 'models' | 'batches' | 'workbook'

const SECTIONS: readonly (readonly [Section, string])[] = [
  ['queue', 'Queue'],
  ['households', 'Households'],
  ['models', 'Models'],
  ['batches', 'Batches'],
  ['workbook', 'Workbook'],
]

const SECTION_OF = {
  queue: 'queue',
  run: 'batches',
  households: 'households',
  household: 'households',
  pull: 'households',
  models: 'models',
  model: 'models',
  batches: 'batches',
  batch: 'batches',
  cashRun: 'batches',
  review: 'batches',
  workbook: 'workbook',
} satisfies Record<Screen['kind'], Section>

function Header() {
  const styles = useStyles()
  const { viewer, firm, signOut } = usePaneTools()
  return (
    <header className={styles.header}>
      <Mark size={24} />
      <div className={styles.firm}>
        <Text weight="semibold" className={styles.firmName} title={firm.name}>
          {firm.name}
        </Text>
        <Caption1 className={styles.asOf}>{firm.asOf ? `As of ${firm.asOf}` : 'Nothing loaded yet'}</Caption1>
      </div>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            icon={<PersonRegular />}
            aria-label={`Signed in as ${viewer.userName}`}
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem icon={<SignOutRegular />} onClick={() => signOut()}>
              Sign out {viewer.userName}
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
    </header>
  )
}
