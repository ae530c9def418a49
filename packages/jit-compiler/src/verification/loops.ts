import { Opcode } from '@beamline/beam-file';
import { type FunctionGraph, NodeKind } from '../graph/function-graph.js';
import type { FunctionInfo, ModuleContext } from '../module/module-context.js';

/** What a loop must contain one of, seen from one side: leaves out those edges. */
type Cut = (node: number, edge: number) => boolean;

/**
 * Checks that no loop can go on without a reduction: each goes through the entry of the function, or waits, or looks at
 * the next message of the mailbox. Compilers write no others. Throws CompileError.
 */
export function checkLoops(module: ModuleContext, graph: FunctionGraph, info: FunctionInfo): void {
  if (!mayLoop(graph)) return;
  // Most have no loop but those through the entry: with fewer edges there is none either.
  const again: Cut = (_, edge) => graph.kind[graph.successors[edge] ?? 0] === NodeKind.start;
  if (findLoop(graph, again) === undefined) return;
  const { opcodes } = module.code;
  const lastOpcode = (node: number): number => opcodes[graph.last[node] ?? -1] ?? 0;
  /** Edges after which the process has had a reduction taken, or has rested. */
  const counts: Cut = (node, edge) => {
    if (again(node, edge)) return true;
    if (lastOpcode(node) === Opcode.wait) return graph.kind[node] === NodeKind.call;
    return lastOpcode(node) === Opcode.wait_timeout && graph.kind[node] === NodeKind.secondCondition && isSecond(graph, node, edge);
  };
  /** Edges that find a message. */
  const finds: Cut = (node, edge) =>
    lastOpcode(node) === Opcode.loop_rec && graph.kind[node] === NodeKind.condition && !isSecond(graph, node, edge);
  const skips: Cut = (node) => lastOpcode(node) === Opcode.loop_rec_end;
  const both =
    (other: Cut): Cut =>
    (node, edge) =>
      counts(node, edge) || other(node, edge);
  const loop = findLoop(graph, both(finds)) ?? findLoop(graph, both(skips)) ?? rewinding(module, graph, counts);
  if (loop !== undefined) {
    throw module.error(
      'malformed-code',
      'a loop takes no reductions: nothing could stop it',
      info,
      Math.max(graph.last[loop] ?? 0, info.from),
    );
  }
}

function isSecond(graph: FunctionGraph, node: number, edge: number): boolean {
  return edge > (graph.successorStart[node] ?? 0);
}

/** True if an edge leads back in the code, other than to the entry or to code that only leaves. */
function mayLoop(graph: FunctionGraph): boolean {
  for (let node = 1; node < graph.nodeCount; node++) {
    const from = graph.first[node] ?? -1;
    const end = graph.successorStart[node + 1] ?? 0;
    for (let e = graph.successorStart[node] ?? 0; e < end; e++) {
      const target = graph.successors[e] ?? 0;
      if (target === 0 || graph.kind[target] === NodeKind.exit) continue;
      if ((graph.first[target] ?? -1) <= from && !isOwnPart(graph, node, target)) return true;
    }
  }
  return false;
}

/** True for the further nodes of the same instruction, which are made one after the other. */
function isOwnPart(graph: FunctionGraph, node: number, target: number): boolean {
  return target > node && graph.first[target] === graph.last[target] && graph.last[target] === graph.last[node];
}

/** A node of a loop without any of the edges; undefined if there is none. Handlers are not followed: exceptions end in the run loop, which looks for signals. */
function findLoop(graph: FunctionGraph, cut: Cut): number | undefined {
  const state = new Uint8Array(graph.nodeCount);
  const path: number[] = [];
  const edges: number[] = [];
  for (let root = 0; root < graph.nodeCount; root++) {
    if (state[root] !== 0) continue;
    path.push(root);
    edges.push(graph.successorStart[root] ?? 0);
    state[root] = 1;
    while (path.length > 0) {
      const node = path[path.length - 1] ?? 0;
      const edge = edges[edges.length - 1] ?? 0;
      if (edge >= (graph.successorStart[node + 1] ?? 0)) {
        state[node] = 2;
        path.pop();
        edges.pop();
        continue;
      }
      edges[edges.length - 1] = edge + 1;
      if (cut(node, edge)) continue;
      const target = graph.successors[edge] ?? 0;
      if (state[target] === 1) return node;
      if (state[target] !== 0) continue;
      state[target] = 1;
      path.push(target);
      edges.push(graph.successorStart[target] ?? 0);
    }
  }
  return undefined;
}

/** Instructions that begin with the first message again, or add one: in a loop over the mailbox they would make it endless. */
const REWINDS: ReadonlySet<number> = new Set([
  Opcode.send,
  Opcode.timeout,
  Opcode.remove_message,
  Opcode.recv_marker_use,
  Opcode.call,
  Opcode.call_ext,
  Opcode.call_fun2,
  Opcode.apply,
]);

/** A node with such an instruction from which itself is reached again. */
function rewinding(module: ModuleContext, graph: FunctionGraph, cut: Cut): number | undefined {
  for (let node = 1; node < graph.nodeCount; node++) {
    const first = graph.first[node] ?? -1;
    const last = graph.last[node] ?? -1;
    let rewinds = false;
    for (let i = Math.max(first, 0); i <= last && !rewinds; i++) rewinds = REWINDS.has(module.code.opcodes[i] ?? 0);
    if (rewinds && reachesItself(graph, node, cut)) return node;
  }
  return undefined;
}

function reachesItself(graph: FunctionGraph, start: number, cut: Cut): boolean {
  const seen = new Uint8Array(graph.nodeCount);
  const pending = [start];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (let e = graph.successorStart[node] ?? 0; e < (graph.successorStart[node + 1] ?? 0); e++) {
      if (cut(node, e)) continue;
      const target = graph.successors[e] ?? 0;
      if (target === start) return true;
      if (seen[target] === 1) continue;
      seen[target] = 1;
      pending.push(target);
    }
  }
  return false;
}
