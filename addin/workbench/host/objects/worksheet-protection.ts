import { HostError } from '../host-error.ts'
import { defineClass } from './object-class.ts'

export const worksheetProtection = defineClass({
  name: 'WorksheetProtection',
  scalars: {
    protected: { read: ({ sheet }) => sheet.isProtected },
    options: { read: ({ sheet }) => sheet.protectionOptions },
  },
  methods: {
    protect: ({ sheet }, [options]) => {
      if (sheet.isProtected) throw new HostError('InvalidOperation')
      sheet.isProtected = true
      sheet.protectionOptions = options ?? {}
    },
    unprotect: ({ sheet }) => {
      sheet.isProtected = false
      sheet.protectionOptions = null
    },
  },
})
