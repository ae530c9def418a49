import { decodeExternalTerm, type Term } from '@beamline/beam-file';

/** Who has written, and is told how that went. */
export interface Writer {
  /** Number of its process. */
  readonly process: number;
  /** What the answer names; before OTP 26.1 and its like it names nothing. */
  readonly reference: Term | undefined;
}

/** Tags of external terms (`erts/emulator/beam/external.h`). */
const VERSION = 131;
const LOCAL = 121;
const REFERENCE = 90;
const NIL = 106;

/** Bytes of the size of the reference, in front of it. */
const SIZE_BYTES = 2;
/** Bytes of a local term in front of the term itself: version, tag and a hash. */
const LOCAL_HEADER = 6;
/** Bytes of a reference in front of its words, with nil in place of the node: tag, number of words, node, creation. */
const REFERENCE_HEADER = 8;

/** The external term of a reference of this node, without its words and their number. */
const THIS_NODE = [...[0x77, 13], ...new TextEncoder().encode('nonode@nohost'), 0, 0, 0, 0];

/**
 * Reads who has written from the front of what is written: newer releases have a reference there, as a local external term
 * with its size in front.
 * @param process - number of the process that writes
 */
export function readWriter(bytes: Uint8Array, process: number): { readonly writer: Writer; readonly data: Uint8Array } {
  const size = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  const term = bytes.subarray(SIZE_BYTES, SIZE_BYTES + size);
  const body = term.subarray(LOCAL_HEADER);
  const words = ((body[1] ?? 0) << 8) | (body[2] ?? 0);
  const isReference = term[0] === VERSION && term[1] === LOCAL && body[0] === REFERENCE && body[3] === NIL;
  if (!isReference || body.length !== REFERENCE_HEADER + 4 * words) return { writer: { process, reference: undefined }, data: bytes };
  const reference = Uint8Array.of(VERSION, REFERENCE, ...body.subarray(1, 3), ...THIS_NODE, ...body.subarray(REFERENCE_HEADER));
  return { writer: { process, reference: decodeExternalTerm(reference) }, data: bytes.subarray(SIZE_BYTES + size) };
}
