import type { PlanQuestion, ThreadAnswer } from './messages.ts'
import { planQuestion } from './plan-question.ts'

/** What the planning thread says to one question: a fault of the engine is an answer too. */
export async function answerQuestion(question: PlanQuestion): Promise<ThreadAnswer> {
  try {
    return { answer: await planQuestion(question) }
  } catch (error) {
    const told = error instanceof Error ? error : new Error(String(error))
    return {
      answer: { kind: 'failed', code: 'PLANNING_FAILED', message: `The engine has failed: ${told.message}` },
      fault: told.stack ?? told.message,
    }
  }
}
