/** What a reason was said with, in order of name. */
export const factsOf = (facts: unknown): { name: string; value: string }[] =>
  Object.entries(facts as Readonly<Record<string, string>>)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
