import {
  Body1,
  Button,
  Caption1,
  Checkbox,
  Field,
  Input,
  Spinner,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { useState, type SubmitEvent } from 'react'
import { FailureMessage } from './failure-message.tsx'
import { Mark } from './mark.tsx'
import { ScreenHeading } from './screen-heading.tsx'

const useStyles = makeStyles({
  screen: { flexGrow: 1, overflowY: 'auto', padding: '24px 16px', boxSizing: 'border-box' },
  form: { display: 'flex', flexDirection: 'column', gap: '12px', maxWidth: '420px', marginTop: '16px' },
  heading: { display: 'flex', alignItems: 'center', gap: '10px' },
  hint: { color: tokens.colorNeutralForeground3 },
  code: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: 'anywhere' },
})

export interface SignInRequest {
  readonly token: string
  readonly remember: boolean
}

interface SignInProps {
  readonly isSigningIn: boolean
  readonly failure: string | null
  /** On the ribbon; done as soon as somebody is signed in. */
  readonly isAskedToRefresh: boolean
  readonly onSignIn: (request: SignInRequest) => void
  /** With the token remembered on this computer, where there is one. */
  readonly onRetry: (() => void) | undefined
}

const TOKEN = /^evk_[\x21-\x7e]+$/

/** Signs in with a local token, pasted; says where it is to be found. */
export function SignIn({ isSigningIn, failure, isAskedToRefresh, onSignIn, onRetry }: SignInProps) {
  const styles = useStyles()
  const [typed, setTyped] = useState('')
  const [remember, setRemember] = useState(false)
  const [complaint, setComplaint] = useState<string | null>(null)

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const token = typed.trim()
    const problem = complaintAbout(token)
    setComplaint(problem)
    if (!problem) onSignIn({ token, remember })
  }

  return (
    <main className={styles.screen}>
      <div className={styles.heading}>
        <Mark size={32} />
        <ScreenHeading>Sign in to Evenkeel</ScreenHeading>
      </div>
      {failure && !complaint && <FailureMessage sentence={failure} onRetry={onRetry} />}
      <form className={styles.form} onSubmit={submit} noValidate>
        <Body1 role={isAskedToRefresh ? 'status' : undefined}>
          {isAskedToRefresh
            ? 'Paste the token of your Evenkeel server; the refresh that you asked for on the ribbon begins then.'
            : 'Paste the token of your Evenkeel server to see households and pull drift into this workbook.'}
        </Body1>
        <Field
          label="Token"
          validationState={complaint ? 'error' : 'none'}
          validationMessage={complaint ?? undefined}
        >
          <Input
            type="password"
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(_, data) => setTyped(data.value)}
            placeholder="evk_…"
          />
        </Field>
        <Checkbox
          label="Remember on this computer"
          checked={remember}
          onChange={(_, data) => setRemember(data.checked === true)}
        />
        <Button
          type="submit"
          appearance="primary"
          disabledFocusable={isSigningIn}
          icon={isSigningIn ? <Spinner size="tiny" aria-label="Signing in" /> : undefined}
        >
          {isSigningIn ? 'Signing in…' : 'Sign in'}
        </Button>
        <Caption1 className={styles.hint}>
          Your own token stands in the file <span className={styles.code}>token</span> of the server’s data
          folder (EVENKEEL_HOME, usually <span className={styles.code}>.evenkeel</span>); the server prints
          the place when it starts. Colleagues get theirs with{' '}
          <span className={styles.code}>npx evenkeel token</span>.
        </Caption1>
      </form>
    </main>
  )
}

function complaintAbout(token: string): string | null {
  if (token === '') return 'Paste your token first.'
  return TOKEN.test(token) ? null : 'This is not a token: tokens begin with evk_ and have no spaces.'
}
