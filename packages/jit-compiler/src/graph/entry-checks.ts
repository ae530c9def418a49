import { Opcode, OperandKind } from '@beamline/beam-file';
import { errorInstructions } from '../instructions/control/errors.js';
import { selectionInstructions } from '../instructions/control/selections.js';
import type { InstructionGroup } from '../instructions/instruction.js';
import { instructionOf } from '../instructions/instruction-table.js';
import { comparisonInstructions } from '../instructions/terms/comparisons.js';
import { typeTestInstructions } from '../instructions/terms/type-tests.js';
import type { FunctionInfo, ModuleContext } from '../module/module-context.js';
import { type FunctionGraph, NodeKind } from './function-graph.js';

/** Most places where a function checks its entry: each is some 60 bytes of code. */
const MOST_CHECKS = 3;

/** Instructions other than tests that may be done once more when the function is entered again: they only read. */
const READS: ReadonlySet<number> = new Set([
  Opcode.line,
  Opcode.executable_line,
  Opcode.move,
  Opcode.get_tuple_element,
  Opcode.get_list,
  Opcode.get_hd,
  Opcode.get_tl,
]);

/**
 * Tests that may be done twice, too. Others may not: what matches a binary or looks at a message moves on, and a guard BIF may allocate,
 * and so ask for a collection at the next check, again and again.
 */
const TESTS: ReadonlySet<number> = opcodesOf(typeTestInstructions, comparisonInstructions, selectionInstructions);

/** Instructions that only raise. */
const RAISES: ReadonlySet<number> = opcodesOf(errorInstructions).add(Opcode.func_info);

function opcodesOf(...groups: readonly InstructionGroup[]): Set<number> {
  return new Set(groups.flatMap(({ instructions }) => Object.keys(instructions).map((name) => Opcode[name as keyof typeof Opcode])));
}

/**
 * Moves the check at the entry of a function behind the tests that it begins with, where that leaves a path without one: a base case
 * that neither calls nor loops needs none. What comes in front of a check has no effects, so that the function can be entered again.
 */
export function moveEntryCheck(module: ModuleContext, graph: FunctionGraph, info: FunctionInfo): void {
  const first = graph.successors[graph.successorStart[0] ?? 0] ?? 0;
  // Most functions do not begin with tests: they need no look at all paths.
  if (!onlyTests(module, graph, info, first)) return;
  const checked = reachesCheck(module, graph);
  if (checked[first] !== 1) return;
  // The tests that the function begins with, and where they lead.
  const inFront = new Uint8Array(graph.nodeCount);
  const targets: number[] = [];
  let free = false;
  const pending = [first];
  inFront[first] = 1;
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const end = graph.successorStart[node + 1] ?? 0;
    for (let e = graph.successorStart[node] ?? 0; e < end; e++) {
      const successor = graph.successors[e] ?? 0;
      if (inFront[successor] === 1 || targets.includes(successor)) continue;
      if (checked[successor] !== 1) {
        free ||= !onlyRaises(module, graph, successor);
      } else if (successor !== 0 && onlyTests(module, graph, info, successor)) {
        inFront[successor] = 1;
        pending.push(successor);
      } else {
        targets.push(successor);
        if (targets.length > MOST_CHECKS) return;
      }
    }
  }
  if (!free) return;
  // At the entry itself a run of no instructions is left.
  graph.kind[0] = NodeKind.jump;
  graph.first[0] = 0;
  for (const target of targets) graph.insert(NodeKind.start, target, (node) => inFront[node] === 1);
}

/** By node: 1 if some path from it calls, loops, waits or has a frame. */
function reachesCheck(module: ModuleContext, graph: FunctionGraph): Uint8Array {
  const { opcodes } = module.code;
  const reaches = new Uint8Array(graph.nodeCount);
  for (let node = 1; node < graph.nodeCount; node++) {
    const last = graph.last[node] ?? -1;
    const kind = graph.kind[node];
    if ((graph.frames[node] ?? 0) > 0 || kind === NodeKind.call) reaches[node] = 1;
    else if (kind === NodeKind.exit && last >= 0) {
      const opcode = opcodes[last] ?? 0;
      reaches[node] = opcode === Opcode.return || RAISES.has(opcode) ? 0 : 1;
    }
    for (let i = Math.max(graph.first[node] ?? 0, 0); i <= last && reaches[node] === 0; i++) {
      const { frame, kind: does } = instructionOf(opcodes[i] ?? 0);
      if (frame !== 'none' || does === 'localTailCall' || does === 'handler') reaches[node] = 1;
    }
  }
  for (let changed = true; changed; ) {
    changed = false;
    for (let node = graph.nodeCount - 1; node > 0; node--) {
      if (reaches[node] === 1) continue;
      const end = graph.successorStart[node + 1] ?? 0;
      for (let e = graph.successorStart[node] ?? 0; e < end; e++) {
        const successor = graph.successors[e] ?? 0;
        if (successor !== 0 && reaches[successor] !== 1) continue;
        reaches[node] = 1;
        changed = true;
        break;
      }
    }
  }
  return reaches;
}

/** True for a node that only raises: that it needs no check is no gain. */
function onlyRaises(module: ModuleContext, graph: FunctionGraph, node: number): boolean {
  const last = graph.last[node] ?? -1;
  return graph.kind[node] === NodeKind.exit && last >= 0 && RAISES.has(module.code.opcodes[last] ?? 0);
}

/** True if all that a node does may be done once more: it neither writes an argument nor allocates. */
function onlyTests(module: ModuleContext, graph: FunctionGraph, info: FunctionInfo, node: number): boolean {
  const { opcodes, operandStart, kinds, values } = module.code;
  const kind = graph.kind[node] ?? 0;
  if ((graph.frames[node] ?? 0) > 0 || kind === NodeKind.exit || kind === NodeKind.call) return false;
  const last = graph.last[node] ?? -1;
  for (let i = Math.max(graph.first[node] ?? 0, 0); i <= last; i++) {
    const opcode = opcodes[i] ?? 0;
    const k = operandStart[i] ?? 0;
    if (!TESTS.has(opcode) && !READS.has(opcode)) return false;
    for (const destination of instructionOf(opcode).destinations ?? []) {
      if (kinds[k + destination] !== OperandKind.x || (values[k + destination] ?? 0) < info.arity) return false;
    }
  }
  return true;
}
