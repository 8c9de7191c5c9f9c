import { open, type FileHandle } from 'node:fs/promises'
import { crc32, createDeflateRaw } from 'node:zlib'

const LOCAL_HEADER = 0x04034b50
const DIRECTORY_ENTRY = 0x02014b50
const END_OF_DIRECTORY = 0x06054b50
const VERSION = 20
const NAMES_IN_UTF8 = 0x0800
const DEFLATED = 8
/** 1 January 1980, midnight: the same content gives the same file. */
const DATE = 0x21
const HEADER_BYTES = 30
/** Beyond it an archive needs 64-bit fields, which not every reader knows. */
const MOST_BYTES = 0xffff_fffe
/** Rows of tables pack to a tenth at any level; higher ones take twice the time for little. */
const LEVEL = 4

interface Entry {
  readonly name: Buffer
  readonly offset: number
  readonly crc: number
  readonly packedSize: number
  readonly size: number
}

/** A ZIP archive that is written part by part, each of any length, with memory for a piece of it. */
export class ArchiveFile {
  readonly #file: FileHandle
  readonly #entries: Entry[] = []
  #end = 0

  private constructor(file: FileHandle) {
    this.#file = file
  }

  /** Makes the file, readable by us alone; one that is there is replaced. */
  static async create(path: string): Promise<ArchiveFile> {
    return new ArchiveFile(await open(path, 'w', 0o600))
  }

  /** Adds a part, packed on the way. */
  async add(name: string, content: Iterable<string> | AsyncIterable<string>): Promise<void> {
    const named = Buffer.from(name)
    const offset = this.#end
    this.#end += HEADER_BYTES + named.length
    let [crc, size, packedSize] = [0, 0, 0]
    const deflater = createDeflateRaw({ level: LEVEL })
    const writing = (async () => {
      for await (const packed of deflater as AsyncIterable<Buffer>) {
        await this.#write(packed, this.#end)
        this.#end += packed.length
        packedSize += packed.length
      }
    })()
    writing.catch(() => deflater.destroy())
    try {
      for await (const text of content) {
        const bytes = Buffer.from(text)
        crc = crc32(bytes, crc)
        size += bytes.length
        if (!deflater.write(bytes)) await Promise.race([drained(deflater), writing])
      }
      deflater.end()
      await writing
    } catch (error) {
      deflater.destroy()
      await writing.catch(() => undefined)
      throw error
    }
    if (Math.max(size, this.#end) > MOST_BYTES) throw new Error(`${name} is too large for a workbook`)
    const entry = { name: named, offset, crc, packedSize, size }
    await this.#write(Buffer.concat([header(LOCAL_HEADER, told(entry)), named]), offset)
    this.#entries.push(entry)
  }

  /** Writes the directory, waits until all is on the disk, and closes. */
  async finish(): Promise<void> {
    const directory = this.#entries.map((entry) => {
      const place = Buffer.alloc(14)
      place.writeUInt32LE(entry.offset, 10)
      return Buffer.concat([header(DIRECTORY_ENTRY, version(), told(entry), place), entry.name])
    })
    const bytes = Buffer.concat(directory)
    const end = Buffer.alloc(22)
    end.writeUInt32LE(END_OF_DIRECTORY, 0)
    end.writeUInt16LE(this.#entries.length, 8)
    end.writeUInt16LE(this.#entries.length, 10)
    end.writeUInt32LE(bytes.length, 12)
    end.writeUInt32LE(this.#end, 16)
    await this.#write(Buffer.concat([bytes, end]), this.#end)
    await this.#file.sync()
    await this.close()
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  async #write(bytes: Buffer, position: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, position + done)
      done += bytesWritten
    }
  }
}

const drained = (stream: NodeJS.WritableStream) =>
  new Promise<void>((resolve) => stream.once('drain', resolve))

const header = (mark: number, ...parts: readonly Buffer[]) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(mark)
  return Buffer.concat([bytes, ...parts])
}

const version = () => {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(VERSION)
  return bytes
}

/** What the header before a part and its directory entry say alike. */
function told({ name, crc, packedSize, size }: Entry): Buffer {
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(VERSION, 0)
  bytes.writeUInt16LE(NAMES_IN_UTF8, 2)
  bytes.writeUInt16LE(DEFLATED, 4)
  bytes.writeUInt16LE(DATE, 8)
  bytes.writeUInt32LE(crc, 10)
  bytes.writeUInt32LE(packedSize, 14)
  bytes.writeUInt32LE(size, 18)
  bytes.writeUInt16LE(name.length, 22)
  return bytes
}
