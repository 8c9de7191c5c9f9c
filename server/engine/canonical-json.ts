/** JSON with sorted keys and no white space: equal values give equal bytes, so a hash of them names the value. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error(`Only whole numbers have one spelling: ${value}`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object') return objectJson(value as Record<string, unknown>)
  throw new Error(`Not JSON: ${typeof value}`)
}

function objectJson(value: Record<string, unknown>): string {
  const keys = Object.keys(value)
  if (keys.some((key, index) => index > 0 && keys[index - 1]! > key)) keys.sort()
  let text = '{'
  for (const key of keys) text += `${text === '{' ? '' : ','}${nameOf(key)}${canonicalJson(value[key])}`
  return `${text}}`
}

/** Text that JSON has as it is. */
const PLAIN = /^[ !#-[\]-~]*$/

const quoted = (text: string) => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text))

/** Names of fields, quoted, with their colon: there are few, and each comes by the ten thousand. */
const names = new Map<string, string>()
const MOST_NAMES = 1_000

function nameOf(key: string): string {
  const known = names.get(key)
  if (known !== undefined) return known
  const name = `${quoted(key)}:`
  if (names.size < MOST_NAMES) names.set(key, name)
  return name
}
