import { open, readFile } from 'node:fs/promises'
import type { Checkpoint } from '../audit/checkpoint.ts'
import type { WorkbookVerified } from '../exports/verify-workbook.ts'
import { InputRefused } from './failure.ts'

const ARCHIVE = Buffer.from('PK\x03\x04')

/** Whether a file is a workbook by its first bytes; what cannot be read is told by whoever reads it. */
export async function isWorkbook(file: string): Promise<boolean> {
  const handle = await open(file).catch(() => null)
  if (!handle) return false
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(ARCHIVE.length), 0, ARCHIVE.length, 0)
    return bytesRead === ARCHIVE.length && buffer.equals(ARCHIVE)
  } catch {
    return false
  } finally {
    await handle.close()
  }
}

/** Verifies a history workbook and tells of it; exit code 1 on any change. */
export async function verifyHistory(
  file: string,
  kept: { readonly checkpoints: readonly Checkpoint[]; readonly publicKey: string | undefined },
  json: true | undefined,
): Promise<void> {
  const { verifyWorkbook } = await import('../exports/verify-workbook.ts')
  const { checkpoints, publicKey } = kept
  const verified = await verifyWorkbook(await readFile(file), {
    checkpoints,
    ...(publicKey === undefined ? {} : { publicKey }),
  }).catch((error: unknown) => {
    throw new InputRefused(
      `${file} is no workbook that can be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  })
  process.stdout.write(json ? `${JSON.stringify({ file, ...verified })}\n` : told(file, verified))
  if (verified.fault) process.exitCode = 1
}

function told(
  file: string,
  { fault, title, firm, records, sheets, lastAt, lastHash, keys }: WorkbookVerified,
) {
  if (fault) return `${file} does not verify. ${fault.message}\n`
  return [
    `${file}: ${title}, exported ${lastAt} of firm ${firm}.`,
    `${sheets} sheets are as they were written, and ${records} audit records are of the chain that was signed.`,
    `Hash of the export's record ${lastHash}`,
    `Compare the key with the fingerprint that you were told: ${keys.join(', ')}`,
    '',
  ].join('\n')
}
