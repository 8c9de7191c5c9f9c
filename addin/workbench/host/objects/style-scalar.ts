import type { CellStyle } from '../workbook/cell.ts'
import type { Area } from '../workbook/address.ts'
import type { Sheet } from '../workbook/sheet.ts'
import type { HostServices } from './object-class.ts'

interface Cells {
  readonly sheet: Sheet
  readonly area: Area
}

/** A property that reads one part of the style (null where cells differ) and writes it to every cell. */
export function styleScalar<K extends keyof CellStyle>(key: K, parse: (value: unknown) => unknown) {
  return {
    read: ({ sheet, area }: Cells) => sheet.uniformStyle(area, key),
    write: ({ sheet, area }: Cells, value: unknown, host: HostServices) => {
      host.guardWrite(sheet)
      sheet.restyle(area, { [key]: parse(value) })
    },
  }
}
