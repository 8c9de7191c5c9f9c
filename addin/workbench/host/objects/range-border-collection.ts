import { textOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'

const SIDES = ['EdgeTop', 'EdgeBottom', 'EdgeLeft', 'EdgeRight', 'InsideVertical', 'InsideHorizontal']

export const rangeBorderCollection = defineClass({
  name: 'RangeBorderCollection',
  scalars: { count: { read: () => SIDES.length } },
  items: (state) => SIDES.map((side) => new ExcelObject('RangeBorder', { ...state, side })),
  item: (state, key) => new ExcelObject('RangeBorder', { ...state, side: textOf(key) }),
})
