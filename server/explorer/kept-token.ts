const KEY = 'evenkeel.explorer.token'

/** The token of this tab; empty where none was given. Session storage ends with the tab. */
export function keptToken(): string {
  return sessionStorage.getItem(KEY) ?? ''
}

export function keepToken(token: string): void {
  sessionStorage.setItem(KEY, token)
}

export function forgetToken(): void {
  sessionStorage.removeItem(KEY)
}
