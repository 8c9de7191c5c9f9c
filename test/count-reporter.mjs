import { writeFileSync } from 'node:fs'

/** Where the reporter leaves its counts for test/run.mjs, below the root. */
export const COUNTS_FILE = '.cache/vitest-counts.json'

/** A vitest reporter that counts tests, and as one failed test each what failed outside a test: a file that does not load, a set-up, a stray error. */
export default class CountReporter {
  onTestRunEnd(files, strayErrors) {
    const counts = { passed: 0, failed: strayErrors.length, skipped: 0 }
    for (const file of files) {
      let hasFailedTest = false
      for (const test of file.children.allTests()) {
        const { state } = test.result()
        counts[state === 'pending' ? 'skipped' : state] += 1
        hasFailedTest ||= state === 'failed'
      }
      if (file.state() === 'failed' && !hasFailedTest) counts.failed += 1
    }
    writeFileSync(COUNTS_FILE, JSON.stringify(counts))
  }
}
