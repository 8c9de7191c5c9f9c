import { startEmbedded } from '../../server/database/embedded.ts'

// Holds the embedded database of a home as a server does, and says where it is, until somebody kills it.
const { ownerUrl } = await startEmbedded(process.argv[2] ?? '', { fsync: false, serving: true })
console.log(ownerUrl)
setInterval(() => undefined, 60_000)
