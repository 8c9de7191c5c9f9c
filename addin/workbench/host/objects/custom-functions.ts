import { HostError } from '../host-error.ts'
import { numberOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

/** The channel on which custom functions answer: rows of invocation id, success, value, error code. */
export const customFunctions = defineClass({
  name: 'Microsoft.ExcelServices.CustomFunctions',
  methods: {
    setInvocationArrayResults: (_state, [rows], { runtime }) => {
      if (!Array.isArray(rows)) throw new HostError('InvalidArgument')
      for (const row of rows as readonly (readonly unknown[])[]) {
        runtime.customFunctionAnswered({
          invocationId: numberOf(row[0]),
          ok: row[1] === true,
          value: row[2],
          code: row[3],
        })
      }
    },
  },
  internal: {
    _SetOsfControlContainerReadyForCustomFunctions: (_state, _args, { runtime }) => {
      runtime.isReadyForCustomFunctions = true
    },
    _GetEnabledFeatures: () => [],
  },
})
