import { applyFilters } from '../workbook/table.ts'
import { ExcelObject, defineClass } from './object-class.ts'

/** The filter of a table; a sheet's own filter is not simulated. */
export const autoFilter = defineClass({
  name: 'AutoFilter',
  scalars: {
    enabled: { read: ({ table }) => table.showsFilterButton },
    isDataFiltered: { read: ({ table }) => table.filters.size > 0 },
  },
  methods: {
    clearCriteria: ({ table }, _args, host) => {
      table.filters.clear()
      applyFilters(table, (row, column) => host.workbook.text(table.sheet, row, column))
    },
    getRange: ({ table }) => new ExcelObject('Range', { sheet: table.sheet, area: table.area }),
  },
})
