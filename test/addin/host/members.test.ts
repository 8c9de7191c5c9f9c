import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, describe, expect, test } from 'vitest'
import { EVENT_TYPES } from '../../../addin/workbench/host/events.ts'
import { startNodeHost } from '../../../addin/workbench/host/node-host.ts'
import { OBJECT_CLASSES } from '../../../addin/workbench/host/objects/index.ts'
import type { ObjectClass } from '../../../addin/workbench/host/objects/object-class.ts'

const client = startNodeHost()
afterAll(() => client.close())

const readable = readFileSync(
  createRequire(import.meta.url).resolve('@microsoft/office-js/dist/excel-web-16.00.debug.js'),
  'utf8',
)
const classes = Object.entries(OBJECT_CLASSES) as unknown as [string, ObjectClass][]
const ofExcel = classes.filter(([name]) => !name.includes('.'))
const services = classes.filter(([name]) => name.includes('.'))

/** Names that the client itself gives to a class: it keeps lists of its properties, and its methods. */
function clientMembers(className: string) {
  const prototype = (client.Excel as any)[className].prototype
  const sample = Object.create(prototype)
  const wireScalars: string[] = sample._scalarPropertyOriginalNames ?? []
  return {
    wireScalars,
    updateable: (sample._scalarPropertyNames ?? []).filter(
      (_: string, at: number) => sample._scalarPropertyUpdateable?.[at],
    ),
    links: (sample._navigationPropertyNames ?? []) as string[],
    isMethod: (name: string) => typeof Object.getOwnPropertyDescriptor(prototype, name)?.value === 'function',
    has: (name: string) => name in prototype,
  }
}

describe('the simulator knows no member that Microsoft does not have', () => {
  test.each(ofExcel)('%s', (className, declared) => {
    const known = clientMembers(className)
    const wire = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)
    for (const name of Object.keys(declared.scalars ?? {})) expect(known.wireScalars).toContain(wire(name))
    for (const [name, scalar] of Object.entries(declared.scalars ?? {})) {
      if ((scalar as { write?: unknown }).write)
        expect(known.updateable, `${className}.${name} can be written`).toContain(name)
    }
    for (const name of Object.keys(declared.links ?? {})) expect(known.links).toContain(name)
    for (const name of Object.keys({ ...declared.methods, ...declared.internal })) {
      expect(known.isMethod(name), `${className}.${name}()`).toBe(true)
    }
    for (const [name, event] of Object.entries(declared.events ?? {})) {
      const { register } = event as { register: string }
      expect(known.has(name), `${className}.${name}`).toBe(true)
      expect(known.isMethod(register), `${className}.${register}`).toBe(true)
    }
    if (declared.item) expect(known.isMethod('getItem')).toBe(true)
  })

  test.each(services)('%s', (className, declared) => {
    expect(readable.includes(`"${className}"`), className).toBe(true)
    for (const name of Object.keys({ ...declared.methods, ...declared.internal })) {
      expect(readable.toLowerCase().includes(`"${name.toLowerCase()}"`), `${className}.${name}`).toBe(true)
    }
  })

  test.each(
    ofExcel.flatMap(([className, declared]) =>
      Object.entries(declared.events ?? {}).map(([name, event]) => [className, name, event as any] as const),
    ),
  )('%s.%s has the number by which the client knows it', (className, name, event) => {
    const declaration = new RegExp(
      `Object\\.defineProperty\\(${className}\\.prototype, "${name}"[\\s\\S]*?eventType: (\\d+),\\s+registerFunc: function \\(\\) \\{ return _this\\.(\\w+)\\(`,
    ).exec(readable)
    expect(declaration?.slice(1)).toEqual([
      String(EVENT_TYPES[event.kind as keyof typeof EVENT_TYPES]),
      event.register,
    ])
  })
})
