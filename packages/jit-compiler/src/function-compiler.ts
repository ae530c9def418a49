import { type Code, Opcode } from '@beamline/beam-file';
import type { NativeBackend } from '@beamline/jit-backend';
import { TermTag } from '@beamline/machine-model';
import { BlockType, type NodeEmitter, type StructuredControlFlow } from '@beamline/wasm-asm';
import { translateGuardBif, translateHostNativeInGuard } from './arithmetic.js';
import { translateCreateBinary } from './binary-construction.js';
import { translateMatch, translateMatchCondition } from './binary-matching.js';
import { type CallTargets, translateCall, translateTailCall } from './calls.js';
import { translateData } from './data.js';
import { translateException, translateRaise } from './exceptions.js';
import { translateFloat } from './floats.js';
import { FunctionContext, wellKnownAtom } from './function-context.js';
import { FunctionGraph, NodeKind } from './function-graph.js';
import { translateIntegerRun } from './integer-runs.js';
import { translateMapCondition, translatePutMap } from './maps.js';
import { isMatchCondition } from './match-conditions.js';
import type { FunctionInfo, ModuleContext } from './module-context.js';
import { translateRecord, translateRecordCondition } from './native-records.js';
import { MAXIMUM_LIVE } from './operand-limits.js';
import { translateLoopReceive, translateReceive, translateTimeOver, translateWait } from './receive.js';
import { translateBinaryStep } from './stepwise-binary-construction.js';
import { translateOtherTest, translateSecondTest, translateTest } from './tests.js';

/** Bytes of a native frame for each word of its Erlang frame, at most: see the watermark of native depth. */
const NATIVE_BYTES_PER_FRAME_WORD = 112;

/**
 * Slots that a native frame may have besides the X registers: arguments and results of the largest collection,
 * two inputs and the result of each step of the longest run of integer operations.
 */
function scratchSlots(code: Code, info: FunctionInfo): number {
  const { opcodes, operandStart, values } = code;
  let live = 0;
  let run = 0;
  let longest = 0;
  for (let i = info.from; i < info.to; i++) {
    const opcode = opcodes[i];
    if (opcode === Opcode.line) continue;
    run = opcode === Opcode.gc_bif2 ? run + 1 : 0;
    if (run > longest) longest = run;
    if (opcode === Opcode.get_record_elements) live = Math.max(live, (values[(operandStart[i] ?? 0) + 2] ?? 0) / 4);
    if (opcode === Opcode.test_heap || opcode === Opcode.allocate_heap) live = Math.max(live, values[(operandStart[i + 1] ?? 0) - 1] ?? 0);
  }
  return 2 * Math.min(live, MAXIMUM_LIVE) + (longest > 1 ? 3 * longest : 0);
}

/** Compiles the functions of a module, one after the other, into one buffer. */
export class FunctionCompiler implements NodeEmitter {
  readonly #module: ModuleContext;
  readonly #backend: NativeBackend;
  readonly #targets: CallTargets;
  readonly #graph: FunctionGraph;
  readonly #flow: StructuredControlFlow;
  readonly #f: FunctionContext;
  /** Line index of each resume point of the function, from 1. */
  resumeLines: number[] = [];

  constructor(module: ModuleContext, backend: NativeBackend, flow: StructuredControlFlow, targets: CallTargets, first: FunctionInfo) {
    this.#module = module;
    this.#backend = backend;
    this.#flow = flow;
    this.#targets = targets;
    this.#graph = new FunctionGraph(module);
    this.#f = new FunctionContext(module, backend, this.#graph, first);
  }

  /** Writes the body of a function. Throws CompileError. */
  compile(info: FunctionInfo): void {
    const graph = this.#graph;
    const f = this.#f;
    graph.build(info);
    f.liveness.analyse(graph, info.arity);
    f.info = info;
    f.compact = false;
    f.line = 0;
    f.heapLocal = -1;
    f.heapUsed = 0;
    f.selectLocal = -1;
    this.resumeLines = new Array<number>(graph.resumePoints + 1).fill(0);
    const frameWords = graph.maximumFrame;
    // A function with many locals has a large native frame; its Erlang frame must tell of it.
    const needed =
      frameWords === 0 ? 0 : Math.ceil((8 * (graph.xRegisters + scratchSlots(this.#module.code, info) + 12)) / NATIVE_BYTES_PER_FRAME_WORD);
    f.framePadding = Math.max(0, needed - 1);
    this.#emit(info.arity);
  }

  /** Writes the body of the resume function of the function that was compiled last. */
  compileResume(): void {
    const f = this.#f;
    this.#graph.toResume();
    f.selectLocal = -1;
    f.compact = true;
    this.#emit(0);
  }

  #emit(parameters: number): void {
    const backend = this.#backend;
    backend.beginFunction(parameters);
    this.#flow.read(this.#graph);
    const dispatchLocal = this.#flow.irreducible ? backend.allocateI32() : -1;
    backend.code.block(BlockType.empty);
    this.#flow.emit(backend.code, this, dispatchLocal);
    backend.code.end();
    backend.code.i32.const(0);
    backend.code.end();
  }

  emitNode(node: number, negated: boolean, depth: number): void {
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
    switch (kind) {
      case NodeKind.dispatch:
        backend.resume(f.info.tableOffset + 1, graph.resumePoints);
        return;
      case NodeKind.start: {
        const bytes = graph.maximumFrame === 0 ? 0 : 4 * (graph.maximumFrame + f.framePadding);
        backend.functionEntry(f.info.tableOffset, bytes);
        break;
      }
      case NodeKind.secondCondition:
        f.instruction = last;
        if (f.code.opcodes[last] === Opcode.wait_timeout) translateTimeOver(f, negated);
        else translateSecondTest(f, f.code.opcodes[last] ?? 0, f.code.operandStart[last] ?? 0, negated);
        break;
      case NodeKind.otherCondition:
        f.instruction = last;
        translateOtherTest(f, f.code.opcodes[last] ?? 0, f.code.operandStart[last] ?? 0, negated);
        break;
      case NodeKind.selectCompare:
        f.instruction = last;
        this.#compare(graph.aux[node] ?? 0, negated);
        break;
      case NodeKind.selectTable: {
        const asm = backend.code;
        asm.local.get(f.selectLocal);
        asm.i32.const(TermTag.integerShift);
        asm.i32.shrS();
        asm.i32.const(graph.aux[node] ?? 0);
        asm.i32.sub();
        break;
      }
      default:
        this.#instructions(node, kind, first, last, negated);
    }
    f.flushHeap();
  }

  #instructions(node: number, kind: number, first: number, last: number, negated: boolean): void {
    const f = this.#f;
    const { opcodes, operandStart } = f.code;
    f.line = first > 0 && first <= last + 1 ? this.#module.lineBefore(f.info, first) : f.line;
    const terminated = kind !== NodeKind.jump;
    for (let i = first; i <= last; i++) {
      f.instruction = i;
      const opcode = opcodes[i] ?? 0;
      const k = operandStart[i] ?? 0;
      if (i === last && (terminated || this.#isJump(opcode))) {
        this.#terminate(node, kind, opcode, k, negated);
      } else {
        if (opcode === Opcode.gc_bif2 && !f.compact) {
          f.flushHeap();
          const end = translateIntegerRun(f, i, terminated ? last - 1 : last);
          if (end >= 0) {
            i = end;
            continue;
          }
        }
        this.#instruction(opcode, k);
      }
    }
  }

  #isJump(opcode: number): boolean {
    return opcode === Opcode.jump || opcode === Opcode.loop_rec_end || opcode === Opcode.call_only || opcode === Opcode.call_last;
  }

  /** An instruction that does not end its node. */
  #instruction(opcode: number, k: number): void {
    const f = this.#f;
    switch (opcode) {
      case Opcode.line:
        f.line = f.value(k);
        return;
      case Opcode.executable_line:
      case Opcode.debug_line:
      case Opcode.nif_start:
      case Opcode.on_load:
        return;
    }
    if (translateData(f, opcode, k) || translateFloat(f, opcode, k)) return;
    f.flushHeap();
    if (translateException(f, opcode, k) || translatePutMap(f, opcode, k) || translateRecord(f, opcode, k)) return;
    switch (opcode) {
      case Opcode.bif0:
        this.#guardBif(f.value(k), k + 1, k + 1, false);
        return;
      case Opcode.bif1:
        this.#guardBif(f.value(k + 1), k + 2, k + 3, false);
        return;
      case Opcode.bif2:
        this.#guardBif(f.value(k + 1), k + 2, k + 4, false);
        return;
      case Opcode.gc_bif1:
        this.#guardBif(f.value(k + 2), k + 3, k + 4, false);
        return;
      case Opcode.gc_bif2:
        this.#guardBif(f.value(k + 2), k + 3, k + 5, false);
        return;
      case Opcode.gc_bif3:
        this.#guardBif(f.value(k + 2), k + 3, k + 6, false);
        return;
      case Opcode.bif3:
        this.#guardBif(f.value(k + 1), k + 2, k + 5, false);
        return;
      case Opcode.bs_create_bin:
        translateCreateBinary(f, k, false);
        return;
      case Opcode.bs_init_writable: {
        const x0 = f.backend.xLocal(0);
        f.asm.local.get(x0);
        f.backend.callKernel('bsInitWritable');
        f.asm.local.set(x0);
        return;
      }
      default:
        if (translateReceive(f, opcode, k) || translateMatch(f, opcode, k) || translateBinaryStep(f, opcode, k, false)) return;
        throw this.#module.error('unsupported-instruction', 'this instruction is not supported', f.info, f.instruction);
    }
  }

  #guardBif(importIndex: number, k: number, destination: number, guard: boolean): void {
    const f = this.#f;
    const bif = this.#module.guardBif(importIndex);
    const native = bif === undefined && guard ? this.#module.native(importIndex) : undefined;
    if (native !== undefined && native.kernelName === undefined && native.arity === destination - k) {
      translateHostNativeInGuard(f, importIndex, k, destination);
      return;
    }
    if (bif === undefined) {
      throw this.#module.error('unsupported-bif', `${this.#module.importName(importIndex)} is not supported`, f.info, f.instruction);
    }
    if (bif.arity !== destination - k) throw f.malformed(`${bif.name} is called with ${destination - k} arguments`);
    translateGuardBif(f, bif, k, destination, guard);
  }

  /** The instruction that ends a node. */
  #terminate(node: number, kind: number, opcode: number, k: number, negated: boolean): void {
    const f = this.#f;
    const backend = this.#backend;
    f.flushHeap();
    switch (kind) {
      case NodeKind.condition:
        this.#condition(opcode, k, negated);
        return;
      case NodeKind.call: {
        const point = this.#graph.aux[node] ?? 0;
        this.resumeLines[point] = f.line;
        if (opcode === Opcode.wait || opcode === Opcode.wait_timeout) translateWait(f, opcode, k, point);
        else translateCall(f, this.#targets, opcode, k, point);
        return;
      }
      case NodeKind.selectType:
        this.#selectType(node, k, negated);
        return;
      case NodeKind.jump:
        if (opcode === Opcode.call_last) f.deallocate(f.value(k + 2));
        else if (opcode === Opcode.loop_rec_end) backend.callKernel('loopRecEnd');
        else if (opcode === Opcode.call_only && backend.hasFrame) throw f.malformed('a tail call with a frame');
        if (opcode !== Opcode.jump && opcode !== Opcode.loop_rec_end && f.value(k) !== f.info.arity)
          throw f.malformed('a call of the function itself has a wrong arity');
        return;
    }
    switch (opcode) {
      case Opcode.return:
        if (backend.hasFrame) throw f.malformed('return with a frame');
        backend.code.local.get(backend.xLocal(0));
        backend.code.return();
        return;
      case Opcode.func_info:
        backend.saveX(f.info.arity);
        backend.pushFlaggedSp();
        f.pushSite();
        backend.code.i32.const(f.info.arity);
        backend.callKernel('raiseFunctionClause');
        backend.code.return();
        return;
      case Opcode.badmatch:
        f.raiseWithValue(wellKnownAtom('badmatch'), k);
        return;
      case Opcode.case_end:
        f.raiseWithValue(wellKnownAtom('case_clause'), k);
        return;
      case Opcode.badrecord:
        f.raiseWithValue(wellKnownAtom('badrecord'), k);
        return;
      case Opcode.try_case_end:
        f.raiseWithValue(wellKnownAtom('try_clause'), k);
        return;
      case Opcode.raise:
        translateRaise(f, k);
        return;
      case Opcode.if_end:
        f.raiseAtom(wellKnownAtom('if_clause'));
        return;
      case Opcode.call_only:
      case Opcode.call_ext_only:
        if (backend.hasFrame) throw f.malformed('a tail call with a frame');
        translateTailCall(f, this.#targets, opcode, k);
        return;
      case Opcode.call_fun:
      case Opcode.call_fun2:
      case Opcode.call_last:
      case Opcode.call_ext_last:
      case Opcode.apply_last:
        translateTailCall(f, this.#targets, opcode, k);
        return;
      default:
        throw f.malformed('the code ends here');
    }
  }

  #condition(opcode: number, k: number, negated: boolean): void {
    const f = this.#f;
    switch (opcode) {
      case Opcode.bif1:
        this.#guardBif(f.value(k + 1), k + 2, k + 3, true);
        break;
      case Opcode.bif2:
        this.#guardBif(f.value(k + 1), k + 2, k + 4, true);
        break;
      case Opcode.gc_bif1:
        this.#guardBif(f.value(k + 2), k + 3, k + 4, true);
        break;
      case Opcode.gc_bif2:
        this.#guardBif(f.value(k + 2), k + 3, k + 5, true);
        break;
      case Opcode.gc_bif3:
        this.#guardBif(f.value(k + 2), k + 3, k + 6, true);
        break;
      case Opcode.bif3:
        this.#guardBif(f.value(k + 1), k + 2, k + 5, true);
        break;
      case Opcode.bs_create_bin:
        translateCreateBinary(f, k, true);
        break;
      case Opcode.loop_rec:
        translateLoopReceive(f, k);
        break;
      default:
        if (isMatchCondition(f.code, opcode, k)) {
          translateMatchCondition(f, opcode, k);
          break;
        }
        if (translateBinaryStep(f, opcode, k, true) || translateRecordCondition(f, opcode, k)) break;
        if (!translateMapCondition(f, opcode, k, negated)) translateTest(f, opcode, k, negated);
        return;
    }
    if (negated) this.#backend.code.i32.eqz();
  }

  /** Takes the value of a selection to a local; for a table, pushes whether it is a small integer. */
  #selectType(node: number, k: number, negated: boolean): void {
    const f = this.#f;
    const backend = this.#backend;
    if (f.selectLocal < 0) f.selectLocal = backend.allocateI32();
    f.push(k);
    if (f.code.opcodes[f.instruction] === Opcode.select_tuple_arity) backend.loadHeader();
    backend.code.local.set(f.selectLocal);
    const graph = this.#graph;
    if ((graph.successorStart[node + 1] ?? 0) - (graph.successorStart[node] ?? 0) === 2) {
      backend.code.local.get(f.selectLocal);
      backend.isSmall(negated);
    }
  }

  /** Pushes whether the value of a selection equals an operand. */
  #compare(k: number, negated: boolean): void {
    const f = this.#f;
    const backend = this.#backend;
    const asm = backend.code;
    asm.local.get(f.selectLocal);
    if (f.code.opcodes[f.instruction] === Opcode.select_tuple_arity) {
      asm.i32.const(f.value(k) << TermTag.arityShift);
    } else if (f.isImmediate(k)) {
      f.push(k);
    } else {
      f.push(k);
      backend.callKernel('equalExact');
      if (negated) asm.i32.eqz();
      return;
    }
    if (negated) asm.i32.ne();
    else asm.i32.eq();
  }
}
