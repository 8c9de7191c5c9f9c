import { HostError } from '../host-error.ts'
import type { Area } from '../workbook/address.ts'
import { NO_BORDER } from '../workbook/cell.ts'
import type { BorderLine } from '../workbook/cell.ts'
import type { StateOf } from './class-map.ts'
import { colorOf, wordOf } from './arguments.ts'
import { defineClass } from './object-class.ts'
import type { HostServices } from './object-class.ts'

const STYLES = 'None Continuous Dash DashDot DashDotDot Dot Double SlantDashDot'.split(' ')
const WEIGHTS = 'Hairline Thin Medium Thick'.split(' ')

type Side = 'edgeTop' | 'edgeBottom' | 'edgeLeft' | 'edgeRight'

export const rangeBorder = defineClass({
  name: 'RangeBorder',
  scalars: {
    sideIndex: { read: ({ side }) => side },
    style: {
      read: (state) => lineOf(state).style,
      write: (state, value, host) => draw(state, { style: wordOf(value, STYLES) }, host),
    },
    color: {
      read: (state) => lineOf(state).color,
      write: (state, value, host) => draw(state, { color: colorOf(value) }, host),
    },
    weight: {
      read: (state) => lineOf(state).weight,
      write: (state, value, host) => draw(state, { weight: wordOf(value, WEIGHTS) }, host),
    },
  },
})

/** Which cells of the range draw the border, and on which of their sides. */
function strokes({ area, side }: StateOf<'RangeBorder'>): { area: Area; side: Side }[] {
  const { row, column, rows, columns } = area
  switch (side) {
    case 'EdgeTop':
      return [{ area: { ...area, rows: 1 }, side: 'edgeTop' }]
    case 'EdgeBottom':
      return [{ area: { ...area, row: row + rows - 1, rows: 1 }, side: 'edgeBottom' }]
    case 'EdgeLeft':
      return [{ area: { ...area, columns: 1 }, side: 'edgeLeft' }]
    case 'EdgeRight':
      return [{ area: { ...area, column: column + columns - 1, columns: 1 }, side: 'edgeRight' }]
    case 'InsideHorizontal':
      return rows > 1 ? [{ area: { ...area, rows: rows - 1 }, side: 'edgeBottom' }] : []
    case 'InsideVertical':
      return columns > 1 ? [{ area: { ...area, columns: columns - 1 }, side: 'edgeRight' }] : []
    default:
      throw new HostError('NotSimulated', `The simulated host draws no border ${side}.`)
  }
}

function lineOf(state: StateOf<'RangeBorder'>): BorderLine {
  const stroke = strokes(state)[0]
  return (stroke && state.sheet.uniformStyle(stroke.area, stroke.side)) ?? NO_BORDER
}

function draw(state: StateOf<'RangeBorder'>, change: Partial<BorderLine>, host: HostServices): void {
  host.guardWrite(state.sheet)
  for (const stroke of strokes(state))
    state.sheet.restyle(stroke.area, { [stroke.side]: changed(lineOf(state), change) })
}

/** A colour or weight alone makes a line where there was none and keeps the style of one that is there. */
function changed(before: BorderLine, change: Partial<BorderLine>): BorderLine {
  return { ...before, ...(before.style === 'None' ? { style: 'Continuous' } : {}), ...change }
}
