import { X509Certificate } from 'node:crypto'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadCertificate } from '../../server/certificate.ts'
import { temporaryFolder } from './temporary-folder.ts'

const TODAY = new Date('2026-06-02T12:00:00Z')
const daysLater = (days: number) => new Date(TODAY.getTime() + days * 86_400_000)

test('a certificate for localhost is made once, its key for our eyes only, and kept', async () => {
  const home = join(await temporaryFolder(), 'home')
  const made = await loadCertificate({ home, tls: null }, TODAY)
  const certificate = new X509Certificate(made.cert)
  expect(certificate.checkHost('localhost')).toBe('localhost')
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(certificate.validTo).toBe('Aug 30 12:00:00 2028 GMT')
  expect(((await stat(join(home, 'key.pem'))).mode & 0o777).toString(8)).toBe('600')
  expect(await loadCertificate({ home, tls: null }, daysLater(789))).toEqual(made)
})

test('it is made anew in its last month, and where certificate and key do not belong together', async () => {
  const home = await temporaryFolder()
  const made = await loadCertificate({ home, tls: null }, TODAY)
  const renewed = await loadCertificate({ home, tls: null }, daysLater(791))
  expect(renewed.cert).not.toBe(made.cert)
  await writeFile(join(home, 'key.pem'), made.key)
  const repaired = await loadCertificate({ home, tls: null }, daysLater(791))
  expect([made.cert, renewed.cert]).not.toContain(repaired.cert)
})

test('a certificate of one’s own is shown; one that has expired, with a foreign key, or missing, is refused by name', async () => {
  const home = await temporaryFolder()
  const other = await temporaryFolder()
  const made = await loadCertificate({ home: other, tls: null }, TODAY)
  await loadCertificate({ home, tls: null }, TODAY)
  const certificateFile = join(other, 'certificate.pem')
  const named = (keyFile: string) => loadCertificate({ home, tls: { certificateFile, keyFile } }, TODAY)
  expect(await named(join(other, 'key.pem'))).toEqual(made)
  const expired = { certificateFile, keyFile: join(other, 'key.pem') }
  await expect(loadCertificate({ home, tls: expired }, daysLater(821))).rejects.toMatchObject({
    reason: 'configuration',
    message: expect.stringMatching(/ has expired on 2028-08-30: renew it/),
  })
  await expect(named(join(home, 'key.pem'))).rejects.toThrow(
    /EVENKEEL_TLS_KEY .* are not a PEM certificate and its key/,
  )
  await expect(named('/nowhere.pem')).rejects.toThrow(
    'EVENKEEL_TLS_KEY names /nowhere.pem, which cannot be read (it does not exist).',
  )
})
