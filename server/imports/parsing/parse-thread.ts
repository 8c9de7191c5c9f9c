/** The parsing thread: reads sets of files, one at a time. Loaded by Node itself, so nothing here may need compiling. */
import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { RECORDS_OF_A_PIECE, type ParseAnswer, type ParseQuestion } from './messages.ts'
import { parseSet } from './parse-set.ts'

const port = parentPort
if (!port) throw new Error('The parsing thread has nobody to answer to')

// Whoever asks something goes before. Elsewhere than on Linux the priority would be that of the whole server.
if (process.platform === 'linux') setPriority(5)

const answer = (message: ParseAnswer) => port.postMessage(message)

async function parse({ files, ...rest }: ParseQuestion): Promise<void> {
  const parsed = await parseSet({
    ...rest,
    files: files.map(({ name, bytes }) => ({
      name,
      bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    })),
  })
  // Of a set with problems nothing is loaded.
  const told = parsed.problems.length > 0 ? [] : parsed.files
  for (const { records, ...file } of told) {
    answer({ kind: 'file', file })
    for (let at = 0; at < records.length; at += RECORDS_OF_A_PIECE)
      answer({ kind: 'records', records: records.slice(at, at + RECORDS_OF_A_PIECE) })
  }
  const { asOf, problems, moreProblems } = parsed
  answer({ kind: 'end', asOf, problems, moreProblems })
}

port.on('message', (question: ParseQuestion) => {
  parse(question).catch((error: unknown) => {
    answer({
      kind: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  })
})
