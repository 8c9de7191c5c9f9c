import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { fingerprintOf, type Checkpoint } from '../audit/checkpoint.ts'
import { ChainVerifier, type ChainFault, type ChainVerified } from '../audit/verify-chain.ts'
import { errorCode, systemReason } from '../start-refused.ts'
import { InputRefused } from './failure.ts'
import { isWorkbook, verifyHistory } from './verify-history.ts'

interface VerifyOptions {
  readonly checkpoints?: string
  readonly key?: string
  readonly json?: true
}

/** `evenkeel verify`: whether an exported audit chain or history is whole and unchanged; needs neither server nor database. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'verify an exported audit chain or history workbook, without server or database; exit code 1 on any change',
    )
    .argument('<file>', 'what `evenkeel export audit` or `evenkeel export history` wrote')
    .option('--checkpoints <file>', 'signed checkpoints that you kept (those beside the file)')
    .option('--key <file>', 'the public key (PEM) that must have signed them (the one they come with)')
    .option('--json', 'print JSON')
    .action(verify)
}

async function verify(file: string, { checkpoints: kept, key, json }: VerifyOptions): Promise<void> {
  const checkpoints = await readCheckpoints(kept ?? `${file}.checkpoints.json`, kept !== undefined)
  const publicKey = key === undefined ? undefined : await readText(key)
  if (await isWorkbook(file)) return verifyHistory(file, { checkpoints, publicKey }, json)
  const verifier = new ChainVerifier(checkpoints)
  const fault = (await firstFault(file, verifier)) ?? verifier.finish(publicKey)
  const { verified } = verifier
  const result = { file, fault, ...verified, keys: fingerprints(checkpoints) }
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : told(result, checkpoints.length))
  if (fault) process.exitCode = 1
}

async function firstFault(file: string, verifier: ChainVerifier): Promise<ChainFault | null> {
  const stream = createReadStream(file)
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      const fault = line === '' ? null : verifier.add(line)
      if (fault) return fault
    }
    return null
  } catch (error) {
    throw unreadable(file, error)
  } finally {
    stream.destroy()
  }
}

/** None beside the file are no fault; those that were named must be there. */
async function readCheckpoints(file: string, isNamed: boolean): Promise<readonly Checkpoint[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (!isNamed && errorCode(error) === 'ENOENT') return []
    throw unreadable(file, error)
  }
  const parsed = parseCheckpoints(text)
  if (parsed) return parsed
  throw new InputRefused(`${file} holds no checkpoints: expected those that evenkeel export wrote.`)
}

function parseCheckpoints(text: string): readonly Checkpoint[] | null {
  try {
    const parsed: unknown = JSON.parse(text)
    const list = Array.isArray(parsed) ? (parsed as unknown[]) : [parsed]
    return list.every(isCheckpoint) ? list : null
  } catch {
    return null
  }
}

function isCheckpoint(value: unknown): value is Checkpoint {
  if (typeof value !== 'object' || value === null) return false
  const { seq, hash, at, sig, publicKey } = value as Record<string, unknown>
  return Number.isSafeInteger(seq) && [hash, at, sig, publicKey].every((text) => typeof text === 'string')
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(file, error)
  })
}

const unreadable = (file: string, error: unknown) =>
  new InputRefused(`${file} cannot be read (${systemReason(error)}): check the path.`)

/** Of the keys that checkpoints come with; what is no key has been told as a fault. */
function fingerprints(checkpoints: readonly Checkpoint[]): string[] {
  const keys = new Set(checkpoints.map(({ publicKey }) => publicKey))
  return [...keys].flatMap((key) => {
    try {
      return [fingerprintOf(key)]
    } catch {
      return []
    }
  })
}

interface Result extends ChainVerified {
  readonly file: string
  readonly fault: ChainFault | null
  readonly keys: readonly string[]
}

function told({ file, fault, records, firm, lastAt, lastHash, keys }: Result, checkpoints: number): string {
  if (fault) return `${file} does not verify. ${fault.message}\n`
  if (records === 0) return `${file} holds no record.\n`
  return [
    `${file}: ${records} records of firm ${firm} up to ${lastAt}, none changed, missing or out of order.`,
    `Last hash ${lastHash}`,
    checkpoints === 0
      ? 'No checkpoint was at hand, so a cut or rewritten end would not show: name those that you kept with --checkpoints.'
      : `${checkpoints} signed ${checkpoints === 1 ? 'checkpoint' : 'checkpoints'} met. Compare the key with the fingerprint that you were told: ${keys.join(', ')}`,
    '',
  ].join('\n')
}
