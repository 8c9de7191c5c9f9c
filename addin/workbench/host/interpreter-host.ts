import { HostError } from './host-error.ts'
import type { Member } from './members.ts'
import type { ExcelObject, HostServices } from './objects/object-class.ts'

/** What the interpreter needs beyond what objects see. */
export interface InterpreterHost extends HostServices {
  readonly root: ExcelObject
  /** Members that the add-in asked for and the simulator lacks. */
  readonly notSimulated: string[]
  /** Writes that went to null objects, where Excel does nothing or fails late. */
  readonly nullObjectWrites: string[]
  registerEvent(member: Extract<Member, { kind: 'registration' }>, object: ExcelObject): void
}

/** Refuses what the simulator does not know, and remembers it for the tests. */
export function notSimulated(host: InterpreterHost, what: string): never {
  host.notSimulated.push(what)
  throw new HostError('NotSimulated', `The simulated host does not know ${what}.`, what)
}

/** Runs a member and says where an error came from. */
export function located<T>(object: ExcelObject, member: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof HostError && error.location === '') {
      throw new HostError(error.code, error.message, `${object.className}.${member}`)
    }
    throw error
  }
}
