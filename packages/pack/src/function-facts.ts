import { type CodeFunction, Opcode, OperandKind, type Term } from '@beamline/beam-file';
import { AtomPairs } from './atom-pairs.js';
import { constantIn, secondElement } from './constants.js';
import type { DynamicCall, FactSources, FunctionFacts, FunctionName } from './facts.js';
import { atomOf, literalAtoms } from './literal-atoms.js';

/** Functions of the runtime system that call a function by its name: the places of module, name and arguments, or their number, among their own. */
const CALLERS: Readonly<Record<string, readonly [number, number, number]>> = {
  'apply/3': [0, 1, 2],
  'hibernate/3': [0, 1, 2],
  'make_fun/3': [0, 1, 2],
  'spawn/3': [0, 1, 2],
  'spawn/4': [1, 2, 3],
  'spawn_link/3': [0, 1, 2],
  'spawn_link/4': [1, 2, 3],
  'spawn_monitor/3': [0, 1, 2],
  'spawn_monitor/4': [1, 2, 3],
  'spawn_opt/4': [0, 1, 2],
  'spawn_opt/5': [1, 2, 3],
  'spawn_request/4': [0, 1, 2],
  'spawn_request/5': [1, 2, 3],
};

/** Functions of the code server that load modules by their names, or tell of them. */
const LOADERS: ReadonlySet<string> = new Set([
  'ensure_loaded',
  'ensure_modules_loaded',
  'load_file',
  'is_loaded',
  'which',
  'get_object_code',
]);

/**
 * The call of who explains an error: the stack trace names the module, under the key `error_info` (EEP 54), and seldom the function. This is the only rule that
 * is about a name.
 */
const FORMAT_ERROR: DynamicCall = { module: undefined, name: 'format_error', arity: 2 };

/** Instructions that compare a value with atoms and make nothing of these. */
const COMPARISONS: ReadonlySet<number> = new Set<number>([
  Opcode.func_info,
  Opcode.is_lt,
  Opcode.is_ge,
  Opcode.is_eq,
  Opcode.is_ne,
  Opcode.is_eq_exact,
  Opcode.is_ne_exact,
  Opcode.select_val,
  Opcode.is_tagged_tuple,
  Opcode.has_map_fields,
  Opcode.get_map_elements,
  Opcode.bs_match,
  Opcode.is_function2,
]);

/** Reads what a function may do from its code. */
export function factsOf({ start, end }: CodeFunction, sources: FactSources): FunctionFacts {
  const { beam, functionOfLabel } = sources;
  const { opcodes, operandStart, kinds, values } = beam.code;
  const locals = new Set<number>();
  const calls = new Map<string, FunctionName>();
  const dynamic: DynamicCall[] = [];
  const atoms = new Set<string>();
  const pairs = new AtomPairs();
  const passed = new Set<string>();
  const asks: string[] = [];
  let asksAny = false;
  let isOnLoad = false;
  const addCall = (call: FunctionName): void => {
    calls.set(`${call.module}:${call.name}/${call.arity}`, call);
  };
  const addFun = (index: number): void => {
    const lambda = beam.lambdas[index];
    if (lambda !== undefined) locals.add(functionOfLabel(lambda.label));
  };
  for (let i = start; i < end; i++) {
    const opcode = opcodes[i] ?? 0;
    const first = operandStart[i] ?? 0;
    const last = operandStart[i + 1] ?? 0;
    const value = (position: number): number => values[first + position] ?? 0;
    const imported = importOf(opcode, first, values);
    const target = imported === undefined ? undefined : beam.imports[imported];
    if (target !== undefined) {
      const called = { module: beam.atoms[target.module] ?? '', name: beam.atoms[target.function] ?? '', arity: target.arity };
      addCall(called);
      const positions = called.module === 'erlang' ? CALLERS[`${called.name}/${called.arity}`] : undefined;
      if (positions !== undefined) addDynamic(dynamicByName(i, start, positions, sources));
      if (called.module === 'code' && called.arity === 1 && LOADERS.has(called.name)) addAsked(constantIn(0, i, start, sources));
      // Who asks whether there is a function means to call it.
      if (called.module === 'erlang' && called.name === 'function_exported' && called.arity === 3) {
        const asked = dynamicByName(i, start, [0, 1, 2], sources);
        if (asked.name !== undefined) addDynamic(asked);
      }
    }
    const given = Array.from({ length: argumentsOf(opcode, value(0)) }, (_, register) => atomOf(constantIn(register, i, start, sources)));
    if (given.length > 1) pairs.addTuple(given);
    if (LOCAL_CALLS.has(opcode)) for (const atom of given) if (atom !== undefined) passed.add(atom);
    switch (opcode) {
      case Opcode.call:
      case Opcode.call_last:
      case Opcode.call_only:
        locals.add(functionOfLabel(value(1)));
        break;
      case Opcode.make_fun:
      case Opcode.make_fun2:
      case Opcode.make_fun3:
        addFun(value(0));
        break;
      case Opcode.call_fun2:
        if (kinds[first] === OperandKind.untagged) addFun(value(0));
        break;
      case Opcode.apply:
      case Opcode.apply_last:
        addDynamic(dynamicByRegisters(i, start, value(0), sources));
        break;
      case Opcode.put_tuple2:
        pairs.addTuple(Array.from({ length: value(1) }, (_, element) => atomAt(first + 2 + element)));
        break;
      case Opcode.put_list:
        pairs.addList([atomAt(first), atomOf(secondElement(i, start, first, sources))]);
        break;
      case Opcode.put_map_assoc:
      case Opcode.put_map_exact:
        pairs.addMap(Array.from({ length: value(4) / 2 }, (_, pair) => atomAt(first + 6 + 2 * pair)));
        break;
      case Opcode.on_load:
        isOnLoad = true;
        break;
    }
    if (readsErrorInfo(opcode, first, last)) dynamic.push(FORMAT_ERROR);
    if (!COMPARISONS.has(opcode)) addValues(opcode, first, last);
  }
  return { locals: [...locals], calls: [...calls.values()], dynamic, atoms, pairs: pairs.pairs, passed, asks, asksAny, isOnLoad };

  function addAsked(term: Term | undefined): void {
    if (term?.kind === 'atom') asks.push(term.name);
    else if (term?.kind === 'list') for (const element of term.elements) addAsked(element);
    else if (term?.kind !== 'nil') asksAny = true;
  }

  function atomAt(k: number): string | undefined {
    return kinds[k] === OperandKind.atom ? beam.atoms[values[k] ?? 0] : undefined;
  }

  /** All parts known: a call like any other. */
  function addDynamic(call: DynamicCall): void {
    if (call.module !== undefined && call.name !== undefined && call.arity !== undefined)
      addCall({ module: call.module, name: call.name, arity: call.arity });
    else dynamic.push(call);
  }

  function addValues(opcode: number, first: number, last: number): void {
    for (let k = first; k < last; k++) {
      if (kinds[k] === OperandKind.atom && !isTag(opcode, k, first)) atoms.add(beam.atoms[values[k] ?? 0] ?? '');
      if (kinds[k] !== OperandKind.literalTerm) continue;
      const literal = sources.literal(values[k] ?? 0);
      if (literal !== undefined) literalAtoms(literal, atoms, pairs, addCall);
    }
  }

  /** What has the key as an operand, and does not make a tuple with it, looks it up: then it calls what it finds there. */
  function readsErrorInfo(opcode: number, first: number, last: number): boolean {
    if (opcode === Opcode.put_tuple2 || opcode === Opcode.put_list) return false;
    for (let k = first; k < last; k++) if (atomAt(k) === 'error_info') return true;
    return false;
  }

  /** An atom that says how an instruction works. */
  function isTag(opcode: number, k: number, first: number): boolean {
    if (opcode === Opcode.call_fun2 || opcode === Opcode.update_record) return k === first;
    return opcode === Opcode.bs_create_bin && (k - first - SEGMENTS) % SEGMENT_OPERANDS === 0;
  }
}

/** Calls of functions of the same module. */
const LOCAL_CALLS: ReadonlySet<number> = new Set<number>([Opcode.call, Opcode.call_last, Opcode.call_only]);

/** Where the segments begin among the operands of `bs_create_bin`, and how many operands each has. */
const SEGMENTS = 6;
const SEGMENT_OPERANDS = 6;

/** The import that an instruction calls. */
function importOf(opcode: number, first: number, values: Int32Array): number | undefined {
  switch (opcode) {
    case Opcode.call_ext:
    case Opcode.call_ext_last:
    case Opcode.call_ext_only:
    case Opcode.bif1:
    case Opcode.bif2:
    case Opcode.bif3:
      return values[first + 1];
    case Opcode.bif0:
      return values[first];
    case Opcode.gc_bif1:
    case Opcode.gc_bif2:
    case Opcode.gc_bif3:
      return values[first + 2];
    default:
      return undefined;
  }
}

/** Number of the arguments that an instruction passes on in registers. */
function argumentsOf(opcode: number, arity: number): number {
  switch (opcode) {
    case Opcode.call:
    case Opcode.call_last:
    case Opcode.call_only:
    case Opcode.call_ext:
    case Opcode.call_ext_last:
    case Opcode.call_ext_only:
    case Opcode.call_fun:
      return arity;
    default:
      return 0;
  }
}

/** A call by `apply`: module and name are in the registers after the arguments. */
function dynamicByRegisters(i: number, start: number, arity: number, sources: FactSources): DynamicCall {
  const atom = (register: number): string | undefined => atomOf(constantIn(register, i, start, sources));
  return { module: atom(arity), name: atom(arity + 1), arity };
}

/** A call by a function of the runtime system. */
function dynamicByName(
  i: number,
  start: number,
  [module, name, args]: readonly [number, number, number],
  sources: FactSources,
): DynamicCall {
  const list = constantIn(args, i, start, sources);
  let arity: number | undefined;
  if (list?.kind === 'integer') arity = Number(list.value);
  else if (list?.kind === 'nil') arity = 0;
  else if (list?.kind === 'list' && list.tail.kind === 'nil') arity = list.elements.length;
  return { module: atomOf(constantIn(module, i, start, sources)), name: atomOf(constantIn(name, i, start, sources)), arity };
}
