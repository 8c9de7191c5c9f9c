/** Money stands with four places at rest and two in the engine; the two beyond are always zero. */
export const twoPlaces = (money: string) => money.replace(/(\.\d\d)00$/, '$1')
