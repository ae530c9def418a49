import { JS_STRING_MODULE, type JsStrings } from './js-strings.js';

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('not a string');
  return value;
}

// What the built-ins are said to do, in the words of JavaScript. Those with arrays are missing: only
// WebAssembly can look into one.
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

/**
 * Imports for engines without the built-ins: they do the same, more slowly, except that
 * `fromCharCodeArray` and `intoCharCodeArray` are missing.
 */
export function jsStringFallback(strings: JsStrings): Record<string, Record<string, unknown>> {
  return {
    [JS_STRING_MODULE]: FUNCTIONS,
    [strings.constantsModule]: Object.fromEntries([...strings.constants].map((each) => [each, each])),
  };
}
