import { expect, test } from 'vitest'
import { ChangeStream } from '../../server/graphql/change-stream.ts'

const batch = (id: string) => ({ kind: 'batch', id }) as const
const EVERYTHING = { kind: 'everything', id: 'firm' }
const streamOf = (isWanted = () => true) => new ChangeStream('firm', isWanted, () => undefined)

test('what happens a thousand times while nobody asks is told once', async () => {
  const stream = streamOf()
  for (let time = 0; time < 1_000; time++) stream.tell(batch(time % 2 === 0 ? 'a' : 'b'))
  expect((await stream.next()).value).toEqual([batch('a'), batch('b')])
  stream.tell(batch('c'))
  expect((await stream.next()).value).toEqual([batch('c')])
})

test('a hundred changes wait; one more, and everything is told instead', async () => {
  const stream = streamOf()
  for (let id = 0; id < 100; id++) stream.tell(batch(String(id)))
  expect((await stream.next()).value).toHaveLength(100)
  for (let id = 0; id < 101; id++) stream.tell(batch(String(id)))
  stream.tell(batch('later'))
  expect((await stream.next()).value).toEqual([EVERYTHING])
})

test('only what is wanted is told', async () => {
  const stream = new ChangeStream(
    'firm',
    ({ kind, id }) => kind === 'batch' && id === 'a',
    () => undefined,
  )
  stream.tell(batch('b'))
  stream.tell({ kind: 'proposal', id: 'a' })
  stream.tell(batch('a'))
  expect((await stream.next()).value).toEqual([batch('a')])
})

test('an end answers whoever waits, and tells who kept the stream', async () => {
  const ended: ChangeStream[] = []
  const stream = new ChangeStream(
    'firm',
    () => true,
    (over) => ended.push(over),
  )
  const waiting = stream.next()
  await stream.return()
  expect(await waiting).toEqual({ done: true, value: undefined })
  stream.tell(batch('a'))
  expect(await stream.next()).toEqual({ done: true, value: undefined })
  expect(ended).toEqual([stream])
})
