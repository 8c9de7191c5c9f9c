import type { Marks } from '../sheets/refresh-marks.ts'

/** What a table was pulled by and what its last refresh coloured, kept with its sheet: it goes where the sheet goes. */
const PULL_KEY = 'Evenkeel pull '
const MARKS_KEY = 'Evenkeel marks '

/** Keeps the question that a table answers, as JSON of the pane's own. Nothing is coloured yet. */
export function rememberPull(sheet: Excel.Worksheet, tableName: string, question: string): void {
  sheet.customProperties.add(PULL_KEY + tableName, question)
  sheet.customProperties.add(MARKS_KEY + tableName, JSON.stringify({}))
}

/** `keptAs` outlives a new name of the table: the name that a table was pulled under, or the id of what is to be edited. */
export function rememberMarks(sheet: Excel.Worksheet, keptAs: string, marks: Marks): void {
  sheet.customProperties.add(MARKS_KEY + keptAs, JSON.stringify(marks))
}

/** Empty where nothing is coloured, or where what was kept cannot be read. */
export function marksIn(property: Excel.WorksheetCustomProperty): Marks {
  if (property.isNullObject) return {}
  try {
    return JSON.parse(property.value) as Marks
  } catch {
    return {}
  }
}

export function marksProperty(sheet: Excel.Worksheet, keptAs: string): Excel.WorksheetCustomProperty {
  return sheet.customProperties.getItemOrNullObject(MARKS_KEY + keptAs)
}

/** What a sheet's properties say of its tables: questions by the name that each table had when it was pulled. */
export function questionsIn(
  properties: readonly Excel.WorksheetCustomProperty[],
): ReadonlyMap<string, string> {
  return new Map(
    properties.flatMap(({ key, value }) =>
      key.startsWith(PULL_KEY) ? [[key.slice(PULL_KEY.length), value] as const] : [],
    ),
  )
}

/** Forgets a table that is not ours any more. The properties must have been loaded. */
export function forgetPull(properties: readonly Excel.WorksheetCustomProperty[], keptAs: string): void {
  for (const property of properties) {
    if (property.key === PULL_KEY + keptAs || property.key === MARKS_KEY + keptAs) property.delete()
  }
}
