import { CodeEmitter, GcInstructions, ValueType } from '@beamline/wasm-asm';
import { JS_STRING_MODULE, type JsStrings } from './js-strings.js';
import { ModuleWriter } from './module-writer.js';
import { PackedType } from './type-section.js';

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('not a string');
  return value;
}

// What the built-ins are said to do, in the words of JavaScript. For those with arrays see below.
const FUNCTIONS = {
  cast: text,
  test: (value: unknown): number => (typeof value === 'string' ? 1 : 0),
  fromCharCode: (unit: number): string => String.fromCharCode(unit),
  fromCodePoint: (point: number): string => String.fromCodePoint(point >>> 0),
  charCodeAt: (value: unknown, index: number): number => {
    const string = text(value);
    if (index >>> 0 >= string.length) throw new RangeError('index out of range');
    return string.charCodeAt(index);
  },
  codePointAt: (value: unknown, index: number): number => {
    const string = text(value);
    if (index >>> 0 >= string.length) throw new RangeError('index out of range');
    return string.codePointAt(index) ?? 0;
  },
  length: (value: unknown): number => text(value).length,
  concat: (a: unknown, b: unknown): string => text(a) + text(b),
  substring: (value: unknown, start: number, end: number): string => {
    const string = text(value);
    const from = start >>> 0;
    const to = end >>> 0;
    return from > to || from > string.length ? '' : string.substring(from, to);
  },
  equals: (a: unknown, b: unknown): number => ((a === null ? a : text(a)) === (b === null ? b : text(b)) ? 1 : 0),
  compare: (a: unknown, b: unknown): number => {
    const left = text(a);
    const right = text(b);
    return left === right ? 0 : left < right ? -1 : 1;
  },
};

/** What JavaScript cannot do with an array itself. Each traps if there is none, or no such unit. */
interface CodeUnitArrays {
  length(array: unknown): number;
  get(array: unknown, index: number): number;
  set(array: unknown, index: number, unit: number): void;
}

let arrays: CodeUnitArrays | undefined;

/** Only WebAssembly can look into an array, so a small module does; made when it is first needed, since it needs arrays itself. */
function codeUnitArrays(): CodeUnitArrays {
  if (arrays !== undefined) return arrays;
  const m = new ModuleWriter();
  const units = m.arrayType({ type: PackedType.i16, mutable: true });
  const { i32 } = ValueType;
  const c = new CodeEmitter();
  const gc = new GcInstructions(c);
  const add = (name: string, params: readonly ValueType[], results: readonly ValueType[], write: () => void): void => {
    const start = c.buffer.length;
    for (let i = 0; i <= params.length; i++) c.local.get(i);
    write();
    c.end();
    const type = m.functionType([ValueType.refNull(units), ...params], results);
    m.exportFunction(name, m.addFunction(type, [], c.buffer, start, c.buffer.length));
  };
  add('length', [], [i32], () => gc.array.len());
  add('get', [i32], [i32], () => gc.array.getU(units));
  add('set', [i32, i32], [], () => gc.array.set(units));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(m.finish()));
  const { length, get, set } = exports;
  if (typeof length !== 'function' || typeof get !== 'function' || typeof set !== 'function') throw new TypeError('no functions');
  arrays = {
    length: (array) => Number(length(array)),
    get: (array, index) => Number(get(array, index)),
    set: (array, index, unit) => set(array, index, unit),
  };
  return arrays;
}

// How many units a string is made of at a time: the arguments of a call go on the stack.
const CHUNK = 1024;

const ARRAY_FUNCTIONS = {
  fromCharCodeArray: (array: unknown, start: number, end: number): string => {
    const { length, get } = codeUnitArrays();
    const from = start >>> 0;
    const to = end >>> 0;
    if (from > to || to > length(array)) throw new RangeError('index out of range');
    let result = '';
    for (let at = from; at < to; at += CHUNK) {
      const units: number[] = [];
      for (let i = at; i < to && i < at + CHUNK; i++) units.push(get(array, i));
      result += String.fromCharCode(...units);
    }
    return result;
  },
  intoCharCodeArray: (value: unknown, array: unknown, start: number): number => {
    const string = text(value);
    const { length, set } = codeUnitArrays();
    const from = start >>> 0;
    if (from + string.length > length(array)) throw new RangeError('index out of range');
    for (let i = 0; i < string.length; i++) set(array, from + i, string.charCodeAt(i));
    return string.length;
  },
};

/**
 * Imports for engines without the built-ins: they do the same, more slowly.
 *
 * `fromCharCodeArray` and `intoCharCodeArray` compile a module of a hundred bytes when they are first
 * called; they throw `WebAssembly.CompileError` where the engine has no arrays, and so no module
 * could call them.
 */
export function jsStringFallback(strings: JsStrings): Record<string, Record<string, unknown>> {
  return {
    [JS_STRING_MODULE]: { ...FUNCTIONS, ...ARRAY_FUNCTIONS },
    [strings.constantsModule]: Object.fromEntries([...strings.constants].map((each) => [each, each])),
  };
}
