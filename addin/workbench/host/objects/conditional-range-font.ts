import type { StateOf } from './class-map.ts'
import { booleanOf, colorOf } from './arguments.ts'
import { defineClass } from './object-class.ts'

type Format = StateOf<'ConditionalRangeFont'>

function part(key: 'bold' | 'fontColor' | 'italic' | 'strikethrough', parse: (value: unknown) => unknown) {
  return {
    read: ({ format }: Format) => format.style[key] ?? null,
    write: ({ format }: Format, value: unknown) => {
      Object.assign(format.style, { [key]: parse(value) })
    },
  }
}

export const conditionalRangeFont = defineClass({
  name: 'ConditionalRangeFont',
  scalars: {
    bold: part('bold', booleanOf),
    color: part('fontColor', colorOf),
    italic: part('italic', booleanOf),
    strikethrough: part('strikethrough', booleanOf),
  },
})
