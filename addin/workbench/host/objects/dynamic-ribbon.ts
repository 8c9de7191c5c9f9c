import { defineClass } from './object-class.ts'

/** Office.ribbon.requestUpdate: the wishes are kept for tests, no ribbon is drawn. */
export const dynamicRibbon = defineClass({
  name: 'Microsoft.DynamicRibbon.DynamicRibbon',
  methods: {
    executeRequestUpdate: (_state, [update], { runtime }) => {
      runtime.ribbonUpdates.push(update)
    },
  },
})
