import type { IncomingHttpHeaders } from 'node:http'

const OWN_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/

/**
 * Whether a request names this machine as the host it asks, and as its origin where it has one. A page from elsewhere that resolves
 * its own name to this address is known by the name it uses.
 */
export function isForOwnHost({ host, origin }: IncomingHttpHeaders): boolean {
  const foreign =
    origin !== undefined && origin !== 'null' && !OWN_HOST.test(origin.replace(/^https?:\/\//, ''))
  return OWN_HOST.test(host ?? '') && !foreign
}
