import type { Term } from '@beamline/beam-file';
import { atom, binary, integer, list, tuple } from '../terms/plain-terms.js';
import type { Framing } from './port-settings.js';

const NEW_LINE = 0x0a;

/** Cuts what a port reads into the data of its messages. */
export class Deframer {
  readonly #framing: Framing;
  readonly #isBinary: boolean;
  #rest: Uint8Array = new Uint8Array();

  constructor(framing: Framing, isBinary: boolean) {
    this.#framing = framing;
    this.#isBinary = isBinary;
  }

  /** Takes bytes in; returns the data of the messages that are complete. */
  take(bytes: Uint8Array): Term[] {
    if (this.#framing.kind === 'stream') return [this.#data(bytes)];
    const all = new Uint8Array(this.#rest.length + bytes.length);
    all.set(this.#rest);
    all.set(bytes, this.#rest.length);
    return this.#framing.kind === 'packet' ? this.#packets(all, this.#framing.headerBytes) : this.#lines(all, this.#framing.longest);
  }

  /** What is left at the end: a line without its end. */
  end(): Term[] {
    const rest = this.#rest;
    this.#rest = new Uint8Array();
    return this.#framing.kind === 'line' && rest.length > 0 ? [tuple(atom('noeol'), this.#data(rest))] : [];
  }

  #packets(all: Uint8Array, headerBytes: number): Term[] {
    const messages: Term[] = [];
    let at = 0;
    while (all.length - at >= headerBytes) {
      let length = 0;
      for (let i = 0; i < headerBytes; i++) length = length * 256 + (all[at + i] ?? 0);
      if (all.length - at - headerBytes < length) break;
      messages.push(this.#data(all.subarray(at + headerBytes, at + headerBytes + length)));
      at += headerBytes + length;
    }
    this.#rest = all.slice(at);
    return messages;
  }

  #lines(all: Uint8Array, longest: number): Term[] {
    const messages: Term[] = [];
    let at = 0;
    for (;;) {
      const end = all.indexOf(NEW_LINE, at);
      const length = (end < 0 ? all.length : end) - at;
      if (length > longest) {
        messages.push(tuple(atom('noeol'), this.#data(all.subarray(at, at + longest))));
        at += longest;
      } else if (end < 0) {
        break;
      } else {
        messages.push(tuple(atom('eol'), this.#data(all.subarray(at, end))));
        at = end + 1;
      }
    }
    this.#rest = all.slice(at);
    return messages;
  }

  #data(bytes: Uint8Array): Term {
    return this.#isBinary ? binary(bytes.slice()) : list(Array.from(bytes, (byte) => integer(byte)));
  }
}

/** What is written for the data of a command, with its length in front where packets have one; undefined if that is too long. */
export function framed(framing: Framing, bytes: Uint8Array): Uint8Array | undefined {
  if (framing.kind !== 'packet') return bytes;
  const { headerBytes } = framing;
  if (bytes.length >= 256 ** headerBytes) return undefined;
  const all = new Uint8Array(headerBytes + bytes.length);
  for (let i = 0, length = bytes.length; i < headerBytes; i++, length = Math.floor(length / 256)) all[headerBytes - 1 - i] = length % 256;
  all.set(bytes, headerBytes);
  return all;
}
