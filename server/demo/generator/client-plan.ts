/** How an account strays from its model: each class's usual amount is multiplied. */
export type Tilt = Readonly<Record<string, number>>

/** A purchase that the story needs: at the close of a day, in whole or broken shares. */
export interface Purchase {
  readonly symbol: string
  readonly acquired: string
  readonly shares: number
}

/** An account before its lots are made. `value` is about what it is worth in dollars on the as-of date. */
export interface DemoAccount {
  /** First name of the owner, or the trust's. */
  readonly owner: string
  readonly registration: 'individual' | 'joint' | 'trust' | 'traditional_ira' | 'roth_ira'
  readonly custodian: 'Schwab' | 'Harbor Trust Company'
  readonly value: number
  readonly tilt: Tilt
  /** Cash as a part of the value, beside what the model's cash class holds in bills. */
  readonly cashPart: number
  readonly minimumCash: number
  readonly discretionary: boolean
  readonly consent: boolean
  /** Bought in place of the model's first choice for US equity, years ago. */
  readonly legacy?: 'SPY' | 'IWM' | 'MDY' | 'QQQ'
  readonly purchases: readonly Purchase[]
  /** Instead of the part above: cash to the cent. */
  readonly cash?: string
  readonly cashOnly?: boolean
}

/** A trust that pays taxes or whose grantor does. */
export interface DemoTrust {
  readonly name: string
  readonly grantor?: string
}

export interface DemoHousehold {
  readonly surname: string
  readonly model: string | null
  readonly level: 'household' | 'account'
  readonly people: readonly string[]
  readonly trusts: readonly DemoTrust[]
  /** What this household is there to show. */
  readonly story: string
  readonly accounts: readonly DemoAccount[]
}
