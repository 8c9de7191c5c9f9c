import type { Sheet } from '../workbook/sheet.ts'
import { cellsOf, wordOf } from './arguments.ts'
import { defineClass } from './object-class.ts'
import { areaText } from '../workbook/address.ts'

function kept(key: string, parse: (value: unknown) => unknown, initial: unknown) {
  return {
    read: ({ sheet }: { sheet: Sheet }) => sheet.pageLayout.get(key) ?? initial,
    write: ({ sheet }: { sheet: Sheet }, value: unknown) => {
      sheet.pageLayout.set(key, parse(value))
    },
  }
}

/** Print settings are kept and answered; nothing is printed. */
export const pageLayout = defineClass({
  name: 'PageLayout',
  scalars: {
    orientation: kept('orientation', (value) => wordOf(value, ['Portrait', 'Landscape']), 'Portrait'),
    centerHorizontally: kept('centerHorizontally', Boolean, false),
    zoom: kept('zoom', (value) => value, { scale: 100 }),
  },
  methods: {
    setPrintArea: ({ sheet }, [cells], host) => {
      sheet.pageLayout.set('printArea', areaText(cellsOf(cells, sheet, host).area))
    },
    setPrintTitleRows: ({ sheet }, [cells], host) => {
      sheet.pageLayout.set('printTitleRows', areaText(cellsOf(cells, sheet, host).area))
    },
  },
})
