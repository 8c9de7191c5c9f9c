import type { AlertFilter, AlertKind } from '../api/generated/graphql.ts'
import { ALERT_WORDS } from './alert-words.ts'
import type { ListedModel } from './use-models.ts'

/** What the person wants listed of the queue; '' is no condition. */
export interface QueueChoice {
  readonly kinds: ReadonlySet<AlertKind>
  readonly advisor: string
  readonly modelId: string
  readonly custodian: string
}

export const WHOLE_QUEUE: QueueChoice = { kinds: new Set(), advisor: '', modelId: '', custodian: '' }

/** The choice in the words of the schema; without kinds, for counting each of them. */
export function placeFilter({ advisor, modelId, custodian }: QueueChoice): AlertFilter {
  return {
    ...(advisor ? { advisor } : {}),
    ...(modelId ? { modelId } : {}),
    ...(custodian ? { custodian } : {}),
  }
}

export function queueFilter(choice: QueueChoice): AlertFilter {
  const { kinds } = choice
  return { ...placeFilter(choice), ...(kinds.size > 0 ? { kinds: [...kinds].sort() } : {}) }
}

/** The choice as a person would say it; '' where it is the whole queue. */
export function choiceInWords(
  choice: QueueChoice,
  models: readonly Pick<ListedModel, 'id' | 'name'>[],
): string {
  const { kinds, advisor, modelId, custodian } = choice
  return [
    ...[...kinds].sort().map((kind) => ALERT_WORDS[kind]),
    ...(advisor ? [advisor] : []),
    ...(modelId ? [models.find(({ id }) => id === modelId)?.name ?? 'one model'] : []),
    ...(custodian ? [custodian] : []),
  ].join(', ')
}
