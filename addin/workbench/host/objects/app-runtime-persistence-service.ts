import { textOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

/** Office.addin.setStartupBehavior. */
export const appRuntimePersistenceService = defineClass({
  name: 'Microsoft.AppRuntime.AppRuntimePersistenceService',
  methods: {
    setAppRuntimeStartState: (_state, [startState], { runtime }) => {
      runtime.startState = textOf(startState)
    },
    getAppRuntimeStartState: (_state, _args, { runtime }) => runtime.startState,
  },
})
