// A mode for tests: from a seed, whatever may happen at some point of a program happens there or does not. Everything is drawn
// from one sequence of numbers and nothing from a clock, so that a seed gives the same run each time and in each engine.
import * as L from '../generated/layout';

/** State of the generator (xorshift32), 0 while the mode is off. */
let state: u32 = 0;

/** Pages by which the mode has grown the memory. */
let grownPages: u32 = 0;
const MOST_GROWN_PAGES: u32 = 64;

/** As a term a list or a word of data beyond the end of memory, as an address beyond it too: who uses it traps. */
const POISON: u32 = 0xfffffff1;

/** Of most blocks only so many bytes are poisoned: it would take longer than all else. */
const OFTEN_POISONED: u32 = 256;

/** Seeds the mode; 0 turns it off. */
export function setScheduleSeed(seed: u32): void {
  // Seeds that differ in a few bits are to give sequences that differ from the start.
  let mixed = seed * 0x9e3779b1;
  mixed = (mixed ^ (mixed >>> 15)) * 0x85ebca6b;
  mixed ^= mixed >>> 13;
  state = seed == 0 ? 0 : mixed == 0 ? 1 : mixed;
}

/** What the mode has come to: two runs with the same seed have drawn the same numbers as long as this is the same. */
export function scheduleState(): u32 {
  return state;
}

/** True while the mode is on. */
// @ts-ignore: decorator
@inline
export function isScheduleRandom(): bool {
  return state != 0;
}

/** A number from 0 to `count - 1`. */
export function draw(count: u32): u32 {
  let next = state;
  next ^= next << 13;
  next ^= next >>> 17;
  next ^= next << 5;
  state = next;
  return (((next as u64) * (count as u64)) >>> 32) as u32;
}

/** True once in `count` times while the mode is on. */
// @ts-ignore: decorator
@inline
export function happens(count: u32): bool {
  return state != 0 && draw(count) == 0;
}

/** Reductions of a slice, or until the kernel is asked again: often very few, at most `most`. */
export function drawReductions(most: i32): i32 {
  const kind = draw(8);
  if (kind < 2) return 0;
  if (kind < 4) return draw(4);
  if (kind < 7) return draw(100);
  return draw(most);
}

/** Bytes of Erlang stack that the next native frames may mirror, up to `most`. */
export function drawNativeDepth(most: u32): u32 {
  const kind = draw(4);
  if (kind == 0) return 0;
  return kind == 1 ? most : draw(kind == 2 ? 256 : most);
}

/** How far an allocation by bumping may go in a heap that is filled up to `top` and ends at `end`. */
export function drawHeapLimit(top: u32, end: u32): u32 {
  const kind = draw(4);
  if (kind == 0) return 0;
  return kind == 1 ? end : top + draw(min<u32>(end - top, kind == 2 ? 64 : 0xffffffff) + 1);
}

/** Grows the memory now and then, as any allocation may: the host's views of it are void then. */
export function mayGrowMemory(): void {
  if (grownPages < MOST_GROWN_PAGES && draw(128) == 0 && memory.grow(1) != -1) grownPages++;
}

/** Makes words useless that nobody may read before they are written, or leaves in them what might be taken for something. */
export function poison(at: u32, bytes: u32): void {
  const kind = draw(8);
  if (kind == 0) return;
  // On a stack, a handler.
  const word: u32 = kind == 1 ? L.TermTag_catchTag : POISON;
  const end = at + ((draw(32) == 0 ? bytes : min<u32>(bytes, OFTEN_POISONED)) & ~3);
  for (; at < end; at += 4) store<u32>(at, word);
}

/** Makes the X registers from number `live` useless, as far as programs commonly use them. */
export function poisonX(live: u32): void {
  if (live < 64) poison(L.X_REGISTERS + (live << 2), (64 - live) << 2);
}
