import { bytesOf, numberOf } from '../numbers/big-bytes.js';
import { joined } from '../terms/arguments.js';

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** The two numbers of a signature of DSA or ECDSA. */
export interface NumberPair {
  readonly r: bigint;
  readonly s: bigint;
}

function element(tag: number, body: Uint8Array): Uint8Array {
  const { length } = body;
  if (length < 128) return joined([Uint8Array.of(tag, length), body]);
  return joined([length < 256 ? Uint8Array.of(tag, 0x81, length) : Uint8Array.of(tag, 0x82, length >> 8, length), body]);
}

function integerElement(value: bigint): Uint8Array {
  const bytes = bytesOf(value, 1);
  return element(INTEGER, (bytes[0] ?? 0) < 128 ? bytes : joined([Uint8Array.of(0), bytes]));
}

/** A signature as DER. */
export function encodePair({ r, s }: NumberPair): Uint8Array {
  return element(SEQUENCE, joined([integerElement(r), integerElement(s)]));
}

/** The body of the element at the start, and what follows it; undefined if it has another tag or is not all there. */
function opened(bytes: Uint8Array, tag: number): { readonly body: Uint8Array; readonly rest: Uint8Array } | undefined {
  if (bytes[0] !== tag) return undefined;
  let size = bytes[1] ?? 0;
  let at = 2;
  if (size >= 128) {
    const count = size - 128;
    if (count < 1 || count > 2) return undefined;
    size = Number(numberOf(bytes.subarray(2, 2 + count)));
    at += count;
  }
  return bytes.length < at + size ? undefined : { body: bytes.subarray(at, at + size), rest: bytes.subarray(at + size) };
}

/** The numbers of a signature; undefined for other bytes, such as a form that is not the shortest. */
export function decodePair(bytes: Uint8Array): NumberPair | undefined {
  const body = opened(bytes, SEQUENCE)?.body;
  const first = body === undefined ? undefined : opened(body, INTEGER);
  const second = first === undefined ? undefined : opened(first.rest, INTEGER);
  if (first === undefined || second === undefined) return undefined;
  const pair = { r: numberOf(first.body), s: numberOf(second.body) };
  const again = encodePair(pair);
  return again.length === bytes.length && again.every((byte, i) => byte === bytes[i]) ? pair : undefined;
}
