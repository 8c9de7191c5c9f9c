import { textOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

/** Office.addin.showAsTaskpane and hide. */
export const appRuntimeService = defineClass({
  name: 'Microsoft.AppRuntime.AppRuntimeService',
  methods: {
    setAppRuntimeState: (_state, [visibility], { runtime }) => {
      runtime.visibility = textOf(visibility)
      runtime.visibilityChanged()
    },
    getAppRuntimeState: (_state, _args, { runtime }) => runtime.visibility,
  },
})
