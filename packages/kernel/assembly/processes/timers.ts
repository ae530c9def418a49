// Timers: a binary heap of nodes by the time when they are due. A node is part of what is to happen then:
// { due: f64, milliseconds of the host's clock; index: u32, its place in the heap from 1, 0 if it is not there; kind: u32 }.
import { freeBlock, growBlock, grownCapacity } from '../memory/blocks';

/** A node in a Context: the time of a `receive … after` is over. */
export const TIMER_RECEIVE: u32 = 0;

/** A node in an entry of the references: a message is to be sent. */
export const TIMER_MESSAGE: u32 = 1;
const INDEX: usize = 8;
const KIND: usize = 12;

/** The heap: word i is node i; word 0 is not used. */
let nodes: u32 = 0;
let capacity: u32 = 0;
let count: u32 = 0;

// @ts-ignore: decorator
@inline
function nodeAt(index: u32): u32 {
  return load<u32>(nodes + (index << 2));
}

// @ts-ignore: decorator
@inline
function place(node: u32, index: u32): void {
  store<u32>(nodes + (index << 2), node);
  store<u32>(node, index, INDEX);
}

export function timerKind(node: u32): u32 {
  return load<u32>(node, KIND);
}

export function isStarted(node: u32): bool {
  return load<u32>(node, INDEX) != 0;
}

function moveUp(node: u32, index: u32): void {
  const due = load<f64>(node);
  while (index > 1) {
    const above = nodeAt(index >> 1);
    if (load<f64>(above) <= due) break;
    place(above, index);
    index >>= 1;
  }
  place(node, index);
}

function moveDown(node: u32, index: u32): void {
  const due = load<f64>(node);
  while (true) {
    let below = index << 1;
    if (below > count) break;
    if (below < count && load<f64>(nodeAt(below + 1)) < load<f64>(nodeAt(below))) below++;
    const next = nodeAt(below);
    if (load<f64>(next) >= due) break;
    place(next, index);
    index = below;
  }
  place(node, index);
}

/** Starts the timer of a node whose due time and kind are set. */
export function startTimer(node: u32): void {
  const used = (count + 1) << 2;
  if (used + 4 > capacity) {
    nodes = growBlock(nodes, capacity, capacity == 0 ? 0 : used);
    capacity = grownCapacity(capacity);
  }
  count++;
  moveUp(node, count);
}

/** Takes the node's timer back if it is started. */
export function stopTimer(node: u32): void {
  const index = load<u32>(node, INDEX);
  if (index == 0) return;
  store<u32>(node, 0, INDEX);
  const last = nodeAt(count);
  count--;
  if (last == node) {
    if (count == 0) {
      freeBlock(nodes);
      nodes = 0;
      capacity = 0;
    }
    return;
  }
  if (index > 1 && load<f64>(nodeAt(index >> 1)) > load<f64>(last)) moveUp(last, index);
  else moveDown(last, index);
}

/** When the next timer is due, on the host's clock; infinite if there is none. */
export function nextTimer(): f64 {
  return count == 0 ? Infinity : load<f64>(nodeAt(1));
}

/** A node whose timer is due, which is stopped; 0 if there is none. */
export function takeDue(time: f64): u32 {
  if (count == 0) return 0;
  const node = nodeAt(1);
  if (load<f64>(node) > time) return 0;
  stopTimer(node);
  return node;
}
