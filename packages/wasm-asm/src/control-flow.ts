import type { CodeEmitter } from './code-emitter.js';
import { BlockType } from './types.js';

/**
 * A control-flow graph: nodes are 0 to nodeCount − 1, node 0 is the entry.
 *
 * A node without successors leaves the function itself. With one it jumps there. With two it is a
 * condition: the first successor when true, the second when false. A node marked in `switches` has one
 * or more and takes that of the index on the operand stack, the last one when the index is too large.
 */
export interface ControlFlowGraph {
  /** How many nodes there are. */
  readonly nodeCount: number;
  /** `[i]`: where the successors of node i begin; `[nodeCount]`: their number. */
  readonly successorStart: ArrayLike<number>;
  /** The successors of all nodes, one node's after the other's. */
  readonly successors: ArrayLike<number>;
  /** `[i]`: nonzero if node i is a switch. */
  readonly switches: ArrayLike<number>;
}

/** Writes the code of a node. */
export interface NodeEmitter {
  /**
   * Writes the instructions of a node. A condition leaves an i32 on the operand stack, with its sense
   * reversed if `negated`; a switch leaves the index. `depth` labels are open around it.
   */
  emitNode(node: number, negated: boolean, depth: number): void;
}

const TREE = 0;
const END_THEN_TREE = 1;
const END = 2;
const ELSE_THEN_BRANCH = 3;

/**
 * Turns control-flow graphs into nested `block`, `loop`, `if` and `br_table`, by the dominator tree
 * (Ramsey, "Beyond Relooper", ICFP 2022). An irreducible graph gets a dispatch node, a loop that
 * switches on a local. Nesting depth costs no native stack. An object can be used again and again.
 */
export class StructuredControlFlow {
  #nodeCount = 0;
  #start: Int32Array = new Int32Array(64);
  #successors: Int32Array = new Int32Array(128);
  #switches: Uint8Array = new Uint8Array(64);
  /** Position in reverse postorder, −1 if unreachable. */
  #order: Int32Array = new Int32Array(64);
  #nodes: Int32Array = new Int32Array(64);
  #reachable = 0;
  /** True if an edge leads to its own node or to one before it in reverse postorder. */
  #retreats = false;
  #dominator: Int32Array = new Int32Array(64);
  #predecessorStart: Int32Array = new Int32Array(64);
  #predecessors: Int32Array = new Int32Array(128);
  #labelled: Uint8Array = new Uint8Array(64);
  #isLoop: Uint8Array = new Uint8Array(64);
  #level: Int32Array = new Int32Array(64);
  #childStart: Int32Array = new Int32Array(64);
  #children: Int32Array = new Int32Array(64);
  #cursor: Int32Array = new Int32Array(64);
  #work: Int32Array = new Int32Array(256);
  /** Nodes of the graph as given; those above are the dispatch node and the nodes that lead to it. */
  #given = 0;
  #givenReachable = 0;
  /** For each node from `#given` on, if it leads to the dispatch node: the index it selects. */
  #selects: number[] = [];
  #irreducible = false;

  /** True if the last graph had a loop with two entries, so that `emit` needs a local. */
  get irreducible(): boolean {
    return this.#irreducible;
  }

  /** Number of nodes that the entry reaches. */
  get reachable(): number {
    return this.#givenReachable;
  }

  /** True if the entry reaches `node`. */
  isReachable(node: number): boolean {
    return (this.#order[node] ?? -1) >= 0;
  }

  /** Reads a graph; after that `emit` can be called once. */
  read(graph: ControlFlowGraph): void {
    this.#load(graph);
    this.#analyse();
    this.#givenReachable = this.#reachable;
    const headers = new Set<number>();
    while (this.#retreats && this.#addIrreducibleHeaders(headers)) {
      this.#irreducible = true;
      this.#addDispatch(graph, headers);
      this.#analyse();
    }
    this.#placeLabels();
  }

  /**
   * Writes the graph's code. Every path ends inside a node without successors; the code after it is
   * never reached.
   *
   * @param dispatchLocal - an i32 local for the use of this code alone, needed if the graph is irreducible
   */
  emit(code: CodeEmitter, emitter: NodeEmitter, dispatchLocal = -1): void {
    if (this.#irreducible && dispatchLocal < 0) throw new RangeError('an irreducible graph needs a dispatch local');
    let work = this.#work;
    let top = 0;
    let depth = 0;
    const level = this.#level;
    const successors = this.#successors;
    work[top++] = 0;
    work[top++] = TREE;
    while (top > 0) {
      const kind = work[--top];
      let node = work[--top] ?? 0;
      if (kind === END) {
        code.end();
        depth--;
        continue;
      }
      // The node that jumps, and where to; −1: begin at `node` itself.
      let target = -1;
      if (kind === END_THEN_TREE) {
        code.end();
        depth--;
      } else if (kind === ELSE_THEN_BRANCH) {
        code.else();
        target = node;
        node = work[--top] ?? 0;
      }
      for (;;) {
        if (target >= 0) {
          if (this.#isLabelled(node, target)) {
            // A jump to the block that ends here is no jump.
            if (!(top > 1 && work[top - 1] === END_THEN_TREE && work[top - 2] === target)) code.br(depth - (level[target] ?? 0) - 1);
            break;
          }
          node = target;
          target = -1;
        }
        const childStart = this.#childStart[node] ?? 0;
        const childEnd = this.#childStart[node + 1] ?? 0;
        if (top + 2 * (childEnd - childStart) + 16 > work.length) {
          const larger: Int32Array = new Int32Array(2 * (work.length + 2 * (childEnd - childStart)));
          larger.set(work);
          work = this.#work = larger;
        }
        if (this.#isLoop[node]) {
          code.loop(BlockType.empty);
          level[node] = depth++;
          work[top++] = 0;
          work[top++] = END;
        }
        for (let i = childStart; i < childEnd; i++) {
          const child = this.#children[i] ?? 0;
          code.block(BlockType.empty);
          level[child] = depth++;
          work[top++] = child;
          work[top++] = END_THEN_TREE;
        }
        const first = this.#start[node] ?? 0;
        const count = (this.#start[node + 1] ?? 0) - first;
        if (this.#switches[node]) {
          if (node < this.#given) emitter.emitNode(node, false, depth);
          else code.local.get(dispatchLocal);
          const depths: number[] = [];
          for (let i = first; i < first + count; i++) depths.push(depth - (level[successors[i] ?? 0] ?? 0) - 1);
          code.brTable(depths.slice(0, -1), depths[count - 1] ?? 0);
          break;
        }
        if (count === 2) {
          const whenTrue = successors[first] ?? 0;
          const whenFalse = successors[first + 1] ?? 0;
          if (whenTrue !== whenFalse) {
            if (this.#isLabelled(node, whenTrue)) {
              emitter.emitNode(node, false, depth);
              code.brIf(depth - (level[whenTrue] ?? 0) - 1);
              target = whenFalse;
            } else if (this.#isLabelled(node, whenFalse)) {
              emitter.emitNode(node, true, depth);
              code.brIf(depth - (level[whenFalse] ?? 0) - 1);
              target = whenTrue;
            } else {
              emitter.emitNode(node, false, depth);
              code.if(BlockType.empty);
              depth++;
              work[top++] = 0;
              work[top++] = END;
              work[top++] = node;
              work[top++] = whenFalse;
              work[top++] = ELSE_THEN_BRANCH;
              target = whenTrue;
            }
            continue;
          }
          emitter.emitNode(node, false, depth);
          code.drop();
          target = whenTrue;
          continue;
        }
        if (node < this.#given) {
          emitter.emitNode(node, false, depth);
        } else {
          code.i32.const(this.#selects[node - this.#given] ?? 0);
          code.local.set(dispatchLocal);
        }
        if (count === 0) break;
        target = successors[first] ?? 0;
      }
    }
  }

  /** True if the edge is a `br`: to a loop that is open, or to a block. */
  #isLabelled(from: number, to: number): boolean {
    return this.#labelled[to] === 1 || (this.#order[to] ?? 0) <= (this.#order[from] ?? 0);
  }

  #load(graph: ControlFlowGraph): void {
    const n = graph.nodeCount;
    this.#reserve(n, graph.successorStart[n] ?? 0);
    for (let i = 0; i < n; i++) {
      this.#start[i] = graph.successorStart[i] ?? 0;
      this.#switches[i] = graph.switches[i] ?? 0;
    }
    const edges = graph.successorStart[n] ?? 0;
    this.#start[n] = edges;
    for (let i = 0; i < edges; i++) this.#successors[i] = graph.successors[i] ?? 0;
    this.#nodeCount = n;
    this.#given = n;
    this.#selects.length = 0;
    this.#irreducible = false;
  }

  #reserve(nodes: number, edges: number): void {
    if (nodes + 2 > this.#start.length) {
      const size = 2 * (nodes + 2);
      this.#start = new Int32Array(size);
      this.#switches = new Uint8Array(size);
      this.#order = new Int32Array(size);
      this.#nodes = new Int32Array(size);
      this.#dominator = new Int32Array(size);
      this.#predecessorStart = new Int32Array(size);
      this.#labelled = new Uint8Array(size);
      this.#isLoop = new Uint8Array(size);
      this.#level = new Int32Array(size);
      this.#childStart = new Int32Array(size);
      this.#children = new Int32Array(size);
      this.#cursor = new Int32Array(size);
    }
    if (edges > this.#successors.length) {
      this.#successors = new Int32Array(2 * edges);
      this.#predecessors = new Int32Array(2 * edges);
    }
  }

  /** Reverse postorder, predecessors and immediate dominators (Cooper, Harvey, Kennedy). */
  #analyse(): void {
    const n = this.#nodeCount;
    const start = this.#start;
    const successors = this.#successors;
    const order = this.#order;
    const nodes = this.#nodes;
    const cursor = this.#cursor;
    const stack = this.#children;
    order.fill(-1, 0, n);
    // Depth first; successors from last to first, so that the first one comes first in the order.
    let top = 0;
    let position = n;
    stack[top++] = 0;
    order[0] = 0;
    cursor[0] = start[1] ?? 0;
    while (top > 0) {
      const node = stack[top - 1] ?? 0;
      const next = (cursor[node] ?? 0) - 1;
      if (next < (start[node] ?? 0)) {
        nodes[--position] = node;
        top--;
        continue;
      }
      cursor[node] = next;
      const successor = successors[next] ?? 0;
      if (order[successor] === -1) {
        order[successor] = 0;
        cursor[successor] = start[successor + 1] ?? 0;
        stack[top++] = successor;
      }
    }
    const reachable = n - position;
    this.#reachable = reachable;
    nodes.copyWithin(0, position, n);
    for (let i = 0; i < reachable; i++) order[nodes[i] ?? 0] = i;

    const predecessorStart = this.#predecessorStart;
    const predecessors = this.#predecessors;
    predecessorStart.fill(0, 0, n + 1);
    let retreats = false;
    for (let i = 0; i < reachable; i++) {
      const node = nodes[i] ?? 0;
      const end = start[node + 1] ?? 0;
      for (let e = start[node] ?? 0; e < end; e++) {
        const s = successors[e] ?? 0;
        if ((order[s] ?? 0) <= i) retreats = true;
        predecessorStart[s + 1] = (predecessorStart[s + 1] ?? 0) + 1;
      }
    }
    this.#retreats = retreats;
    for (let i = 0; i < n; i++) predecessorStart[i + 1] = (predecessorStart[i + 1] ?? 0) + (predecessorStart[i] ?? 0);
    for (let i = 0; i < n; i++) cursor[i] = predecessorStart[i] ?? 0;
    for (let i = 0; i < reachable; i++) {
      const node = nodes[i] ?? 0;
      for (let e = start[node] ?? 0; e < (start[node + 1] ?? 0); e++) {
        const s = successors[e] ?? 0;
        const at = cursor[s] ?? 0;
        predecessors[at] = node;
        cursor[s] = at + 1;
      }
    }

    const dominator = this.#dominator;
    dominator.fill(-1, 0, n);
    dominator[0] = 0;
    for (let changed = true; changed; ) {
      changed = false;
      for (let i = 1; i < reachable; i++) {
        const node = nodes[i] ?? 0;
        let found = -1;
        for (let p = predecessorStart[node] ?? 0; p < (predecessorStart[node + 1] ?? 0); p++) {
          let other = predecessors[p] ?? 0;
          if (dominator[other] === -1) continue;
          if (found === -1) {
            found = other;
            continue;
          }
          while (found !== other) {
            while ((order[found] ?? 0) > (order[other] ?? 0)) found = dominator[found] ?? 0;
            while ((order[other] ?? 0) > (order[found] ?? 0)) other = dominator[other] ?? 0;
          }
        }
        if (dominator[node] !== found) {
          dominator[node] = found;
          // Without retreating edges the dominators of all predecessors are known.
          changed = retreats;
        }
      }
    }
  }

  #dominates(above: number, below: number): boolean {
    let node = below;
    while ((this.#order[node] ?? 0) > (this.#order[above] ?? 0)) node = this.#dominator[node] ?? 0;
    return node === above;
  }

  /**
   * Collects targets of retreating edges that do not dominate their source; false if there is none.
   * Every call that gives true adds a node, so that there is an end to it.
   */
  #addIrreducibleHeaders(headers: Set<number>): boolean {
    const before = headers.size;
    let found = false;
    for (let i = 0; i < this.#reachable; i++) {
      const node = this.#nodes[i] ?? 0;
      for (let e = this.#start[node] ?? 0; e < (this.#start[node + 1] ?? 0); e++) {
        const target = this.#successors[e] ?? 0;
        if ((this.#order[target] ?? 0) <= i && !this.#dominates(target, node)) {
          found = true;
          if (target < this.#given) headers.add(target);
        }
      }
    }
    // If the only target is the dispatch node, its loop has other entries.
    if (found && headers.size === before) this.#addOtherEntries(headers);
    return found;
  }

  /** Collects the entries of the irreducible loop around the dispatch node. */
  #addOtherEntries(headers: Set<number>): void {
    const after = this.#reach(this.#given, this.#start, this.#successors, true);
    const before = this.#reach(this.#given, this.#predecessorStart, this.#predecessors, false);
    for (const node of after) {
      if (node >= this.#given || !before.has(node)) continue;
      for (let p = this.#predecessorStart[node] ?? 0; p < (this.#predecessorStart[node + 1] ?? 0); p++) {
        const predecessor = this.#predecessors[p] ?? 0;
        if (!after.has(predecessor) && !this.#dominates(node, predecessor)) headers.add(node);
      }
    }
  }

  /** The nodes that edges lead to from `first`, itself among them, or lead from; not over back edges of natural loops. */
  #reach(first: number, start: Int32Array, edges: Int32Array, forward: boolean): Set<number> {
    const found = new Set([first]);
    for (const node of found) {
      for (let e = start[node] ?? 0; e < (start[node + 1] ?? 0); e++) {
        const other = edges[e] ?? 0;
        if (forward ? !this.#dominates(other, node) : !this.#dominates(node, other)) found.add(other);
      }
    }
    return found;
  }

  /**
   * Leads every edge into a header through one dispatch node, which is then the only entry of its loop.
   * Each edge has a node of its own that selects the header: shared ones would be entries themselves.
   */
  #addDispatch(graph: ControlFlowGraph, headers: ReadonlySet<number>): void {
    const dispatch = graph.nodeCount;
    const list = [...headers];
    const index = new Map(list.map((header, i) => [header, i]));
    const successors: number[] = [];
    const starts: number[] = [];
    const selects = [0];
    for (let node = 0; node < dispatch; node++) {
      starts.push(successors.length);
      for (let e = graph.successorStart[node] ?? 0; e < (graph.successorStart[node + 1] ?? 0); e++) {
        const target = graph.successors[e] ?? 0;
        const selected = index.get(target);
        if (selected === undefined) {
          successors.push(target);
        } else {
          successors.push(dispatch + selects.length);
          selects.push(selected);
        }
      }
    }
    starts.push(successors.length);
    for (const header of list) successors.push(header);
    const count = dispatch + selects.length;
    for (let node = dispatch + 1; node < count; node++) {
      starts.push(successors.length);
      successors.push(dispatch);
    }
    starts.push(successors.length);
    this.#reserve(count, successors.length);
    this.#start.set(starts);
    this.#successors.set(successors);
    for (let i = 0; i < dispatch; i++) this.#switches[i] = graph.switches[i] ?? 0;
    this.#switches[dispatch] = 1;
    this.#switches.fill(0, dispatch + 1, count);
    this.#nodeCount = count;
    this.#selects = selects;
  }

  /** Finds loop headers, nodes that need a block, and where each block goes. */
  #placeLabels(): void {
    const n = this.#nodeCount;
    const order = this.#order;
    const labelled = this.#labelled;
    const isLoop = this.#isLoop;
    labelled.fill(0, 0, n);
    isLoop.fill(0, 0, n);
    const childStart = this.#childStart;
    childStart.fill(0, 0, n + 2);
    for (let i = 0; i < this.#reachable; i++) {
      const node = this.#nodes[i] ?? 0;
      let forward = 0;
      for (let p = this.#predecessorStart[node] ?? 0; p < (this.#predecessorStart[node + 1] ?? 0); p++) {
        const predecessor = this.#predecessors[p] ?? 0;
        if ((order[predecessor] ?? 0) >= i) isLoop[node] = 1;
        else if (this.#switches[predecessor]) forward += 2;
        else forward++;
      }
      if (forward > 1) {
        labelled[node] = 1;
        const d = (this.#dominator[node] ?? 0) + 1;
        childStart[d] = (childStart[d] ?? 0) + 1;
      }
    }
    for (let i = 0; i < n; i++) childStart[i + 1] = (childStart[i + 1] ?? 0) + (childStart[i] ?? 0);
    const cursor = this.#cursor;
    for (let i = 0; i < n; i++) cursor[i] = childStart[i] ?? 0;
    // From last to first in the order: the block of the last one is the outermost.
    for (let i = this.#reachable - 1; i >= 0; i--) {
      const node = this.#nodes[i] ?? 0;
      if (labelled[node] !== 1) continue;
      const d = this.#dominator[node] ?? 0;
      const at = cursor[d] ?? 0;
      this.#children[at] = node;
      cursor[d] = at + 1;
    }
  }
}
