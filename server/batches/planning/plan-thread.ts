/** The planning thread: plans households one after another. Loaded by Node itself, so nothing here may need compiling. */
import { parentPort } from 'node:worker_threads'
import type { PlanQuestion, ThreadAnswer } from './messages.ts'
import { planQuestion } from './plan-question.ts'

const port = parentPort
if (!port) throw new Error('The planning thread has nobody to answer to')

async function answer(question: PlanQuestion): Promise<ThreadAnswer> {
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

async function answerAll(questions: readonly PlanQuestion[]): Promise<void> {
  for (const question of questions) port!.postMessage(await answer(question))
}

// What cannot even be answered ends the thread, which whoever asked sees.
port.on('message', (questions: readonly PlanQuestion[]) => void answerAll(questions))
