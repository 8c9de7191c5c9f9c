import { defineClass } from './object-class.ts'

export const setting = defineClass({
  name: 'Setting',
  identity: ({ key }) => ({ _Id: key }),
  scalars: {
    key: { read: ({ key }) => key },
    value: {
      read: ({ store, key }) => store.get(key),
      write: ({ store, key }, value) => {
        store.set(key, value)
      },
    },
  },
  methods: {
    delete: ({ store, key }) => {
      store.delete(key)
    },
  },
})
