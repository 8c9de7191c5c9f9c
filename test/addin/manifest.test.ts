import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { manifestFaults, readManifest } from './manifest-faults.ts'

const TEXT = readFileSync(join(import.meta.dirname, '../../manifest.xml'), 'utf8')

describe('the manifest', () => {
  test('has nothing that Excel would refuse', () => {
    expect(manifestFaults(readManifest(TEXT))).toEqual([])
  })

  test.each([
    ['resource Tab.Lable is not given', '<Label resid="Tab.Label"/>', '<Label resid="Tab.Lable"/>'],
    ['resource Tab.Unused is not used', ' id="Tab.Label"', ' id="Tab.Unused"'],
    ['id Evenkeel.ShowPane is given twice', 'id="Evenkeel.RefreshSheet"', 'id="Evenkeel.ShowPane"'],
    [
      `id Evenkeel.${'Tab'.repeat(9)} is not of 1 to 32 characters`,
      'id="Evenkeel.Tab"',
      `id="Evenkeel.${'Tab'.repeat(9)}"`,
    ],
    [
      'address http://localhost:4001/addin/icons/icon-80.png is not https',
      'https://localhost:4001/addin/icons/icon-80.png',
      'http://localhost:4001/addin/icons/icon-80.png',
    ],
    [
      'icon https://localhost:4001/addin/icons/refresh-sheet-48.png is no file of addin/assets/icons',
      'icons/refresh-sheet-32.png',
      'icons/refresh-sheet-48.png',
    ],
    [
      'icon refresh-sheet-16.png is of 16 by 16 pixels, not 32',
      'icons/refresh-sheet-32.png',
      'icons/refresh-sheet-16.png',
    ],
    ['an icon of Group lacks a size', '<bt:Image size="80" resid="Icon.80"/>', ''],
    ['function refreshSheets is associated with nothing', '>refreshSheet<', '>refreshSheets<'],
    ['function refreshSheet has no button', '>refreshSheet<', '>refreshWorkbook<'],
    ['the runtime is not a long one', 'lifetime="long"', 'lifetime="short"'],
    [
      'runtime, function file and pane are not one page',
      '<FunctionFile resid="Pane.Url"/>',
      '<FunctionFile resid="Icon.16"/>',
    ],
    ['there is no tab of our own', 'CustomTab', 'OfficeTab'],
    [
      'the shared runtime is not required',
      '<Set Name="SharedRuntime" MinVersion="1.1"/>',
      '<Set Name="ExcelApi" MinVersion="1.1"/>',
    ],
    [
      'the children of Group are not in the order Label, Icon, Control',
      '<Label resid="PaneGroup.Label"/>',
      '<Tooltip resid="PaneGroup.Label"/>',
    ],
    [
      'text ShowPane.Label is longer than 125 characters',
      'DefaultValue="Show pane"',
      `DefaultValue="${'Show pane '.repeat(13)}"`,
    ],
  ])('finds that %s', (fault, found, planted) => {
    expect(TEXT).toContain(found)
    expect(manifestFaults(readManifest(TEXT.replaceAll(found, planted)))).toContain(fault)
  })
})
