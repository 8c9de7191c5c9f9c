import { sql } from 'kysely'

/**
 * SQL for value / base in millionths, half away from zero, exactly: one rounding, as the engine has it. Both are SQL of a numeric
 * each; the base is above zero. (`round(value / base, 6)` rounds twice: PostgreSQL divides to 16 digits first.)
 */
export const exactRatio = (value: string, base = 'base') =>
  sql.raw(`sign(${value}) * div(2 * abs(${value}) * 1000000 + ${base}, 2 * ${base}) * 0.000001`)
