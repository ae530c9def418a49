/** Runs graphs as WebAssembly and in an interpreter: both must visit the same nodes. */
import { CodeEmitter, type ControlFlowGraph, StructuredControlFlow, ValueType } from '@beamline/wasm-asm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ModuleWriter } from '../src/index.js';

interface GraphNode {
  readonly isSwitch: boolean;
  readonly successors: readonly number[];
}
type Graph = readonly GraphNode[];

const exit: GraphNode = { isSwitch: false, successors: [] };
const jump = (...successors: number[]): GraphNode => ({ isSwitch: false, successors });
const branchTable = (...successors: number[]): GraphNode => ({ isSwitch: true, successors });

function flat(graph: Graph): ControlFlowGraph {
  const successorStart = [0];
  for (const { successors } of graph) successorStart.push((successorStart.at(-1) ?? 0) + successors.length);
  return {
    nodeCount: graph.length,
    successorStart,
    successors: graph.flatMap(({ successors }) => successors),
    switches: graph.map(({ isSwitch }) => (isSwitch ? 1 : 0)),
  };
}

/** What a node does with a word of the tape. */
function successorOf({ isSwitch, successors }: GraphNode, word: number): number | undefined {
  if (isSwitch) return successors[Math.min(word, successors.length - 1)];
  return successors.length === 2 ? successors[word === 0 ? 1 : 0] : successors[0];
}

/** The nodes visited, until an exit or the end of the tape. */
function interpret(graph: Graph, tape: Uint32Array): number[] {
  const trace: number[] = [];
  let node: number | undefined = 0;
  for (const word of tape) {
    if (node === undefined) break;
    trace.push(node);
    node = successorOf(graph[node] ?? exit, word);
  }
  return trace;
}

function reachable(graph: Graph): Set<number> {
  const found = new Set([0]);
  for (const node of found) for (const successor of graph[node]?.successors ?? []) found.add(successor);
  return found;
}

/** Removes self loops and merges nodes into their only predecessor: a reducible graph shrinks to its entry. */
function isReducible(graph: Graph): boolean {
  const predecessors = new Map([...reachable(graph)].map((node) => [node, new Set<number>()]));
  for (const [node] of predecessors) for (const successor of graph[node]?.successors ?? []) predecessors.get(successor)?.add(node);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [node, from] of predecessors) {
      from.delete(node);
      const [only] = from;
      if (node === 0 || from.size !== 1 || only === undefined) continue;
      predecessors.delete(node);
      for (const others of predecessors.values()) if (others.delete(node)) others.add(only);
      changed = true;
    }
  }
  return predecessors.size === 1;
}

const TRACE = 1 << 18;
const flow = new StructuredControlFlow();

/**
 * A module with a function that takes the length of the tape in memory, leaves the trace at TRACE and
 * returns its length. Locals: 0 the end of the tape, 1 the place in it, 2 the word read, 3 for dispatch.
 */
function compile(graph: Graph): Uint8Array<ArrayBuffer> {
  flow.read(flat(graph));
  const code = new CodeEmitter();
  const emitted: number[] = [];
  code.block();
  flow.emit(
    code,
    {
      emitNode(node, negated, depth) {
        emitted.push(node);
        const { isSwitch, successors } = graph[node] ?? exit;
        code.local.get(1);
        code.local.get(0);
        code.i32.eq();
        code.brIf(depth);
        code.local.get(1);
        code.i32.const(node);
        code.i32.store(TRACE);
        code.local.get(1);
        code.i32.load();
        code.local.set(2);
        code.local.get(1);
        code.i32.const(4);
        code.i32.add();
        code.local.set(1);
        if (successors.length === 0) code.br(depth);
        else if (isSwitch || successors.length === 2) code.local.get(2);
        if (negated) code.i32.eqz();
      },
    },
    3,
  );
  code.unreachable();
  code.end();
  code.local.get(1);
  code.end();
  expect(new Set(emitted)).toEqual(reachable(graph));
  expect(emitted).toHaveLength(flow.reachable);
  expect(graph.map((_, node) => flow.isReachable(node))).toEqual(graph.map((_, node) => emitted.includes(node)));

  const m = new ModuleWriter();
  m.exportMemory('memory', m.memory({ min: 8 }));
  m.exportFunction('run', m.addFunction(m.functionType([ValueType.i32], [ValueType.i32]), [3, ValueType.i32], code.buffer));
  return m.finish();
}

function check(graph: Graph, tapes: readonly Uint32Array[]): void {
  const { memory, run } = new WebAssembly.Instance(new WebAssembly.Module(compile(graph))).exports;
  if (!(memory instanceof WebAssembly.Memory) || typeof run !== 'function') throw new Error('exports are missing');
  for (const tape of tapes) {
    new Uint32Array(memory.buffer).set(tape);
    const end: unknown = run(4 * tape.length);
    expect([...new Uint32Array(memory.buffer, TRACE, Number(end) / 4)]).toEqual(interpret(graph, tape));
  }
  expect(flow.irreducible).toBe(!isReducible(graph));
}

/** A tape of the same word. */
const steady = (word: number, length = 20_000): Uint32Array => new Uint32Array(length).fill(word);

function nodesOf(target: fc.Arbitrary<number>): fc.Arbitrary<GraphNode> {
  const successors = (minLength: number, maxLength: number) => fc.array(target, { minLength, maxLength });
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(exit) },
    { weight: 3, arbitrary: successors(1, 1).map((list) => jump(...list)) },
    { weight: 5, arbitrary: successors(2, 2).map((list) => jump(...list)) },
    { weight: 2, arbitrary: successors(1, 6).map((list) => branchTable(...list)) },
  );
}

const anyGraph: fc.Arbitrary<Graph> = fc.integer({ min: 1, max: 24 }).chain((count) => {
  const node = nodesOf(fc.nat({ max: count - 1 }));
  return fc.array(node, { minLength: count, maxLength: count });
});

/** Most edges go a little forward, as in the graphs of programs. */
const programGraph: fc.Arbitrary<Graph> = fc.integer({ min: 1, max: 60 }).chain((count) =>
  fc.tuple(
    ...Array.from({ length: count }, (_, at) => {
      const near = fc.integer({ min: -4, max: 8 }).map((step) => Math.min(Math.max(at + step, 0), count - 1));
      return nodesOf(near);
    }),
  ),
);

const word = fc.oneof(fc.nat({ max: 6 }), fc.constantFrom(0, 1, 2 ** 31, 2 ** 32 - 1));
const tape = fc.array(word, { maxLength: 200 }).map((words) => Uint32Array.from(words));
const tapes = fc.array(tape, { minLength: 1, maxLength: 4 });

describe('random graphs', () => {
  test('any graph does what the interpreter does', () => {
    fc.assert(fc.property(anyGraph, tapes, check), { numRuns: 1500 });
  });

  test('so do graphs like those of programs', () => {
    fc.assert(fc.property(programGraph, tapes, check), { numRuns: 700 });
  });
});

describe('certain graphs', () => {
  const alternating = Uint32Array.from({ length: 1000 }, (_, i) => i & 1);
  const mixed = Uint32Array.from({ length: 1000 }, (_, i) => (i * 7919) % 5);

  test.each<[string, Graph]>([
    ['one node', [exit]],
    ['a self loop at the entry', [jump(0)]],
    ['a self loop with an exit', [jump(0, 1), exit]],
    ['a condition with equal successors', [jump(1, 1), exit]],
    ['a switch with one successor', [branchTable(1), exit]],
    ['a switch to itself', [branchTable(0, 0, 1), exit]],
    ['unreachable nodes that jump into the rest', [jump(2), jump(2, 0), exit, jump(1)]],
    ['two entries to one loop', [jump(1, 2), jump(2, 3), jump(1, 3), exit]],
    ['two such loops in sequence', [jump(1, 2), jump(2), jump(1, 3), jump(4, 5), jump(5), jump(4, 6), exit]],
    ['such a loop inside another', [jump(1, 3), jump(2, 3), jump(3, 1), jump(2, 4), jump(1, 5), exit]],
    ['a switch into a loop from outside', [branchTable(1, 2, 3), jump(2), jump(3), jump(1, 4), exit]],
    [
      'a loop around two such loops, entered beside',
      [jump(1, 3), jump(2, 3), jump(1, 3), jump(4), branchTable(5, 6, 7), jump(6), jump(5, 3), exit],
    ],
  ])('%s', (_, graph) => {
    check(graph, [alternating, mixed, steady(0, 1000), steady(1, 1000), steady(2 ** 32 - 1, 1000)]);
  });
});

describe('graphs of thousands of nodes', () => {
  const count = 5000;
  const chain = (node: (at: number) => GraphNode): Graph => [...Array.from({ length: count }, (_, at) => node(at)), exit];

  test('a chain of jumps', () =>
    check(
      chain((at) => jump(at + 1)),
      [steady(0)],
    ));

  test('conditions nested in conditions', () => {
    const graph = [...chain((at) => jump(at + 1, count + 1 + at)), ...Array.from({ length: count }, () => exit)];
    check(graph, [steady(1), Uint32Array.from({ length: count }, (_, at) => (at < 4000 ? 1 : 0))]);
  });

  test('loops nested in loops', () => {
    check(
      chain((at) => (at < count / 2 ? jump(at + 1) : jump(at + 1, count - 1 - at))),
      [steady(1), steady(0)],
    );
  });

  test('a chain of conditions that meet again', () => {
    check(
      chain((at) => (at % 3 === 0 ? jump(at + 1, Math.min(at + 2, count)) : jump(Math.min(at + (at % 3 === 1 ? 2 : 1), count)))),
      [steady(0), steady(1)],
    );
  });

  test('a switch with a thousand arms that fall through', () => {
    const graph = [
      branchTable(...Array.from({ length: 1000 }, (_, i) => i + 1)),
      ...Array.from({ length: 1000 }, (_, i) => jump(i + 2)),
      exit,
    ];
    check(graph, [steady(0), steady(500), steady(5000)]);
  });

  test('an irreducible ladder', () => {
    const rungs = 500;
    const graph = [
      jump(1, 2),
      ...Array.from({ length: 2 * rungs }, (_, i) => (i % 2 === 0 ? jump(i + 2, i + 3) : jump(i, i + 3))),
      jump(2 * rungs + 2),
      exit,
    ];
    check(graph, [steady(0), steady(1), Uint32Array.from({ length: 5000 }, (_, i) => (i >> 1) & 1)]);
  });
});
