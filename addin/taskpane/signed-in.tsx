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
import { HouseholdDetail } from './household-detail.tsx'
import { HouseholdList } from './household-list.tsx'
import { Mark } from './mark.tsx'
import { ModelList } from './model-list.tsx'
import { ModelScreen } from './model-screen.tsx'
import { usePaneTools } from './pane-tools.ts'
import { PullScreen } from './pull-screen.tsx'
import { RefreshScreen } from './refresh-screen.tsx'
import { useRibbonWish } from './ribbon-wish.ts'
import { useHouseholdPages } from './use-household-pages.ts'
import { useSelection } from './use-selection.ts'

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
  main: { flexGrow: 1, minHeight: 0, display: 'flex', flexDirection: 'column' },
})

/** Which screen is shown. Kept in memory: office.js takes the browser's history away from add-ins. */
type Screen =
  | { readonly kind: 'households' }
  | { readonly kind: 'household'; readonly id: string }
  | { readonly kind: 'pull' }
  | { readonly kind: 'models' }
  | { readonly kind: 'model'; readonly id: string }
  | { readonly kind: 'workbook' }

/** The frame around every screen of a signed-in person. The list lives here, so that coming back finds it as it was. */
export function SignedIn() {
  const styles = useStyles()
  const [screen, setScreen] = useState<Screen>({ kind: 'households' })
  const pages = useHouseholdPages()
  const selection = useSelection()
  const backToList = () => setScreen({ kind: 'households' })
  const wish = useRibbonWish(usePaneTools().ribbon)
  useEffect(() => {
    if (wish) setScreen({ kind: 'workbook' })
  }, [wish])
  return (
    <div className={styles.frame}>
      <Header />
      <Sections screen={screen} onShow={setScreen} />
      <main className={styles.main}>
        {screen.kind === 'households' && (
          <HouseholdList
            pages={pages}
            selection={selection}
            onOpen={(id) => setScreen({ kind: 'household', id })}
            onPull={() => setScreen({ kind: 'pull' })}
          />
        )}
        {screen.kind === 'household' && <HouseholdDetail id={screen.id} onBack={backToList} />}
        {screen.kind === 'pull' && (
          <PullScreen
            listed={{ choice: pages.choice, count: pages.totalCount }}
            selectedIds={selection.ids}
            onBack={backToList}
          />
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
        selectedValue={SECTION_OF[screen.kind]}
        onTabSelect={(_, { value }) => onShow({ kind: value as 'households' | 'models' | 'workbook' })}
      >
        <Tab value="households">Households</Tab>
        <Tab value="models">Models</Tab>
        <Tab value="workbook">Workbook</Tab>
      </TabList>
    </nav>
  )
}

const SECTION_OF = {
  households: 'households',
  household: 'households',
  pull: 'households',
  models: 'models',
  model: 'models',
  workbook: 'workbook',
} satisfies Record<Screen['kind'], string>

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
