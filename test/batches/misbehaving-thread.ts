/** A planning thread on which some households are too much: which, by the number of their first account. */
import { parentPort } from 'node:worker_threads'
import type { PlanQuestion, ThreadAnswer } from '../../server/batches/planning/messages.ts'
import { answerQuestion } from '../../server/batches/planning/answer-question.ts'

const numberOf = ({ snapshot }: PlanQuestion) => Number(snapshot.accounts[0]!.name.slice(1, 7))

async function answer(question: PlanQuestion): Promise<ThreadAnswer> {
  switch (numberOf(question)) {
    case 3:
      for (;;);
    case 5:
      process.exit(7)
    case 7:
      return answerQuestion({ ...question, snapshot: { ...question.snapshot, models: [] } })
    default:
      return answerQuestion(question)
  }
}

async function answerAll(questions: readonly PlanQuestion[]): Promise<void> {
  for (const question of questions) parentPort!.postMessage(await answer(question))
}

parentPort!.on('message', (questions: readonly PlanQuestion[]) => void answerAll(questions))
