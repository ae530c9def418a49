import { LoadError } from '@beamline/runtime-core';

/** How a page of a server begins, after blanks and a mark of the byte order. */
const PAGE = /^(?:\uFEFF)?\s*<(?:!doctype html|html|head|body|!--|\?xml)/i;

/** Bytes that are looked at to tell whether they are a page. */
const HEAD_BYTES = 256;

/** A server's page where there should be a file: what servers of applications with one page answer for all that is not there. */
export class PageInsteadError extends LoadError {
  constructor(location: string, status: number) {
    super(
      `cannot load ${shown(location)}: the server answered with a page in HTML, as servers of single-page applications do for what is not there`,
      location,
      status,
    );
  }
}

/** True if what a server answered is a page. */
function isPage(bytes: Uint8Array): boolean {
  return PAGE.test(new TextDecoder().decode(bytes.subarray(0, HEAD_BYTES)));
}

/** Where a file should be, for people: a file that is in its URL is not written out. */
function shown(location: string): string {
  return location.startsWith('data:') ? 'a file from its data: URL, which a content security policy must allow in connect-src' : location;
}

/** Fetches a URL; a relative one is resolved against that of the page. Rejects with LoadError, PageInsteadError. */
export async function fetchFile(location: string): Promise<Uint8Array> {
  let response: Response;
  let bytes: Uint8Array;
  try {
    response = await fetch(location);
    bytes = response.ok ? new Uint8Array(await response.arrayBuffer()) : new Uint8Array();
  } catch (cause) {
    throw new LoadError(`cannot fetch ${shown(location)}: ${cause instanceof Error ? cause.message : String(cause)}`, location, undefined, {
      cause,
    });
  }
  if (!response.ok)
    throw new LoadError(
      `cannot fetch ${shown(location)}: ${`${response.status} ${response.statusText}`.trim()}`,
      location,
      response.status,
    );
  if (isPage(bytes)) throw new PageInsteadError(location, response.status);
  return bytes;
}
