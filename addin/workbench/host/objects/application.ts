import { wordOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

export const application = defineClass({
  name: 'Application',
  scalars: {
    calculationMode: {
      read: ({ workbook }) => workbook.calculationMode,
      write: ({ workbook }, value) => {
        workbook.calculationMode = wordOf(value, ['Automatic', 'AutomaticExceptTables', 'Manual'])
      },
    },
    calculationState: { read: () => 'Done' },
    decimalSeparator: { read: () => '.' },
    thousandsSeparator: { read: () => ',' },
  },
  methods: {
    // Formulas are calculated when they are read, so there is nothing to do and nothing to suspend.
    calculate: () => null,
    suspendApiCalculationUntilNextSync: () => null,
    suspendScreenUpdatingUntilNextSync: () => null,
  },
})
