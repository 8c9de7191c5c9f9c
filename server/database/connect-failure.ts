import { StartRefused, errorCode } from '../start-refused.ts'

/** Why no connection came about, in a sentence that names the address of `url` but never its password. */
export function connectFailure(url: string, error: unknown): StartRefused {
  const { hostname, port, pathname, username } = new URL(url)
  const address = `${hostname || 'localhost'}:${port || '5432'}`
  const login = decodeURIComponent(username)
  const database = decodeURIComponent(pathname.slice(1)) || login
  const code = errorCode(error)
  switch (code) {
    case '28P01':
    case '28000':
      return new StartRefused(
        'configuration',
        `PostgreSQL at ${address} refuses the login ${login} of DATABASE_URL or its password.`,
      )
    case '3D000':
      return new StartRefused(
        'configuration',
        `PostgreSQL at ${address} has no database ${database}: make it, owned by ${login}.`,
      )
    case '42501':
      return new StartRefused(
        'configuration',
        `The login ${login} has no right to connect to the database ${database} at ${address}.`,
      )
    case '53300':
      return new StartRefused(
        'tryLater',
        `PostgreSQL at ${address} has no connection left to give: try again later.`,
      )
    case '57P03':
      return new StartRefused(
        'tryLater',
        `PostgreSQL at ${address} is starting or stopping: try again in a moment.`,
      )
    default: {
      const reason = code || (error instanceof Error ? error.message : String(error))
      return new StartRefused(
        'unavailable',
        `No PostgreSQL can be reached at ${address}, the address in DATABASE_URL (${reason}).`,
      )
    }
  }
}
