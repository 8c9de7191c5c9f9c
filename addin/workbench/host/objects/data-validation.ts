import { isSameArea } from '../workbook/address.ts'
import type { DataValidationModel } from '../workbook/sheet.ts'
import type { StateOf } from './class-map.ts'
import { booleanOf, objectOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

/** Rules are kept and answered; what a person types in the page is held against them, as in Excel not what is pasted. */
export const dataValidation = defineClass({
  name: 'DataValidation',
  scalars: {
    type: { read: (state) => typeOf(found(state)) },
    rule: {
      read: (state) => found(state)?.rule ?? {},
      write: (state, value, host) => {
        host.guardWrite(state.sheet)
        made(state).rule = objectOf(value)
      },
    },
    errorAlert: {
      read: (state) => found(state)?.errorAlert ?? null,
      write: (state, value) => {
        made(state).errorAlert = objectOf(value)
      },
    },
    prompt: {
      read: (state) => found(state)?.prompt ?? null,
      write: (state, value) => {
        made(state).prompt = objectOf(value)
      },
    },
    ignoreBlanks: {
      read: (state) => found(state)?.ignoreBlanks ?? true,
      write: (state, value) => {
        made(state).ignoreBlanks = booleanOf(value)
      },
    },
  },
  methods: {
    clear: ({ sheet, area }) => {
      sheet.dataValidations = sheet.dataValidations.filter((validation) => !isSameArea(validation.area, area))
    },
  },
})

function found({ sheet, area }: StateOf<'DataValidation'>): DataValidationModel | undefined {
  return sheet.dataValidations.find((validation) => isSameArea(validation.area, area))
}

function made(state: StateOf<'DataValidation'>): DataValidationModel {
  const existing = found(state)
  if (existing) return existing
  const fresh: DataValidationModel = {
    area: state.area,
    rule: {},
    ignoreBlanks: true,
    errorAlert: null,
    prompt: null,
  }
  state.sheet.dataValidations.push(fresh)
  return fresh
}

const TYPES: Readonly<Record<string, string>> = {
  wholeNumber: 'WholeNumber',
  decimal: 'Decimal',
  list: 'List',
  date: 'Date',
  time: 'Time',
  textLength: 'TextLength',
  custom: 'Custom',
}

function typeOf(validation: DataValidationModel | undefined): string {
  return TYPES[Object.keys(validation?.rule ?? {})[0] ?? ''] ?? 'None'
}
