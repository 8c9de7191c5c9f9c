import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** What axe finds wrong with the page around the pane; in a small window, as it looks at every cell for itself. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const size = page.viewportSize()
  await page.setViewportSize({ width: 900, height: 420 })
  const { violations } = await new AxeBuilder({ page }).exclude('#pane iframe').analyze()
  if (size) await page.setViewportSize(size)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)
}
