import { X509Certificate, createPrivateKey } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { prepareHome } from './evenkeel-home.ts'
import { StartRefused, systemReason } from './start-refused.ts'

/** A certificate and its key, both PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

const DAY_MS = 86_400_000
/** Browsers and macOS accept no server certificate of their owner's that is valid for more than 825 days. */
const VALID_DAYS = 820
const RENEWED_DAYS_BEFORE_END = 30

/** The certificate that https shows: the named files, or one for this machine alone, made once and kept in `home`. */
export async function loadCertificate(
  { home, tls }: Pick<Config, 'home' | 'tls'>,
  now: Date,
): Promise<Certificate> {
  return tls ? readNamed(tls, now) : ((await readOwn(home, now)) ?? makeOwn(home, now))
}

function ownFiles(home: string) {
  return { certificateFile: join(home, 'certificate.pem'), keyFile: join(home, 'key.pem') }
}

async function readNamed(files: NonNullable<Config['tls']>, now: Date): Promise<Certificate> {
  const cert = await readNamedFile('EVENKEEL_TLS_CERT', files.certificateFile)
  const key = await readNamedFile('EVENKEEL_TLS_KEY', files.keyFile)
  const certificate = parsePair(cert, key)
  if (certificate && certificate.validToDate <= now) {
    const ended = certificate.validToDate.toISOString().slice(0, 10)
    throw new StartRefused(
      'configuration',
      `EVENKEEL_TLS_CERT ${files.certificateFile} has expired on ${ended}: renew it, or leave it out to use one made for localhost.`,
    )
  }
  if (certificate) return { cert, key }
  throw new StartRefused(
    'configuration',
    `EVENKEEL_TLS_CERT ${files.certificateFile} and EVENKEEL_TLS_KEY ${files.keyFile} are not a PEM certificate and its key.`,
  )
}

async function readNamedFile(name: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new StartRefused(
      'configuration',
      `${name} names ${file}, which cannot be read (${systemReason(error)}).`,
    )
  }
}

async function readOwn(home: string, now: Date): Promise<Certificate | null> {
  const { certificateFile, keyFile } = ownFiles(home)
  const [cert, key] = await Promise.all(
    [certificateFile, keyFile].map((file) => readFile(file, 'utf8').catch(() => '')),
  )
  if (!cert || !key) return null
  const end = parsePair(cert, key)?.validToDate.getTime() ?? 0
  return end - now.getTime() > RENEWED_DAYS_BEFORE_END * DAY_MS ? { cert, key } : null
}

async function makeOwn(home: string, now: Date): Promise<Certificate> {
  await prepareHome(home)
  // Loaded only here: it takes longer to load than the certificate takes to make, and later starts need neither.
  const { generate } = await import('selfsigned')
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // An hour early, for clocks that differ.
    notBeforeDate: new Date(now.getTime() - 3_600_000),
    notAfterDate: new Date(now.getTime() + VALID_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  const { certificateFile, keyFile } = ownFiles(home)
  await write(keyFile, made.private, 0o600)
  await write(certificateFile, made.cert, 0o644)
  return { cert: made.cert, key: made.private }
}

async function write(file: string, text: string, mode: number): Promise<void> {
  await writeFile(`${file}.new`, text, { mode, flush: true })
  await rename(`${file}.new`, file)
}

/** The certificate if both can be read and belong together, else null. */
function parsePair(cert: string, key: string): X509Certificate | null {
  try {
    const certificate = new X509Certificate(cert)
    return certificate.checkPrivateKey(createPrivateKey(key)) ? certificate : null
  } catch {
    return null
  }
}
