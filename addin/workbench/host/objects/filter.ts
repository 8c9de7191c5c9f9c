import { HostError } from '../host-error.ts'
import { applyFilters } from '../workbook/table.ts'
import type { StateOf } from './class-map.ts'
import { objectOf, textOf } from './arguments.ts'
import { defineClass } from './object-class.ts'
import type { HostServices } from './object-class.ts'

export const filter = defineClass({
  name: 'Filter',
  scalars: {
    criteria: {
      read: ({ table, index }) => {
        const values = table.filters.get(index)
        return values ? { filterOn: 'Values', values } : null
      },
    },
  },
  methods: {
    applyValuesFilter: (state, [values], host) => filterValues(state, values, host),
    apply: (state, [criteria], host) => {
      const { filterOn, values } = objectOf(criteria)
      if (filterOn !== 'Values') throw new HostError('NotSimulated', 'Tables filter by values only.')
      filterValues(state, values, host)
    },
    clear: ({ table, index }, _args, host) => {
      table.filters.delete(index)
      applyFilters(table, (row, column) => host.workbook.text(table.sheet, row, column))
    },
  },
})

function filterValues({ table, index }: StateOf<'Filter'>, values: unknown, host: HostServices): void {
  if (!Array.isArray(values)) throw new HostError('InvalidArgument')
  table.filters.set(index, values.map(textOf))
  applyFilters(table, (row, column) => host.workbook.text(table.sheet, row, column))
}
