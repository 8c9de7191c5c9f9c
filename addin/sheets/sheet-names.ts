const LONGEST_SHEET_NAME = 31

/** A name that Excel takes for a sheet: none of []:*?/\, no apostrophe at an end, at most 31 characters. */
export function safeSheetName(wanted: string): string {
  const name = wanted
    .replace(/[[\]:*?/\\]/g, '-')
    .slice(0, LONGEST_SHEET_NAME)
    .replace(/^'+|'+$/g, '')
    .trim()
  return name === '' || name.toLowerCase() === 'history' ? `Sheet ${name}`.trim() : name
}

/** The first name of `wanted`, `wanted (2)`, `wanted (3)` … that no sheet has; Excel does not tell cases apart. */
export function freeSheetName(wanted: string, taken: Iterable<string>): string {
  return firstFree(taken, (number) => {
    const suffix = number === 1 ? '' : ` (${number})`
    return `${wanted.slice(0, LONGEST_SHEET_NAME - suffix.length)}${suffix}`
  })
}

/** The first name of `wanted`, `wanted_2`, `wanted_3` … that no table has. */
export function freeTableName(wanted: string, taken: Iterable<string>): string {
  return firstFree(taken, (number) => (number === 1 ? wanted : `${wanted}_${number}`))
}

function firstFree(taken: Iterable<string>, nameOf: (number: number) => string): string {
  const used = new Set(Array.from(taken, (name) => name.toLowerCase()))
  let number = 1
  while (used.has(nameOf(number).toLowerCase())) number += 1
  return nameOf(number)
}
