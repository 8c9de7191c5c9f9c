/** Who may do what. An unknown role is no access; a role not named for an action may not do it. */
export const ROLES = ['administrator', 'advisor', 'analyst', 'compliance'] as const
export type Role = (typeof ROLES)[number]

const ALLOWED = {
  /** Load custodians' files, models and households. */
  importFiles: ['administrator', 'advisor'],
  /** Publish versions of models. */
  publishModels: ['administrator', 'advisor'],
  /** Make proposals and change their trades. */
  propose: ['administrator', 'advisor'],
  /** Say what an approval asks for. */
  setPolicy: ['administrator'],
} as const satisfies Record<string, readonly Role[]>

export type Action = keyof typeof ALLOWED

/** Whether a role may do an action. Everybody in the firm may read. */
export function isAllowed(role: Role, action: Action): boolean {
  return (ALLOWED[action] as readonly Role[]).includes(role)
}
