// What `prim_inet` asks of OTP's driver of sockets, and what that answers (`erts/emulator/drivers/common/inet_drv.c`,
// `erts/preloaded/src/prim_inet.erl`).

/** What is added to each command, so that none is another driver's. */
export const COMMAND_BASE = 0x03f1a300;

/** Commands (`inet_int.hrl`). */
export const Command = {
  open: 1,
  connect: 3,
  peerName: 4,
  name: 5,
  bind: 6,
  setOptions: 7,
  getOptions: 8,
  statistics: 11,
  hostName: 12,
  type: 15,
  status: 16,
  setName: 19,
  setPeerName: 20,
  subscribe: 24,
  interfaces: 25,
  accept: 26,
  listen: 27,
  receive: 42,
  unreceive: 43,
  shutDown: 44,
  sendFile: 45,
  receiveFrom: 60,
} as const;

/** The first byte of an answer. */
const Answer = { error: 0, ok: 1 } as const;

/** Bits of the status. */
export const Status = { open: 0x01, bound: 0x02, connected: 0x04, listening: 0x08, connecting: 0x10, accepting: 0x20, busy: 0x80 } as const;

/** The answer of a command that was done. */
export function done(bytes: Iterable<number> = []): Uint8Array {
  return Uint8Array.of(Answer.ok, ...bytes);
}

/** The answer of a command that failed, with the error as OTP names it. */
export function refused(code: string): Uint8Array {
  return Uint8Array.of(Answer.error, ...new TextEncoder().encode(code));
}

/** A number in four bytes. */
export function word(value: number): number[] {
  return [(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

/** A signed number of four bytes; 0 if they are cut off. */
export function readWord(data: Uint8Array, at: number): number {
  if (at + 4 > data.length) return 0;
  return new DataView(data.buffer, data.byteOffset, data.byteLength).getInt32(at);
}
