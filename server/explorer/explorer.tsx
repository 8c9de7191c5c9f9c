import { Suspense, lazy, useState, type SubmitEvent } from 'react'
import { forgetToken, keepToken, keptToken } from './kept-token.ts'

const Editor = lazy(async () => ({ default: (await import('./editor.tsx')).Editor }))

/** The explorer's page: whose token asks, and the editor. Everything comes from this server. */
export function Explorer() {
  const [token, setToken] = useState(keptToken)
  const [typed, setTyped] = useState(token)

  const use = (event: SubmitEvent) => {
    event.preventDefault()
    const given = typed.trim()
    keepToken(given)
    setToken(given)
  }
  const forget = () => {
    forgetToken()
    setTyped('')
    setToken('')
  }

  return (
    <div className="explorer">
      <header className="explorer-bar">
        <h1>Evenkeel explorer</h1>
        <form onSubmit={use}>
          <label htmlFor="token">Token</label>
          <input
            id="token"
            type="password"
            autoComplete="off"
            spellCheck={false}
            placeholder="evk_…"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <button type="submit">Use</button>
          {token && (
            <button type="button" onClick={forget}>
              Forget
            </button>
          )}
        </form>
      </header>
      <main className="explorer-page">
        {token ? (
          <Suspense fallback={<p className="explorer-welcome">Opening the editor…</p>}>
            <Editor key={token} token={token} />
          </Suspense>
        ) : (
          <Welcome />
        )}
      </main>
    </div>
  )
}

function Welcome() {
  return (
    <div className="explorer-welcome">
      <p>
        Paste a token to read the schema and to ask. Your own stands in the file <code>token</code> of the
        server’s data folder (EVENKEEL_HOME, usually <code>.evenkeel</code>); <code>npx evenkeel token</code>{' '}
        makes one for a colleague, a role that can only read among them.
      </p>
      <p>The token is kept until this tab is closed, and goes nowhere but to this server.</p>
    </div>
  )
}
