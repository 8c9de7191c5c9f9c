import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import { GENESIS, hashedLine, type AuditLine } from '../../server/audit/audit-line.ts'
import { signCheckpoint, type Checkpoint } from '../../server/audit/checkpoint.ts'
import { ChainVerifier } from '../../server/audit/verify-chain.ts'
import { canonicalJson } from '../../server/engine/canonical-json.ts'
import { seededRandom } from '../../server/demo/generator/seeded-random.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const RECORDS = 400

function chain(length: number, actor = 'ada'): AuditLine[] {
  const lines: AuditLine[] = []
  for (let seq = 1; seq <= length; seq++) lines.push(recordAfter(lines.at(-1), seq, actor))
  return lines
}

const recordAfter = (before: AuditLine | undefined, seq: number, actor: string): AuditLine =>
  hashedLine({
    seq,
    prev: before?.hash ?? GENESIS,
    at: new Date(1_700_000_000_000 + seq * 1000).toISOString(),
    actor,
    firm: '00000000-0000-7000-8000-000000000001',
    action: 'model.publish',
    // Text that looks like the words at a record's end must not be taken for them.
    body: { noun: 'model', nounId: `"hash":"${'a'.repeat(64)}"`, requestId: `r${seq}`, detail: { n: seq } },
  })

const endOf = (lines: readonly AuditLine[], key: KeyObject = privateKey): Checkpoint => {
  const { seq, hash, at } = lines.at(-1)!
  return signCheckpoint({ seq, hash, at }, key)
}

/** The first bad record, 'whole' where the chain as a whole is bad, or 'good'. */
function verdict(
  lines: readonly AuditLine[],
  checkpoints: readonly Checkpoint[] = [],
  key?: string,
): number | 'whole' | 'good' {
  const verifier = new ChainVerifier(checkpoints)
  for (const line of lines) {
    const fault = verifier.add(canonicalJson(line))
    if (fault) return fault.record ?? 'whole'
  }
  const fault = verifier.finish(key)
  return fault ? (fault.record ?? 'whole') : 'good'
}

test('a chain as it was written verifies, whatever the spelling of its JSON', () => {
  const lines = chain(RECORDS)
  expect(verdict(lines, [endOf(lines), endOf(lines.slice(0, 7))])).toBe('good')
  const spelled = new ChainVerifier()
  for (const { hash, ...rest } of lines) expect(spelled.add(JSON.stringify({ hash, ...rest }))).toBeNull()
  expect(spelled.verified).toMatchObject({ records: RECORDS, lastHash: lines.at(-1)!.hash })
})

/** Each changes a chain at a place from 0 and tells the number of the first record that is bad then. */
const TAMPERINGS: Readonly<Record<string, (lines: AuditLine[], at: number) => number>> = {
  edit(lines, at) {
    lines[at] = { ...lines[at]!, body: { ...lines[at]!.body, reason: 'another' } }
    return at + 1
  },
  'edit and hash anew'(lines, at) {
    lines[at] = rehashed({ ...lines[at]!, actor: 'eve' })
    return at + 2
  },
  drop(lines, at) {
    lines.splice(at, 1)
    return at + 1
  },
  swap(lines, at) {
    ;[lines[at], lines[at + 1]] = [lines[at + 1]!, lines[at]!]
    return at + 1
  },
  duplicate(lines, at) {
    lines.splice(at, 0, lines[at]!)
    return at + 2
  },
  insert(lines, at) {
    lines.splice(at, 0, rehashed({ ...lines[at]!, action: 'model.archive' }))
    return at + 2
  },
  truncate(lines, at) {
    lines.length = at + 1
    return at + 2
  },
  'rewrite the tail'(lines, at) {
    for (let i = at; i < lines.length; i++) lines[i] = recordAfter(lines[i - 1], i + 1, 'eve')
    return RECORDS
  },
  backdate(lines, at) {
    lines[at] = { ...lines[at]!, at: '2020-01-01T00:00:00.000Z' }
    return at + 1
  },
}

const rehashed = ({ hash: _hash, ...rest }: AuditLine): AuditLine => hashedLine(rest)

test.each(Object.entries(TAMPERINGS))('%s: found, and the first bad record is named', (_name, tamper) => {
  const { whole } = seededRandom(7)
  for (let round = 0; round < 50; round++) {
    const lines = chain(RECORDS)
    const checkpoint = endOf(lines)
    const firstBad = tamper(lines, whole(0, RECORDS - 3))
    expect(verdict(lines, [checkpoint])).toBe(firstBad)
  }
})

test('without a checkpoint a cut or rewritten end passes: that is what checkpoints are for', () => {
  const cut = chain(RECORDS)
  TAMPERINGS['truncate']!(cut, 10)
  expect(verdict(cut)).toBe('good')
  const rewritten = chain(RECORDS)
  TAMPERINGS['rewrite the tail']!(rewritten, 10)
  expect(verdict(rewritten)).toBe('good')
})

test('a checkpoint of another hand, or changed, or signed by another key than the one asked for, is refused', () => {
  const lines = chain(RECORDS)
  const checkpoint = endOf(lines)
  const other = generateKeyPairSync('ed25519')
  const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()
  expect(verdict(lines, [checkpoint], pem(publicKey))).toBe('good')
  expect(verdict(lines, [endOf(lines, other.privateKey)], pem(publicKey))).toBe('whole')
  expect(verdict(lines, [{ ...checkpoint, at: '2020-01-01T00:00:00.000Z' }])).toBe('whole')
  expect(verdict(lines, [{ ...checkpoint, publicKey: 'nonsense' }])).toBe('whole')
})

test('what is no record, and a record of another firm, is told', () => {
  const verifier = new ChainVerifier()
  expect(verifier.add('{}')).toEqual({ record: 1, message: 'Record 1 is no audit record.' })
  const lines = chain(2)
  expect(verdict([...lines, rehashed({ ...recordAfter(lines[1], 3, 'ada'), firm: 'other' })])).toBe(3)
})
