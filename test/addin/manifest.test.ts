import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { JSDOM } from 'jsdom'
import { beforeAll, describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
let manifest: Document

beforeAll(async () => {
  const text = await readFile(join(ROOT, 'manifest.xml'), 'utf8')
  manifest = new JSDOM(text, { contentType: 'application/xml' }).window.document
})

const attributes = (name: string) =>
  Array.from(manifest.querySelectorAll(`[${name}]`), (element) => element.getAttribute(name) ?? '')

describe('the manifest', () => {
  test('names no resource that is not there, and none twice', () => {
    const ids = Array.from(
      manifest.querySelectorAll('Resources > * > *'),
      (each) => each.getAttribute('id') ?? '',
    )
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(attributes('resid'))).toEqual(new Set(ids))
    expect(ids.every((id) => id.length <= 32)).toBe(true)
  })

  test('asks for nothing but https', () => {
    const addresses = attributes('DefaultValue').filter((value) => value.includes('://'))
    expect(addresses.length).toBeGreaterThan(5)
    expect(addresses.filter((address) => !address.startsWith('https://localhost:'))).toEqual([])
  })

  test.each([16, 32, 64, 80])('has an icon of %i pixels that is one', async (size) => {
    const png = await readFile(join(ROOT, `addin/assets/icons/icon-${size}.png`))
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    // Width and height stand at bytes 16 and 20 of a PNG.
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size])
  })

  test('points at the page that the build makes', () => {
    expect(attributes('DefaultValue').filter((value) => value.endsWith('/addin/taskpane.html'))).not.toEqual(
      [],
    )
  })

  test('keeps labels within what the ribbon shows', () => {
    const labels = Array.from(manifest.querySelectorAll('ShortStrings > *'), (each) =>
      each.getAttribute('DefaultValue'),
    )
    expect(labels.filter((label) => (label ?? '').length > 125)).toEqual([])
  })
})
