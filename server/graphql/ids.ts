const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether a text can be an id at all; anything else names nothing and must not reach SQL as a malformed UUID. */
export const isId = (text: string) => UUID.test(text)

/** An id, or the nil UUID, which no row has, for a text that cannot be one. */
export const idOrNil = (text: string) => (isId(text) ? text : '00000000-0000-0000-0000-000000000000')
