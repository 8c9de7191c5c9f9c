import { createContext, useContext } from 'react'
import type { Ask } from '../api/client.ts'
import type { SignInQuery } from '../api/generated/graphql.ts'
import type { OfficeSurroundings } from '../excel/office.ts'
import type { RibbonWish } from './ribbon-wish.ts'

/** What the screens of a signed-in person work with; clock and ids come from outside, so that tests can set them. */
export interface PaneTools {
  readonly ask: Ask
  readonly viewer: SignInQuery['viewer']
  readonly firm: SignInQuery['firm']
  readonly surroundings: OfficeSurroundings
  readonly ribbon: RibbonWish
  readonly now: () => Date
  readonly newId: () => string
  /** Texts typed and not sent yet; they outlive a token, not a sign-out by wish nor the pane. */
  readonly drafts: Map<string, string>
  /** Back to the sign-in screen, with a sentence where it was not the person's wish. */
  readonly signOut: (because?: string) => void
  /** Reads firm and counts again. */
  readonly refreshFirm: () => void
}

/** Whether the person's role may change anything; the server decides, the pane only offers no button in vain. */
export function mayWrite({ role }: PaneTools['viewer']): boolean {
  return role === 'ADVISOR' || role === 'ADMINISTRATOR'
}

const Tools = createContext<PaneTools | null>(null)
export const PaneToolsProvider = Tools.Provider

export function usePaneTools(): PaneTools {
  const tools = useContext(Tools)
  if (!tools) throw new Error('No person is signed in')
  return tools
}
