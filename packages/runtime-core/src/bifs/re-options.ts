import type { Term } from '@beamline/beam-file';
import type { CompileOptions, Generation, MatchOptions, Newline } from '@beamline/regex';

/** A group: its number or name. */
export type CaptureName = number | string;

/** What is wanted of a match, and as what. */
export interface Capture {
  readonly what: 'all' | 'all_but_first' | 'all_names' | 'first' | 'none' | readonly CaptureName[];
  readonly type: 'index' | 'list' | 'binary';
}

/** The options of `re:compile/2` and `re:run/3`. */
export interface RegexOptions {
  readonly compile: CompileOptions;
  readonly match: MatchOptions;
  readonly capture: Capture;
  readonly isGlobal: boolean;
  readonly reportsErrors: boolean;
  /** True if there is an option that only compiling takes. */
  readonly isForCompiling: boolean;
  /** What a pattern that is compiled already must have been compiled with. */
  readonly asCompiled: Pick<MatchOptions, 'newline' | 'bsr'>;
  /** True if there is an option that only running takes. */
  readonly isForRunning: boolean;
  /** True if the pattern is to be exported. */
  readonly exports: boolean;
  /** True if what is to be captured makes no sense. */
  readonly isCaptureWrong: boolean;
}

const COMPILE_FLAGS: ReadonlyMap<string, CompileOptions> = new Map(
  Object.entries<CompileOptions>({
    unicode: { unicode: true },
    caseless: { caseless: true },
    dollar_endonly: { dollarEndOnly: true },
    dotall: { dotAll: true },
    extended: { extended: true },
    firstline: { firstLine: true },
    multiline: { multiline: true },
    no_auto_capture: { noAutoCapture: true },
    dupnames: { dupNames: true },
    ungreedy: { ungreedy: true },
    no_start_optimize: { noStartOptimize: true },
    ucp: { ucp: true },
    never_utf: { neverUtf: true },
  }),
);

const MATCH_FLAGS: ReadonlyMap<string, MatchOptions> = new Map(
  Object.entries<MatchOptions>({
    notbol: { notBol: true },
    noteol: { notEol: true },
    notempty: { notEmpty: true },
    notempty_atstart: { notEmptyAtStart: true },
  }),
);

const NEWLINES: ReadonlySet<string> = new Set<Newline>(['cr', 'lf', 'crlf', 'any', 'anycrlf']);

function isNewline(name: string, generation: Generation): name is Newline {
  return NEWLINES.has(name) || (name === 'nul' && generation === 'pcre2');
}

const LARGEST = 0xffffffff;

/** Reads a list of options; undefined if one of them is none. */
export function readOptions(term: Term, generation: Generation): RegexOptions | undefined {
  if (term.kind !== 'nil' && (term.kind !== 'list' || term.tail.kind !== 'nil')) return undefined;
  const reader = new OptionReader(generation);
  if (term.kind === 'list') for (const option of term.elements) if (!reader.read(option)) return undefined;
  return reader;
}

class OptionReader implements RegexOptions {
  compile: CompileOptions = {};
  match: MatchOptions = {};
  capture: Capture = { what: 'all', type: 'index' };
  isGlobal = false;
  reportsErrors = false;
  isForCompiling = false;
  asCompiled: Pick<MatchOptions, 'newline' | 'bsr'> = {};
  isForRunning = false;
  exports = false;
  readonly #generation: Generation;

  constructor(generation: Generation) {
    this.#generation = generation;
  }

  /** Reads one; false if it is none. */
  read(option: Term): boolean {
    if (option.kind === 'atom') return this.#flag(option.name);
    if (option.kind !== 'tuple') return false;
    const [key, value, type] = option.elements;
    if (key?.kind !== 'atom' || value === undefined) return false;
    if (key.name === 'capture') {
      this.isForRunning = true;
      return this.#capture(value, type, option.elements.length);
    }
    if (option.elements.length !== 2) return false;
    if (key.name === 'newline') return this.#newline(value);
    return this.#number(key.name, value);
  }

  #flag(name: string): boolean {
    const compile = COMPILE_FLAGS.get(name);
    if (compile !== undefined) {
      this.compile = { ...this.compile, ...compile };
      this.isForCompiling = true;
      return true;
    }
    const match = MATCH_FLAGS.get(name);
    if (match !== undefined) {
      this.match = { ...this.match, ...match };
      this.isForRunning = true;
      return true;
    }
    switch (name) {
      case 'anchored':
        this.compile = { ...this.compile, anchored: true };
        this.match = { ...this.match, anchored: true };
        return true;
      case 'bsr_anycrlf':
      case 'bsr_unicode': {
        const bsr = name === 'bsr_unicode' ? 'unicode' : 'anycrlf';
        this.compile = { ...this.compile, bsr };
        this.#forBoth({ bsr });
        return true;
      }
      case 'global':
        this.isGlobal = true;
        this.isForRunning = true;
        return true;
      case 'report_errors':
        this.reportsErrors = true;
        this.isForRunning = true;
        return true;
      case 'export':
        this.exports = true;
        return this.#generation === 'pcre2';
      default:
        return false;
    }
  }

  /** What ends lines PCRE lets a search decide, too; for PCRE2 it must be what the pattern was compiled with. */
  #forBoth(options: MatchOptions): void {
    if (this.#generation === 'pcre') this.match = { ...this.match, ...options };
    else this.asCompiled = { ...this.asCompiled, ...options };
  }

  #newline(value: Term): boolean {
    if (value.kind !== 'atom' || !isNewline(value.name, this.#generation)) return false;
    this.compile = { ...this.compile, newline: value.name };
    this.#forBoth({ newline: value.name });
    return true;
  }

  #number(name: string, value: Term): boolean {
    if (value.kind !== 'integer' || value.value < 0 || value.value > LARGEST) return false;
    const number = Number(value.value);
    this.isForRunning = true;
    if (name === 'offset') this.match = { ...this.match, offset: number };
    else if (name === 'match_limit') this.match = { ...this.match, matchLimit: number };
    else if (name === 'match_limit_recursion') this.match = { ...this.match, depthLimit: number };
    else return false;
    return true;
  }

  /** Which groups are wanted is looked at later, so that what is wrong with it is no bad option. */
  #capture(what: Term, type: Term | undefined, size: number): boolean {
    if (size > 3) return false;
    const wanted = captureNames(what);
    const as = type === undefined ? 'index' : type.kind === 'atom' ? type.name : '';
    this.capture = { what: wanted ?? 'all', type: isType(as) ? as : 'index' };
    this.isCaptureWrong = wanted === undefined || !isType(as);
    return true;
  }

  isCaptureWrong = false;
}

function isType(name: string): name is Capture['type'] {
  return name === 'index' || name === 'list' || name === 'binary';
}

function captureNames(term: Term): Capture['what'] | undefined {
  if (term.kind === 'atom') {
    const { name } = term;
    return name === 'all' || name === 'all_but_first' || name === 'all_names' || name === 'first' || name === 'none' ? name : undefined;
  }
  if (term.kind === 'nil') return [];
  if (term.kind !== 'list' || term.tail.kind !== 'nil') return undefined;
  const names: CaptureName[] = [];
  for (const element of term.elements) {
    const name = captureName(element);
    if (name === undefined) return undefined;
    names.push(name);
  }
  return names;
}

const decoder = new TextDecoder();

function captureName(term: Term): CaptureName | undefined {
  if (term.kind === 'integer') return term.value < 0 ? undefined : Number(term.value);
  if (term.kind === 'atom') return term.name;
  if (term.kind === 'bitstring') return term.bitSize % 8 === 0 ? decoder.decode(term.bytes) : undefined;
  if (term.kind === 'nil') return '';
  if (term.kind !== 'list' || term.tail.kind !== 'nil') return undefined;
  let name = '';
  for (const element of term.elements) {
    if (element.kind !== 'integer' || element.value < 0 || element.value > 0x10ffff) return undefined;
    name += String.fromCodePoint(Number(element.value));
  }
  return name;
}
