// Natives that pause. One that goes through data of any size tells here, after each piece, how much work that was. When its slice
// is used up and others wait, its native frames are taken off the stack and kept in a block, and so are the module variables of
// walks: binaryen's Asyncify, applied by `scripts/pausing.mjs` to just the functions that can be above such a place, has them
// return at once. The BIF then returns 0, as one that traps. When the process has its next slice the BIF is called again and finds
// itself where it was. Its heap is not touched meanwhile, so that addresses of terms stay true.
import * as L from '../generated/layout';
import { allocateBlock, freeBlock, hasRoomFor } from '../memory/blocks';
import { collectAtNextEntry, currentContext, spendReductions } from '../memory/heap';
import { PAUSED_VARIABLES } from '../memory/paused-native';
import { putTemporariesBack, setTemporariesAside } from '../memory/temporary-blocks';
import { setStacksAside, takeStacksBack } from '../memory/work-stacks';
import { draw, isScheduleRandom } from './random-schedule';
import { isTurnOver, nextSlice } from './slices';

// @ts-ignore: decorator
@external('asyncify', 'start_unwind')
declare function startUnwind(frames: u32): void;
// @ts-ignore: decorator
@external('asyncify', 'stop_unwind')
declare function stopUnwind(): void;
// @ts-ignore: decorator
@external('asyncify', 'start_rewind')
declare function startRewind(frames: u32): void;
// @ts-ignore: decorator
@external('asyncify', 'stop_rewind')
declare function stopRewind(): void;

// What the build writes.
/** Calls `pauseNative`, which so stays a function of its own. */
// @ts-ignore: decorator
@external('pausing', 'pause')
declare function pause(): void;
/** Bytes of the module variables of walks. */
// @ts-ignore: decorator
@external('pausing', 'variableBytes')
declare function variableBytes(): u32;
// @ts-ignore: decorator
@external('pausing', 'saveVariables')
declare function saveVariables(to: u32): void;
// @ts-ignore: decorator
@external('pausing', 'loadVariables')
declare function loadVariables(from: u32): void;
/** Calls the BIF of a number whose frames are being put back. */
// @ts-ignore: decorator
@external('pausing', 'callBif')
declare function callBif(bif: u32, sp: u32): u32;
/** Stack pointer and number of the BIF that runs, if it is one that can pause; 0 while nothing may. */
// @ts-ignore: decorator
@external('pausing', 'pausableSp')
declare function pausableSp(): u32;
// @ts-ignore: decorator
@external('pausing', 'pausableBif')
declare function pausableBif(): u32;

/** Units of work, such as an element of a list or a few bytes, for a reduction. */
const UNITS_PER_REDUCTION: u32 = 16;

/** Work is told in pieces of so many units. */
const PIECE: u32 = 4096;

/** Bytes for the native frames. */
const FRAMES: u32 = 2048;

/** The block whose frames are being put back, 0 when they are. */
let resumed: u32 = 0;

/** See `workAllowed`. */
let allowed: u32 = PIECE;

/** Units of work that a native may do before it tells `worked` of them. */
// @ts-ignore: decorator
@inline
export function workAllowed(): u32 {
  return allowed;
}

/** Units of work that walks by `workedSome` have not told yet. */
let untold: u32 = 0;

function drawWork(): u32 {
  const kind = draw(4);
  return kind == 0 ? 1 : 1 + draw(kind == 1 ? 4 : kind == 2 ? 64 : PIECE);
}

/** Charges for work that a native has done, which may go on: see `workAllowed`. Pauses if its time is over. */
// @ts-ignore: decorator
@inline
export function worked(units: u32): void {
  if (mustPause(units)) pause();
}

/** Has the next `workedSome` charge for more work. */
// @ts-ignore: decorator
@inline
export function countWork(units: u32): void {
  untold += units;
}

/** Charges for a little work, which is told when it is enough for a piece. May pause. */
// @ts-ignore: decorator
@inline
export function workedSome(units: u32): void {
  countWork(units);
  if (untold >= allowed) tellWork();
}

function tellWork(): void {
  const units = untold;
  untold = 0;
  worked(units);
}

/** Charges for work; true if the native is to pause. */
function mustPause(units: u32): bool {
  spendReductions(units / UNITS_PER_REDUCTION);
  allowed = isScheduleRandom() ? drawWork() : PIECE;
  if (pausableSp() == 0) return false;
  const context = currentContext();
  if (isScheduleRandom()) return draw(2) == 0 && hasRoom();
  const collectSoon = load<u32>(L.MachineRegister_collectSoon) != 0;
  if (load<i32>(collectSoon ? L.MachineRegister_savedReductions : L.MachineRegister_reductions) > 0) return false;
  if (isTurnOver(context)) return hasRoom();
  nextSlice(context);
  if (collectSoon) {
    store<i32>(L.MachineRegister_savedReductions, load<i32>(L.MachineRegister_reductions));
    store<i32>(L.MachineRegister_reductions, 0);
  }
  return false;
}

function blockBytes(): u32 {
  return PAUSED_VARIABLES + variableBytes() + FRAMES;
}

/** Without room for what is to be kept the native goes on to its end. */
function hasRoom(): bool {
  return hasRoomFor(blockBytes() + 64);
}

/** Takes the native frames off the stack, or has just been called by frames that were put back. */
export function pauseNative(): void {
  if (resumed != 0) {
    stopRewind();
    freeBlock(resumed);
    resumed = 0;
    return;
  }
  const bytes = blockBytes();
  const block = allocateBlock(bytes);
  store<u32>(block, PAUSED_VARIABLES + block + variableBytes(), L.PausedNativeOffset_frames);
  store<u32>(block, block + bytes, L.PausedNativeOffset_frames + 4);
  store<u32>(block, pausableBif(), L.PausedNativeOffset_bif);
  store<u32>(block, setTemporariesAside(), L.PausedNativeOffset_temporaries);
  store<u32>(block, load<u32>(L.MachineRegister_collectSoon), L.PausedNativeOffset_collect);
  setStacksAside(block + L.PausedNativeOffset_stacks);
  saveVariables(block + PAUSED_VARIABLES);
  store<u32>(currentContext() + L.ContextOffset_paused, block);
  store<u32>(L.MachineRegister_trapReason, L.TrapReason_paused);
  store<u32>(L.MachineRegister_trapSp, pausableSp());
  store<u32>(L.MachineRegister_trapSite, 0);
  startUnwind(block + L.PausedNativeOffset_frames);
}

/** The native frames of the running process are off the stack, and so are those of the code that has called it. */
export function endPausing(context: u32): void {
  stopUnwind();
  store<u32>(load<u32>(context + L.ContextOffset_paused), load<u32>(L.MachineRegister_trapSite), L.PausedNativeOffset_site);
}

/** Has the native of the running process go on that has paused; what its BIF returns. */
export function resumeNative(context: u32, sp: u32): u32 {
  const block = load<u32>(context + L.ContextOffset_paused);
  store<u32>(context + L.ContextOffset_paused, 0);
  if (load<u32>(block, L.PausedNativeOffset_collect) != 0) collectAtNextEntry();
  putTemporariesBack(load<u32>(block, L.PausedNativeOffset_temporaries));
  takeStacksBack(block + L.PausedNativeOffset_stacks);
  loadVariables(block + PAUSED_VARIABLES);
  resumed = block;
  const site = load<u32>(block, L.PausedNativeOffset_site);
  startRewind(block + L.PausedNativeOffset_frames);
  const value = callBif(load<u32>(block, L.PausedNativeOffset_bif), sp);
  // As for a BIF that has waited for the host.
  if (value == 0) store<u32>(L.MachineRegister_trapSite, site);
  return value;
}
