import { expect, test } from 'vitest'
import { timeLeftInWords } from '../../../addin/taskpane/batch-words.ts'
import { WHOLE_QUEUE, choiceInWords, queueFilter } from '../../../addin/taskpane/queue-filter.ts'
import { planInputOf, selectionOf, type RunChoices } from '../../../addin/taskpane/run-choices.ts'

const CHOICES: RunChoices = {
  ...{ kind: 'queue', modelId: 'm1', advisor: 'Ann', custodian: 'Fidelity', name: '' },
  ...{ scope: 'TARGET', sleeve: '', mode: 'BAND', preference: 'BEST_FIT' },
}
const CONTEXT = { queue: WHOLE_QUEUE, selectedIds: ['h1', 'h2'], references: null }

test('an empty filter of the queue is any alert', () => {
  expect(selectionOf(CHOICES, CONTEXT)).toEqual({ kind: 'ready', selection: { alerts: {} } })
})

test.each([
  ['selected', { householdIds: ['h1', 'h2'] }],
  ['model', { modelId: 'm1' }],
  ['advisor', { advisor: 'Ann' }],
  ['custodian', { custodian: 'Fidelity' }],
  ['all', { all: true }],
] as const)('a run over %s is asked in the words of the schema', (kind, selection) => {
  expect(selectionOf({ ...CHOICES, kind }, CONTEXT)).toEqual({ kind: 'ready', selection })
})

test('references are sent as they were read, and asked for where none were', () => {
  const choices = { ...CHOICES, kind: 'references' as const }
  expect(selectionOf(choices, CONTEXT)).toMatchObject({ kind: 'missing' })
  expect(selectionOf(choices, { ...CONTEXT, references: [] })).toMatchObject({ kind: 'missing' })
  expect(selectionOf(choices, { ...CONTEXT, references: ['HH-1'] })).toEqual({
    kind: 'ready',
    selection: { references: ['HH-1'] },
  })
})

test('how far goes only with what it is asked of', () => {
  expect(planInputOf(CHOICES)).toEqual({ scope: 'TARGET', preference: 'BEST_FIT' })
  expect(planInputOf({ ...CHOICES, scope: 'SELL_ONLY' })).toMatchObject({ mode: 'BAND' })
  expect(planInputOf({ ...CHOICES, scope: 'SLEEVE', sleeve: ' Bonds ' })).toMatchObject({
    sleeve: 'Bonds',
    mode: 'BAND',
  })
})

test('a filter is said as people would', () => {
  const choice = { ...WHOLE_QUEUE, kinds: new Set(['HARVEST', 'CASH_LOW'] as const), modelId: 'm1' }
  expect(choiceInWords(choice, [{ id: 'm1', name: 'Growth' }])).toBe('Cash low, Harvest, Growth')
  expect(queueFilter(choice)).toEqual({ modelId: 'm1', kinds: ['CASH_LOW', 'HARVEST'] })
})

test.each([
  [null, ''],
  [4, 'a few seconds left'],
  [47, 'about 50 seconds left'],
  [200, 'about 3 minutes left'],
  [9000, 'about 3 hours left'],
])('%j seconds are %j', (seconds, words) => {
  expect(timeLeftInWords(seconds)).toBe(words)
})
