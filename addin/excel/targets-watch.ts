const SETTLES_IN_MILLISECONDS = 300

/**
 * Calls back a little after cells of a sheet changed. Only a hint to look again: Excel may tell late, twice
 * or never. Answers how to stop; where Excel cannot tell, nothing is called.
 */
export async function watchSheet(sheetId: string, onChanged: () => void): Promise<() => void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(onChanged, SETTLES_IN_MILLISECONDS)
    return Promise.resolve()
  }
  try {
    const registered = await Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getItemOrNullObject(sheetId)
      await context.sync()
      if (sheet.isNullObject) return null
      const result = sheet.onChanged.add((event) =>
        event.triggerSource === 'ThisLocalAddin' ? Promise.resolve() : later(),
      )
      await context.sync()
      return result
    })
    return () => {
      clearTimeout(timer)
      if (!registered) return
      Excel.run(registered.context, async (context) => {
        registered.remove()
        await context.sync()
      }).catch(() => undefined) // The sheet may be gone by now; then nothing calls back either.
    }
  } catch {
    return () => clearTimeout(timer)
  }
}
