import { type Code, Opcode, OperandKind } from '@beamline/beam-file';
import type { NativeBackend } from '@beamline/jit-backend';
import { TermTag, X_REGISTER_COUNT, X_REGISTERS } from '@beamline/machine-model';
import { BlockType, type CodeEmitter, type ControlFlowGraph, type NodeEmitter, type StructuredControlFlow } from '@beamline/wasm-asm';
import { moveEntryCheck } from '../graph/entry-checks.js';
import { FunctionGraph, NodeKind } from '../graph/function-graph.js';
import { FunctionParts, PART_BYTES, type PartEntry, type PartGraph, PartNode } from '../graph/function-parts.js';
import { Liveness } from '../graph/liveness.js';
import { pushPlaceOfAtom } from '../instructions/control/selections.js';
import { type Instruction, instructionOf } from '../instructions/instruction-table.js';
import { translateIntegerRun } from '../instructions/integers/integer-runs.js';
import type { FunctionInfo, ModuleContext } from '../module/module-context.js';
import { guardedOperand, neededArity } from '../verification/guarded-operands.js';
import { CHECKS_IN_FRONT, writeGuards } from '../verification/guards.js';
import { Verifier } from '../verification/verifier.js';
import { type CallTargets, FunctionContext } from './function-context.js';
import { MAXIMUM_LIVE } from './operand-limits.js';
import { registerBit, TRACKED_REGISTERS } from './x-registers.js';

/** Bytes of a native frame for each word of its Erlang frame, at most: see the watermark of native depth. */
const NATIVE_BYTES_PER_FRAME_WORD = 112;

/**
 * Slots that a native frame may have besides the X registers: arguments and results of the largest collection,
 * two inputs, their terms and the result of each step of the longest run of integer operations.
 */
function scratchSlots(code: Code, info: FunctionInfo): number {
  const { opcodes } = code;
  let held = 0;
  let run = 0;
  let longest = 0;
  for (let i = info.from; i < info.to; i++) {
    const opcode = opcodes[i] ?? 0;
    if (opcode === Opcode.line) continue;
    run = opcode === Opcode.gc_bif1 || opcode === Opcode.gc_bif2 ? run + 1 : 0;
    if (run > longest) longest = run;
    const { heldRegisters } = instructionOf(opcode);
    if (heldRegisters !== undefined) held = Math.max(held, heldRegisters(code, i));
  }
  return 2 * Math.min(held, MAXIMUM_LIVE) + 5 * longest;
}

const FLOAT_BYTES = 8;

/** The local of a part's second parameter; it is that of x0 once the part has been entered. */
const ENTRY_LOCAL = 1;

/** How the parts of a function go over to each other. */
export interface PartTransfer {
  readonly parts: FunctionParts;
  /** Leaves for an entry; the registers are in memory, the stack pointer is in its local. */
  leave(code: CodeEmitter, entry: PartEntry): void;
}

/** The part of a function that is being written. */
interface Part {
  readonly graph: PartGraph;
  readonly transfer: PartTransfer;
  readonly isResume: boolean;
}

/** Compiles the functions of a module, one after the other, into one buffer. */
export class FunctionCompiler implements NodeEmitter {
  readonly #module: ModuleContext;
  readonly #backend: NativeBackend;
  readonly #graph: FunctionGraph;
  readonly #liveness: Liveness;
  readonly #verifier: Verifier;
  readonly #flow: StructuredControlFlow;
  readonly #f: FunctionContext;
  #part: Part | undefined;
  /** Float registers of the function that was planned in parts. */
  #floats = 0;
  /** Line index of each resume point of the function, from 1; [0] is that of its head. */
  resumeLines: number[] = [];
  /** Where lines begin: position in the buffer and line index, in turn; undefined if nobody wants to know. */
  positions: number[] | undefined;

  constructor(module: ModuleContext, backend: NativeBackend, flow: StructuredControlFlow, targets: CallTargets, first: FunctionInfo) {
    this.#module = module;
    this.#backend = backend;
    this.#flow = flow;
    this.#graph = new FunctionGraph(module);
    this.#liveness = new Liveness(module);
    this.#verifier = new Verifier(module, first);
    const facts = {
      liveAfter: (instruction: number): number => this.#liveness.after(instruction),
      handlerPoint: (instruction: number): number => this.#graph.handlers.get(instruction) ?? 0,
      guards: (instruction: number): number => this.#verifier.guards[instruction] ?? 0,
    };
    this.#f = new FunctionContext(module, backend, targets, facts, first);
  }

  /** Writes the body of a function. Throws CompileError. */
  compile(info: FunctionInfo): void {
    this.#prepare(info);
    // The function is entered again by a tail call.
    if (this.#f.targets.tailCalls) moveEntryCheck(this.#module, this.#graph, info);
    this.#emit(this.#graph, info.arity);
  }

  #prepare(info: FunctionInfo, longest?: number): void {
    const graph = this.#graph;
    const f = this.#f;
    graph.build(info, longest);
    this.#verifier.verify(graph, info);
    this.#liveness.analyse(graph, info.arity);
    f.info = info;
    f.compact = false;
    f.line = 0;
    f.heapLocal = -1;
    f.heapUsed = 0;
    f.selectLocal = -1;
    this.resumeLines = new Array<number>(graph.resumePoints + 1).fill(0);
    this.resumeLines[0] = this.#headLine(info);
    const frameWords = graph.maximumFrame;
    // A function with many locals has a large native frame; its Erlang frame must tell of it.
    const needed =
      frameWords === 0 ? 0 : Math.ceil((8 * (graph.xRegisters + scratchSlots(this.#module.code, info) + 12)) / NATIVE_BYTES_PER_FRAME_WORD);
    f.framePadding = Math.max(0, needed - 1);
    this.#part = undefined;
  }

  /** Writes the body of the resume function of the function that was compiled last. */
  compileResume(): void {
    const f = this.#f;
    this.#graph.toResume();
    f.compact = true;
    this.#emit(this.#graph, 0);
  }

  /**
   * Plans a function in parts, which is too large for one of `most` bytes: its code took `bytes`. `compileMain`, `compilePart` for each part and
   * `compileResumeOfParts` then write the bodies. Throws CompileError.
   */
  planParts(info: FunctionInfo, bytes: number, most: number): FunctionParts {
    const perInstruction = bytes / Math.max(1, info.to - info.from);
    const partBytes = Math.min(PART_BYTES, most / 2);
    this.#prepare(info, Math.max(1, partBytes / perInstruction));
    const graph = this.#graph;
    graph.leaveAtLoops();
    const parts = new FunctionParts(graph, perInstruction, partBytes);
    this.#floats = this.#floatRegisters(info);
    const registers = 4 * graph.xRegisters + FLOAT_BYTES * this.#floats;
    if (parts.isTooLarge || registers > 4 * X_REGISTER_COUNT)
      throw this.#module.error('malformed-code', 'the function is too large to be compiled', info, info.from);
    return parts;
  }

  /** One more than the highest float register of a function. */
  #floatRegisters(info: FunctionInfo): number {
    const { operandStart, kinds, values } = this.#module.code;
    let count = 0;
    for (let k = operandStart[info.from] ?? 0; k < (operandStart[info.to] ?? 0); k++) {
      if (kinds[k] === OperandKind.floatRegister) count = Math.max(count, (values[k] ?? 0) + 1);
    }
    return count;
  }

  /** Writes the body of the function that was planned in parts. */
  compileMain(info: FunctionInfo, transfer: PartTransfer): void {
    this.#part = { graph: transfer.parts.main(), transfer, isResume: false };
    this.#emit(this.#part.graph, info.arity);
  }

  /** Writes the body of a part: `(sp, number of the entry)`. */
  compilePart(transfer: PartTransfer, part: number): void {
    this.#part = { graph: transfer.parts.part(part), transfer, isResume: false };
    this.#emit(this.#part.graph, 1);
  }

  /** Writes the body of its resume function. */
  compileResumeOfParts(transfer: PartTransfer): void {
    this.#graph.toResume();
    this.#part = { graph: transfer.parts.resume(), transfer, isResume: true };
    this.#emit(this.#part.graph, 0);
  }

  #emit(graph: ControlFlowGraph, parameters: number): void {
    const backend = this.#backend;
    this.#f.selectLocal = -1;
    backend.beginFunction(parameters);
    this.#flow.read(graph);
    const dispatchLocal = this.#flow.irreducible ? backend.allocateI32() : -1;
    backend.code.block(BlockType.empty);
    this.#flow.emit(backend.code, this, dispatchLocal);
    backend.code.end();
    backend.code.i32.const(0);
    backend.code.end();
  }

  emitNode(node: number, negated: boolean, depth: number): void {
    if (this.#part !== undefined) this.#emitPartNode(this.#part, node, negated, depth);
    else this.#emitOwnNode(node, negated, depth);
  }

  #emitPartNode(part: Part, at: number, negated: boolean, depth: number): void {
    const { graph } = part;
    const asm = this.#backend.code;
    const node = graph.node[at] ?? 0;
    switch (graph.kind[at]) {
      case PartNode.dispatch:
        asm.local.get(ENTRY_LOCAL);
        return;
      case PartNode.enter:
        this.#eachRegister(node, (type, local, address) => {
          asm.i32.const(0);
          asm[type].load(address);
          asm.local.set(local);
        });
        return;
      case PartNode.leave:
        // Where a process is resumed they are in memory.
        if (!part.isResume) {
          this.#eachRegister(node, (type, local, address) => {
            asm.i32.const(0);
            asm.local.get(local);
            asm[type].store(address);
          });
        }
        part.transfer.leave(asm, part.transfer.parts.entry(node));
        return;
      default:
        this.#emitOwnNode(node, negated, depth);
    }
  }

  /** The registers that parts hand over at a node, with their places in memory. x0 is among them: a handler may look at it. */
  #eachRegister(node: number, visit: (type: 'i32' | 'f64', local: number, address: number) => void): void {
    const backend = this.#backend;
    const live = this.#liveness.before(node) | registerBit(0);
    for (let i = 0; i < this.#graph.xRegisters; i++) {
      if (i >= TRACKED_REGISTERS || (live & registerBit(i)) !== 0) visit('i32', backend.xLocal(i), X_REGISTERS + 4 * i);
    }
    const end = X_REGISTERS + 4 * X_REGISTER_COUNT;
    for (let i = 0; i < this.#floats; i++) visit('f64', backend.floatLocal(i), end - FLOAT_BYTES * (i + 1));
  }

  #emitOwnNode(node: number, negated: boolean, depth: number): void {
    const graph = this.#graph;
    const f = this.#f;
    const backend = this.#backend;
    const frame = graph.frames[node] ?? 0;
    backend.hasFrame = frame > 0;
    backend.frameWords = frame > 0 ? frame + f.framePadding : 0;
    backend.exitDepth = depth;
    backend.openLabels = 0;
    const kind = graph.kind[node] ?? 0;
    const first = graph.first[node] ?? -1;
    const last = graph.last[node] ?? -1;
    if (this.positions !== undefined && last >= 0) this.#mark(this.#module.lineBefore(f.info, last));
    switch (kind) {
      case NodeKind.dispatch:
        backend.resume(f.info.tableOffset + 1, graph.resumePoints);
        return;
      case NodeKind.start: {
        const bytes = graph.maximumFrame === 0 ? 0 : 4 * (graph.maximumFrame + f.framePadding);
        this.#mark(this.#headLine(f.info));
        backend.functionEntry(f.info.tableOffset, bytes, f.targets.tailCalls ? f.targets.functionIndex(f.info.index) : undefined);
        break;
      }
      case NodeKind.secondCondition:
        f.instruction = last;
        instructionOf(f.code.opcodes[last] ?? 0).second(f, f.code.operandStart[last] ?? 0, negated);
        break;
      case NodeKind.otherCondition:
        f.instruction = last;
        instructionOf(f.code.opcodes[last] ?? 0).otherwise(f, f.code.operandStart[last] ?? 0, negated);
        break;
      case NodeKind.selectCompare:
        f.instruction = last;
        instructionOf(f.code.opcodes[last] ?? 0).compare(f, graph.selectionOperand[node] ?? 0, negated);
        break;
      case NodeKind.selectBelow: {
        // The order of small integers is that of their terms; what is no integer is found nowhere.
        const asm = backend.code;
        asm.local.get(f.selectLocal);
        f.push(graph.selectionOperand[node] ?? 0);
        if (negated) asm.i32.geS();
        else asm.i32.ltS();
        break;
      }
      case NodeKind.selectTable: {
        const asm = backend.code;
        asm.local.get(f.selectLocal);
        asm.i32.const(TermTag.integerShift);
        asm.i32.shrS();
        asm.i32.const(graph.tableLow[node] ?? 0);
        asm.i32.sub();
        break;
      }
      case NodeKind.selectAtom:
        pushPlaceOfAtom(f, graph.selectionOperand[node] ?? 0);
        break;
      default:
        this.#instructions(node, kind, first, last, negated);
    }
    f.flushHeap();
  }

  /** What is written from here on belongs to a line. */
  #mark(line: number): void {
    this.positions?.push(this.#backend.code.buffer.length, line);
  }

  /** The line that the head of a function is in. */
  #headLine({ from, to }: FunctionInfo): number {
    const { opcodes, operandStart, values } = this.#module.code;
    for (let i = from; i < to && opcodes[i] !== Opcode.func_info; i++)
      if (opcodes[i] === Opcode.line) return values[operandStart[i] ?? 0] ?? 0;
    return 0;
  }

  #instructions(node: number, kind: number, first: number, last: number, negated: boolean): void {
    const f = this.#f;
    const { opcodes, operandStart } = f.code;
    f.line = first > 0 && first <= last + 1 ? this.#module.lineBefore(f.info, first) : f.line;
    const terminated = kind !== NodeKind.jump;
    for (let i = first; i <= last; i++) {
      f.instruction = i;
      const opcode = opcodes[i] ?? 0;
      if (this.positions !== undefined && opcode !== Opcode.line) this.#mark(this.#module.lineBefore(f.info, i));
      const instruction = instructionOf(opcode);
      const k = operandStart[i] ?? 0;
      const guards = f.guards(i) & CHECKS_IN_FRONT;
      if (guards !== 0) writeGuards(f, guards, k, guardedOperand(opcode), neededArity(f.code, i));
      if (i === last && (terminated || isJump(instruction))) {
        f.flushHeap();
        this.#terminate(node, kind, instruction, k, negated);
        continue;
      }
      if ((opcode === Opcode.gc_bif1 || opcode === Opcode.gc_bif2) && !f.compact) {
        f.flushHeap();
        const end = translateIntegerRun(f, i, terminated ? last - 1 : last);
        if (end >= 0) {
          i = end;
          continue;
        }
      }
      if (!instruction.keepsHeap) f.flushHeap();
      instruction.step(f, k);
    }
  }

  /** Index of the line that a resume point is in: for a process that waits, where it will look for messages, as in OTP's `current_stacktrace`. */
  #resumeLine(instruction: Instruction, k: number): number {
    const f = this.#f;
    const waits = instruction.kind === 'wait' || instruction.kind === 'waitWithTimeout';
    return waits ? this.#module.lineBeforeLabel(f.info, f.value(k)) : f.line;
  }

  /** The instruction that ends a node. */
  #terminate(node: number, kind: number, instruction: Instruction, k: number, negated: boolean): void {
    const f = this.#f;
    switch (kind) {
      case NodeKind.condition:
        instruction.condition(f, k, negated);
        return;
      case NodeKind.call: {
        const point = this.#graph.resumePoint[node] ?? 0;
        this.resumeLines[point] = this.#resumeLine(instruction, k);
        instruction.call(f, k, point);
        return;
      }
      case NodeKind.selectType:
        this.#selectType(node, instruction, k, negated);
        return;
      case NodeKind.jump:
        instruction.jump(f, k);
        return;
      default:
        instruction.exit(f, k);
    }
  }

  /** Takes the value of a selection to a local; for a table, pushes whether it is a small integer. */
  #selectType(node: number, instruction: Instruction, k: number, negated: boolean): void {
    const f = this.#f;
    const { asm, backend } = f;
    if (f.selectLocal < 0) f.selectLocal = backend.allocateI32();
    instruction.select(f, k);
    asm.local.set(f.selectLocal);
    const graph = this.#graph;
    if ((graph.successorStart[node + 1] ?? 0) - (graph.successorStart[node] ?? 0) === 2) {
      asm.local.get(f.selectLocal);
      backend.isSmall(negated);
    }
  }
}

function isJump({ kind }: Instruction): boolean {
  return kind === 'jump' || kind === 'localTailCall';
}
