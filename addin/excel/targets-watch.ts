const SETTLES_IN_MILLISECONDS = 300

/**
 * Calls back a little after cells of a sheet changed. Only a hint to look again: Excel may tell late, twice
 * or never. Answers how to stop; where Excel cannot tell, nothing is called.
 */
export function watchSheet(sheetId: string, onChanged: () => void): Promise<() => void> {
  return watch(onChanged, async (context, later) => {
    const sheet = context.workbook.worksheets.getItemOrNullObject(sheetId)
    await context.sync()
    if (sheet.isNullObject) return null
    return sheet.onChanged.add((event) =>
      event.triggerSource === 'ThisLocalAddin' ? Promise.resolve() : later(),
    )
  })
}

/** Calls back a little after another sheet came to the front; as much of a hint as `watchSheet`. */
export function watchSheetInFront(onActivated: () => void): Promise<() => void> {
  return watch(onActivated, (context, later) =>
    Promise.resolve(context.workbook.worksheets.onActivated.add(later)),
  )
}

/** What Excel gives for a handler, whatever the event. */
type Registered = Pick<OfficeExtension.EventHandlerResult<unknown>, 'context' | 'remove'>

async function watch(
  onEvent: () => void,
  register: (context: Excel.RequestContext, later: () => Promise<void>) => Promise<Registered | null>,
): Promise<() => void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(onEvent, SETTLES_IN_MILLISECONDS)
    return Promise.resolve()
  }
  try {
    const registered = await Excel.run(async (context) => {
      const result = await register(context, later)
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
