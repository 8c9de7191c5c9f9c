import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const MOST_COLORS = 256
const INDEXED = 3

/** A picture of at most 256 colours as PNG: the most frequent ones, others as the nearest of these. Pixels are RGBA. */
export function palettePng(pixels: Uint8Array, { width, height }: { width: number; height: number }): Buffer {
  const counts = new Map<number, number>()
  const colors = new Uint32Array(width * height)
  for (let index = 0; index < colors.length; index += 1) {
    const [red = 0, green = 0, blue = 0] = pixels.subarray(index * 4, index * 4 + 3)
    const color = (red << 16) | (green << 8) | blue
    colors[index] = color
    counts.set(color, (counts.get(color) ?? 0) + 1)
  }
  const palette = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_COLORS)
    .map(([color]) => color)
  const indexOf = new Map(palette.map((color, index) => [color, index]))
  for (const color of counts.keys()) {
    if (!indexOf.has(color)) indexOf.set(color, nearest(palette, color))
  }
  const rows = Buffer.alloc((width + 1) * height)
  colors.forEach((color, index) => {
    rows[Math.floor(index / width) * (width + 1) + 1 + (index % width)] = indexOf.get(color) ?? 0
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, INDEXED], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function channels(color: number): [number, number, number] {
  return [color >> 16, (color >> 8) & 255, color & 255]
}

function nearest(palette: readonly number[], color: number): number {
  const wanted = channels(color)
  const distances = palette.map((other) =>
    channels(other).reduce((sum, channel, index) => sum + (channel - (wanted[index] ?? 0)) ** 2, 0),
  )
  return distances.indexOf(Math.min(...distances))
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(content))
  return Buffer.concat([length, content, check])
}
