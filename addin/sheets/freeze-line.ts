/** The line that a frozen table carries: `Frozen on 2026-06-02 14:05 UTC by ada; not refreshed`. */
export function freezeLine(instant: Date, userName: string): string {
  return `Frozen on ${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC by ${userName}; not refreshed`
}
