/** The commands on Excel's ribbon that run in the pane's own page, the shared runtime; manifest.xml names them so. */
export const RIBBON_COMMANDS = ['refreshWorkbook', 'refreshSheet'] as const
export type RibbonCommand = (typeof RIBBON_COMMANDS)[number]

/**
 * Hears the ribbon. Each command brings the pane to the front, where its work is seen and whatever goes wrong is said,
 * and gives the ribbon back to Excel at once: a button that is not completed stays grey.
 */
export function listenToRibbon(onCommand: (command: RibbonCommand) => void): void {
  for (const command of RIBBON_COMMANDS) {
    Office.actions.associate(command, (event: Office.AddinCommands.Event) => {
      const begin = () => {
        onCommand(command)
        event.completed()
      }
      // The work is done whether or not the pane could be shown.
      Office.addin.showAsTaskpane().then(begin, begin)
    })
  }
}
