import { defineClass } from './object-class.ts'

/** How the client tells that functions of Office.actions may be called. */
export const addinInternalService = defineClass({
  name: 'Microsoft.InternalService.AddinInternalService',
  methods: {
    notifyActionHandlerReady: (_state, _args, { runtime }) => {
      runtime.isActionHandlerReady = true
    },
  },
})
