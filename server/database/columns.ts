import { p, Type } from '@mikro-orm/postgresql'
import { Decimal } from 'decimal.js'
import { uuidv7 } from './ids.ts'

/** An exact numeric column, a decimal string in code; 1.5 and 1.50 are the same value and cause no update. */
class DecimalColumn extends Type<string | null | undefined, string | null | undefined> {
  readonly precision: number
  readonly scale: number

  constructor(precision: number, scale: number) {
    super()
    this.precision = precision
    this.scale = scale
  }

  override convertToDatabaseValue(value: string | null | undefined) {
    return value === null || value === undefined ? value : new Decimal(value).toFixed(this.scale)
  }

  override compareAsType() {
    return 'string'
  }

  override ensureComparable() {
    return true
  }

  override getColumnType() {
    return `numeric(${this.precision},${this.scale})`
  }
}

const decimal = (precision: number, scale: number) =>
  p.type(new DecimalColumn(precision, scale)).$type<string>()

/** US dollars. */
export const money = () => decimal(20, 4)
/** Units of a security. */
export const shares = () => decimal(20, 8)
/** US dollars a share. */
export const price = () => decimal(18, 6)
/** A fraction: 0.25 is 25%. */
export const fraction = () => decimal(9, 6)

/** Basis points: 1 is a hundredth of a percent. */
export const basisPoints = () => decimal(8, 4)
/** Years, with their parts. */
export const years = () => decimal(5, 2)

/** An actual share of a base, which may lie far outside 0 to 1 where reserves eat the base up. */
export const weight = () => decimal(24, 6)

/** When the database learned of a row, by its own clock. */
export const recordedAt = () => p.datetime(6).defaultRaw('clock_timestamp()')

/** The firm stands first in every key, so that the tables can be distributed by it. */
export const firmId = { firmId: p.uuid().primary() }

/** The key of most rows: the firm, then a UUIDv7 made by the application. */
export const firmKey = {
  ...firmId,
  id: p
    .uuid()
    .primary()
    .onCreate(() => uuidv7()),
}

const OWN_FIRM = `firm_id = current_setting('app.firm')::uuid`

/**
 * The wall between firms: forced row security, so that not even the tables' owner sees another firm's rows. An unset or
 * empty setting fails in the cast instead of matching nothing.
 */
export const firmWall = {
  rowLevelSecurity: 'force' as const,
  policies: [{ name: 'own_firm', using: OWN_FIRM, check: OWN_FIRM }],
}
