/** Where the pane finds itself. */
export interface OfficeSurroundings {
  /** False in an ordinary browser tab: everything works but writing to a sheet. */
  readonly isExcel: boolean
  /** Null where the host tells no theme; then the browser's own preference rules. */
  readonly isDark: boolean | null
  /** Parts the storage of add-ins that share a browser profile; empty where the host gives none. */
  readonly partitionKey: string
}

const OUTSIDE: OfficeSurroundings = { isExcel: false, isDark: null, partitionKey: '' }

/** Waits for office.js, which may be missing (no network to Microsoft's address) or find no host. */
export async function officeSurroundings(): Promise<OfficeSurroundings> {
  if (typeof Office === 'undefined') return OUTSIDE
  const { host } = await Office.onReady()
  if (host !== Office.HostType.Excel) return OUTSIDE
  // Microsoft's types promise both; Excel on the web has no theme and the desktop no partition key.
  const theme: Office.OfficeTheme | undefined = Office.context.officeTheme
  const partitionKey: string | undefined = Office.context.partitionKey
  return { isExcel: true, isDark: isDarkTheme(theme), partitionKey: partitionKey ?? '' }
}

/** Excel on the web tells no theme; older desktops tell colours only. */
function isDarkTheme(theme: Office.OfficeTheme | undefined): boolean | null {
  if (!theme) return null
  if (typeof theme.isDarkTheme === 'boolean') return theme.isDarkTheme
  return isDarkColour(theme.bodyBackgroundColor)
}

function isDarkColour(hex: string | undefined): boolean | null {
  const channels = /^#?(?:[0-9a-f]{2})?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex ?? '')
  if (!channels) return null
  const [red = 0, green = 0, blue = 0] = channels.slice(1).map((part) => parseInt(part, 16))
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128
}
