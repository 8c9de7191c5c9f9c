import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { HashTree, rootBy } from '../../server/audit/hash-tree.ts'

const hash = (...parts: readonly (string | Buffer)[]) =>
  createHash('sha256')
    .update(
      Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))),
    )
    .digest()

const records = (count: number) => Array.from({ length: count }, (_, index) => hash(`record ${index}`))

test('the root of three records is the hash of two nodes, leaves and nodes told apart', () => {
  const [a, b, c] = records(3) as [Buffer, Buffer, Buffer]
  const [leafA, leafB, leafC] = [a, b, c].map((record) => hash('\x00', record)) as [Buffer, Buffer, Buffer]
  const pair = hash('\x01', leafA, leafB)
  const tree = new HashTree(Buffer.concat([a, b, c]))
  expect(tree.root).toBe(hash('\x01', pair, leafC).toString('hex'))
  expect(tree.path(0)).toEqual([`R${leafB.toString('hex')}`, `R${leafC.toString('hex')}`])
  expect(tree.path(1)).toEqual([`L${leafA.toString('hex')}`, `R${leafC.toString('hex')}`])
  expect(tree.path(2)).toEqual([`L${pair.toString('hex')}`])
})

test.each([1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 100])(
  'each of %i records leads to the root by its path, and by no other',
  (count) => {
    const hashes = records(count)
    const tree = new HashTree(Buffer.concat(hashes))
    hashes.forEach((record, index) => {
      expect(rootBy(tree.path(index), record.toString('hex'))).toBe(tree.root)
      const other = hash('another record').toString('hex')
      expect(rootBy(tree.path(index), other)).not.toBe(tree.root)
    })
    if (count > 1) expect(rootBy(tree.path(1), hashes[0]!.toString('hex'))).not.toBe(tree.root)
  },
)

test('what is no path leads nowhere', () => {
  const record = hash('record').toString('hex')
  expect(rootBy(['up'], record)).toBeNull()
  expect(rootBy([`X${record}`], record)).toBeNull()
})
