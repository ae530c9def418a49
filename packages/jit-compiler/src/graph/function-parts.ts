import type { ControlFlowGraph } from '@beamline/wasm-asm';
import { type FunctionGraph, MAXIMUM_TARGETS } from './function-graph.js';

/**
 * A function of WebAssembly may have so many bytes: engines take at most 7,654,321 (`kV8MaxWasmFunctionSize` in V8's
 * `src/wasm/wasm-limits.h`, `MaxFunctionBytes` in Firefox), the locals included.
 */
export const MAXIMUM_FUNCTION_BYTES = 7_600_000;

/** Bytes of code that a part is to have at most: engines optimize no functions much larger than that. */
export const PART_BYTES: number = 1 << 19;

/** Bytes of the code that leaves a part for another one, or enters one, roughly. */
const EDGE_BYTES = 64;

/** What a node of a PartGraph does. */
export const PartNode = {
  /** As a node of the function's graph. */
  own: 0,
  /** Switches over the entries of the part. */
  dispatch: 1,
  /** Takes over the registers at an entry. */
  enter: 2,
  /** Leaves for an entry of another part. */
  leave: 3,
} as const;

/** A place where a part is entered. */
export interface PartEntry {
  /** The part, from 0. */
  readonly part: number;
  /** Number of the entry in the part. */
  readonly entry: number;
}

/** The graph of one function of WebAssembly among those that make up an Erlang function. */
export class PartGraph implements ControlFlowGraph {
  nodeCount = 0;
  successorStart: number[] = [0];
  successors: number[] = [];
  switches: number[] = [];
  /** A PartNode of each node. */
  kind: number[] = [];
  /** The node of the function's graph: itself, or where it enters or leaves to. */
  node: number[] = [];

  add(kind: number, node: number, successors: readonly number[], isSwitch: boolean): void {
    this.kind.push(kind);
    this.node.push(node);
    for (const successor of successors) this.successors.push(successor);
    this.successorStart.push(this.successors.length);
    this.switches.push(isSwitch ? 1 : 0);
    this.nodeCount++;
  }
}

/**
 * A function that is too large for an engine, cut into parts: runs of nodes in the order of their instructions. An edge from one part
 * to another is a tail call that hands over the live X and float registers in memory; Y registers are in the frame anyway. The
 * function itself and its resume function only enter parts.
 */
export class FunctionParts {
  readonly #graph: FunctionGraph;
  /** Nodes of each part. */
  readonly #nodes: number[][] = [];
  /** By node: its part, −1 if it is not reached. */
  readonly #partOf: Int32Array;
  /** Entries of each part: nodes. */
  readonly #entries: number[][];
  readonly #entryOf = new Map<number, PartEntry>();

  /**
   * @param graph - after `leaveAtLoops`
   * @param bytesPerInstruction - of the function's code, on average
   * @param partBytes - of the code of a part
   */
  constructor(graph: FunctionGraph, bytesPerInstruction: number, partBytes: number) {
    this.#graph = graph;
    this.#partOf = new Int32Array(graph.nodeCount).fill(-1);
    const order: number[] = [];
    for (let node = 1; node < graph.nodeCount; node++) if ((graph.frames[node] ?? -1) >= 0) order.push(node);
    // What one instruction consists of has locals in common, and ends at the same instruction.
    order.sort((a, b) => (graph.last[a] ?? 0) - (graph.last[b] ?? 0) || a - b);
    let bytes = partBytes;
    order.forEach((node, i) => {
      const isCut = i === 0 || graph.last[node] !== graph.last[order[i - 1] ?? 0];
      if (bytes >= partBytes && isCut) {
        this.#nodes.push([]);
        bytes = 0;
      }
      this.#partOf[node] = this.#nodes.length - 1;
      this.#nodes.at(-1)?.push(node);
      const instructions = Math.max(1, (graph.last[node] ?? 0) - (graph.first[node] ?? 0) + 1);
      bytes += instructions * bytesPerInstruction + EDGE_BYTES;
    });
    this.#entries = this.#nodes.map(() => []);
    const [first] = this.#successorsOf(0);
    if (first !== undefined) this.#enter(first);
    for (let point = 1; point <= graph.resumePoints; point++) this.#enter(graph.continuation(point));
    for (const node of order) {
      for (const successor of this.#successorsOf(node)) if (this.#partOf[successor] !== this.#partOf[node]) this.#enter(successor);
    }
  }

  /** Number of parts. */
  get count(): number {
    return this.#nodes.length;
  }

  /** True if there are more places to go on than an engine can switch over. */
  get isTooLarge(): boolean {
    return this.#graph.resumePoints > MAXIMUM_TARGETS || this.#entries.some(({ length }) => length > MAXIMUM_TARGETS);
  }

  /** Where to enter for a node that another part leads to. */
  entry(node: number): PartEntry {
    const entry = this.#entryOf.get(node);
    if (entry === undefined) throw new RangeError(`no part is entered at node ${node}`);
    return entry;
  }

  #successorsOf(node: number): number[] {
    const { successors, successorStart } = this.#graph;
    return successors.slice(successorStart[node], successorStart[node + 1]);
  }

  #enter(node: number): void {
    const part = this.#partOf[node] ?? -1;
    const entries = this.#entries[part];
    if (entries === undefined || this.#entryOf.has(node)) return;
    this.#entryOf.set(node, { part, entry: entries.length });
    entries.push(node);
  }

  /** Graph of the function itself: its entry, then the first part. */
  main(): PartGraph {
    const graph = new PartGraph();
    graph.add(PartNode.own, 0, [1], false);
    graph.add(PartNode.leave, this.#successorsOf(0)[0] ?? 0, [], false);
    return graph;
  }

  /** Graph of the resume function, after `toResume`: a switch over the resume points. */
  resume(): PartGraph {
    const graph = new PartGraph();
    const targets = this.#successorsOf(0);
    const distinct = [...new Set(targets)];
    const place = new Map(distinct.map((node, i) => [node, i + 1]));
    graph.add(
      PartNode.own,
      0,
      targets.map((node) => place.get(node) ?? 1),
      true,
    );
    for (const node of distinct) graph.add(PartNode.leave, node, [], false);
    return graph;
  }

  /** Graph of a part: a switch over its entries, these, its nodes, and where it leaves. */
  part(part: number): PartGraph {
    const entries = this.#entries[part] ?? [];
    const nodes = this.#nodes[part] ?? [];
    const place = new Map(nodes.map((node, i) => [node, 1 + entries.length + i]));
    const leaves: number[] = [];
    const placeOf = (node: number): number => {
      let at = place.get(node);
      if (at === undefined) {
        at = 1 + entries.length + nodes.length + leaves.push(node) - 1;
        place.set(node, at);
      }
      return at;
    };
    const graph = new PartGraph();
    graph.add(
      PartNode.dispatch,
      0,
      entries.map((_, i) => i + 1),
      true,
    );
    for (const node of entries) graph.add(PartNode.enter, node, [placeOf(node)], false);
    for (const node of nodes) graph.add(PartNode.own, node, this.#successorsOf(node).map(placeOf), this.#graph.switches[node] === 1);
    for (const node of leaves) graph.add(PartNode.leave, node, [], false);
    return graph;
  }
}
