import { FluentProvider, makeStyles } from '@fluentui/react-components'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { createClient, type Ask } from '../api/client.ts'
import { ApiFailure } from '../api/failure.ts'
import { SignInDocument, type SignInQuery } from '../api/generated/graphql.ts'
import type { OfficeSurroundings } from '../excel/office.ts'
import { sentenceOf } from './failure-message.tsx'
import { PaneToolsProvider, type PaneTools } from './pane-tools.ts'
import type { RememberedToken } from './remembered-token.ts'
import { useRibbonWish, type RibbonWish } from './ribbon-wish.ts'
import { SignIn, type SignInRequest } from './sign-in.tsx'
import { SignedIn } from './signed-in.tsx'
import { useTheme } from './theme.ts'

const useStyles = makeStyles({
  pane: { height: '100%', display: 'flex', flexDirection: 'column' },
})

export interface PaneProps {
  readonly surroundings: OfficeSurroundings
  readonly ribbon: RibbonWish
  readonly remembered: RememberedToken
  readonly now: () => Date
  readonly newId: () => string
}

interface Person {
  readonly ask: Ask
  readonly identity: SignInQuery
}

/** The whole pane: its theme, and who is signed in. The token lives in memory unless the person wishes otherwise. */
export function Pane({ surroundings, ribbon, remembered, now, newId }: PaneProps) {
  const styles = useStyles()
  const theme = useTheme(surroundings.isDark)
  const [person, setPerson] = useState<Person | null>(null)
  const [isSigningIn, setSigningIn] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [drafts] = useState(() => new Map<string, string>())
  const wish = useRibbonWish(ribbon)

  const signIn = useCallback(
    async ({ token, remember }: SignInRequest) => {
      setSigningIn(true)
      setFailure(null)
      try {
        const ask = createClient({ token })
        const identity = await ask(SignInDocument, {})
        if (remember) remembered.keep(token)
        else remembered.forget()
        setPerson({ ask, identity })
      } catch (error) {
        if (error instanceof ApiFailure && error.kind === 'unauthenticated') remembered.forget()
        setFailure(sentenceOf(error))
      } finally {
        setSigningIn(false)
      }
    },
    [remembered],
  )

  const signOut = useCallback(
    (because?: string) => {
      remembered.forget()
      if (because === undefined) drafts.clear()
      setPerson(null)
      setFailure(because ?? null)
    },
    [remembered, drafts],
  )

  // Still there where the server did not answer at the start: the person need not paste it again.
  const kept = person === null ? remembered.read() : null
  const rememberedAtStart = useRef(remembered.read())
  useEffect(() => {
    const token = rememberedAtStart.current
    rememberedAtStart.current = null
    if (token) void signIn({ token, remember: true })
  }, [signIn])

  const tools = useMemo<PaneTools | null>(() => {
    if (!person) return null
    const refreshFirm = () => {
      person.ask(SignInDocument, {}).then(
        (identity) => setPerson((current) => (current === person ? { ...person, identity } : current)),
        () => undefined, // The list is asked at the same time and tells what is wrong.
      )
    }
    return {
      ask: person.ask,
      ...person.identity,
      surroundings,
      ribbon,
      now,
      newId,
      drafts,
      signOut,
      refreshFirm,
    }
  }, [person, surroundings, ribbon, now, newId, drafts, signOut])

  return (
    <FluentProvider theme={theme} className={styles.pane}>
      {tools ? (
        <PaneToolsProvider value={tools}>
          <SignedIn />
        </PaneToolsProvider>
      ) : (
        <SignIn
          isSigningIn={isSigningIn}
          failure={failure}
          isAskedToRefresh={wish !== null}
          onSignIn={(request) => void signIn(request)}
          onRetry={kept === null ? undefined : () => void signIn({ token: kept, remember: true })}
        />
      )}
    </FluentProvider>
  )
}
