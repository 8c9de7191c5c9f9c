/** Reads tab-separated text as Excel pastes it: a field in quotes may hold tabs, line ends and doubled quotes. */
export function readTabSeparated(text: string): string[][] {
  const rows: string[][] = [[]]
  // A field in quotes up to its end, or anything up to the next tab or line end; then what ends it.
  const field = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y
  const whole = text.replace(/(\r\n|\n|\r)$/, '')
  for (let match = field.exec(whole); match; match = field.exec(whole)) {
    const [, quoted, plain = '', end] = match
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '' || field.lastIndex > whole.length) break
    if (end !== '\t') rows.push([])
  }
  return rows
}

/** Writes cells as Excel copies them to the clipboard's plain text. */
export function writeTabSeparated(rows: readonly (readonly string[])[]): string {
  return `${rows.map((row) => row.map(quotedWhereNeeded).join('\t')).join('\r\n')}\r\n`
}

function quotedWhereNeeded(text: string): string {
  return /[\t\r\n]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
