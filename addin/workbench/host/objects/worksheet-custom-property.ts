import { textOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

export const worksheetCustomProperty = defineClass({
  name: 'WorksheetCustomProperty',
  identity: ({ key }) => ({ _Id: key }),
  scalars: {
    key: { read: ({ key }) => key },
    value: {
      read: ({ store, key }) => store.get(key),
      write: ({ store, key }, value) => {
        store.set(key, textOf(value))
      },
    },
  },
  methods: {
    delete: ({ store, key }) => {
      store.delete(key)
    },
  },
})
