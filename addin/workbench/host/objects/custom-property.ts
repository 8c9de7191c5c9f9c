import { defineClass } from './object-class.ts'

export const customProperty = defineClass({
  name: 'CustomProperty',
  scalars: {
    key: { read: ({ key }) => key },
    value: {
      read: ({ store, key }) => store.get(key),
      write: ({ store, key }, value) => {
        store.set(key, value)
      },
    },
    type: { read: ({ store, key }) => typeName(store.get(key)) },
  },
  methods: {
    delete: ({ store, key }) => {
      store.delete(key)
    },
  },
})

function typeName(value: unknown): string {
  if (typeof value === 'number') return 'Number'
  return typeof value === 'boolean' ? 'Boolean' : 'String'
}
