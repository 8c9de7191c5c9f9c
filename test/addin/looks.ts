import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Frame } from 'playwright-core'
import { expect } from 'vitest'
import type { OpenPane } from './browser.ts'

export const PANE_WIDTH = 320
/** Of the place where the page puts the pane. */
const BORDER = 1
export const NARROW_PANE = { paneWidth: PANE_WIDTH + BORDER }
const LOOKS = [
  ['light', { colorScheme: 'light', forcedColors: 'none', reducedMotion: 'reduce' }],
  ['dark', { colorScheme: 'dark', forcedColors: 'none', reducedMotion: 'reduce' }],
  ['high-contrast', { colorScheme: 'dark', forcedColors: 'active', reducedMotion: 'reduce' }],
] as const
const require = createRequire(import.meta.url)
/** Run in the pane's own frame: through the page it would look at every cell of the sheet as well, ten times as long. */
const AXE = createRequire(require.resolve('@axe-core/playwright'))('axe-core') as { readonly source: string }

/** One screen in every look: nothing that axe objects to, nothing wider than the pane, and a picture of each. */
export async function expectFit(opened: OpenPane, screen: string, pictures: string): Promise<void> {
  const { page, pane } = opened
  const frame = page.locator('#pane iframe')
  for (const [look, media] of LOOKS) {
    await page.emulateMedia(media)
    await pane.evaluate(() => new Promise(requestAnimationFrame))
    await frame.screenshot({ path: join(pictures, `host-320-${screen}-${look}.png`) })
    expect(await accessibilityFaults(pane), `${screen} in ${look}`).toEqual([])
    expect(await tooWide(pane), `${screen} in ${look}`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
}

async function accessibilityFaults(pane: Frame): Promise<string[]> {
  if (!(await pane.evaluate(() => 'axe' in window))) await pane.evaluate(AXE.source)
  const { faults, passed } = await pane.evaluate(async () => {
    const { axe } = window as any
    // Fluent's own sentinels that keep the focus inside; they hold nothing.
    const { violations, passes } = await axe.run({ exclude: ['[data-tabster-dummy]'] })
    const told = ({ id, nodes }: any) => `${id}: ${nodes.map(({ html }: any) => html).join(' ')}`
    return { faults: violations.map(told) as string[], passed: passes.length as number }
  })
  expect(passed).toBeGreaterThan(5)
  return faults
}

/** Whatever of the pane reaches beyond its width, or cuts its text without an ellipsis. */
function tooWide(pane: Frame): Promise<string[]> {
  return pane.evaluate((width) => {
    const isNothing = (element: Element) =>
      element.clientWidth === 0 && getComputedStyle(element).overflowX === 'hidden'
    const isSeen = (element: Element) => {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
      for (let at = element.parentElement; at; at = at.parentElement) if (isNothing(at)) return false
      // Texts for screen readers alone are of one pixel.
      return element.getBoundingClientRect().width > 1
    }
    const faultsOf = (element: Element) => {
      const { left, right } = element.getBoundingClientRect()
      const { overflowX, textOverflow } = getComputedStyle(element)
      const isCut = element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1
      // A field scrolls what is typed into it.
      const mayBeCut = overflowX === 'visible' || textOverflow === 'ellipsis' || element.tagName === 'INPUT'
      return [
        ...(left < -0.5 || right > width + 0.5 ? ['reaches beyond the pane'] : []),
        ...(isCut && !mayBeCut ? ['is cut'] : []),
      ].map((fault) => `${element.tagName} ${element.textContent?.slice(0, 60)} ${fault}`)
    }
    const isScrolled = document.documentElement.scrollWidth > width
    return [
      ...(isScrolled ? ['the page scrolls sideways'] : []),
      ...Array.from(document.querySelectorAll('body *')).filter(isSeen).flatMap(faultsOf),
    ]
  }, PANE_WIDTH)
}
