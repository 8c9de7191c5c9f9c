import { colorOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

export const rangeFill = defineClass({
  name: 'RangeFill',
  scalars: {
    color: {
      // Excel answers white for cells without a fill.
      read: ({ sheet, area }) => {
        const fill = sheet.uniformStyle(area, 'fill')
        return fill === '' ? '#FFFFFF' : fill
      },
      write: ({ sheet, area }, value, host) => {
        host.guardWrite(sheet)
        sheet.restyle(area, { fill: colorOf(value) })
      },
    },
  },
  methods: {
    clear: ({ sheet, area }, _args, host) => {
      host.guardWrite(sheet)
      sheet.restyle(area, { fill: '' })
    },
  },
})
