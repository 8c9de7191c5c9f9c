import { optionalTextOf } from './arguments.ts'
import { ExcelObject, defineClass } from './object-class.ts'
import type { WorkbookModel } from '../workbook/workbook.ts'

function textProperty(key: string) {
  return {
    read: ({ workbook }: { workbook: WorkbookModel }) => workbook.properties.get(key) ?? '',
    write: ({ workbook }: { workbook: WorkbookModel }, value: unknown) => {
      workbook.properties.set(key, optionalTextOf(value) ?? '')
    },
  }
}

export const documentProperties = defineClass({
  name: 'DocumentProperties',
  scalars: {
    author: textProperty('author'),
    category: textProperty('category'),
    comments: textProperty('comments'),
    company: textProperty('company'),
    keywords: textProperty('keywords'),
    manager: textProperty('manager'),
    subject: textProperty('subject'),
    title: textProperty('title'),
  },
  links: { custom: ({ workbook }) => new ExcelObject('CustomPropertyCollection', { workbook }) },
})
