/** The planning thread: plans households one after another. Loaded by Node itself, so nothing here may need compiling. */
import { parentPort } from 'node:worker_threads'
import { answerQuestion } from './answer-question.ts'
import type { PlanQuestion } from './messages.ts'

const port = parentPort
if (!port) throw new Error('The planning thread has nobody to answer to')

async function answerAll(questions: readonly PlanQuestion[]): Promise<void> {
  for (const question of questions) port!.postMessage(await answerQuestion(question))
}

// What cannot even be answered ends the thread, which whoever asked sees.
port.on('message', (questions: readonly PlanQuestion[]) => void answerAll(questions))
