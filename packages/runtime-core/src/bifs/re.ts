import type { Term } from '@beamline/beam-file';
import { type CompileOptions, type Matcher, type MatchOptions, type Newline, Regex, RegexError, utf8ErrorAt } from '@beamline/regex';
import { atom, binary, characters, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import { Resource, ResourceTerm } from '../terms/resource-term.js';
import { badarg } from './arguments.js';
import type { BifContext, HostBif, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';
import { charDataBytes } from './char-data.js';
import { ioListBytes } from './io-lists.js';
import { compiledFromBinary, compiledPattern, patternBinary } from './re-binaries.js';
import { type Capture, type CaptureName, type RegexOptions, readOptions } from './re-options.js';

// OTP's module `re` (`erts/emulator/beam/erl_bif_re.c`) above @beamline/regex. What OTP does in Erlang for `global` is done here, too, with one
// copy of the subject. A search that takes long is done in pieces, with a turn of the event loop between them.

/** The release from which on a compiled pattern is a reference. */
const REFERENCES_SINCE = 28;

/** Work of a search before others have their turn: some milliseconds. */
const PIECE = 40_000;
/** Work that is worth a reduction. */
const WORK_PER_REDUCTION = 16;
/** Work that a search is beside its steps. */
const WORK_PER_SEARCH = 4;
/** Bytes of a subject that are worth a reduction when they are copied. */
const BYTES_PER_REDUCTION = 64;

const NOMATCH = atom('nomatch');
const MATCH = atom('match');

function generationOf({ otpRelease }: BifContext): 'pcre' | 'pcre2' {
  return otpRelease >= REFERENCES_SINCE ? 'pcre2' : 'pcre';
}

/** Fails with badarg because of an option. */
function badOption(): never {
  throw new BifFailure('badarg', 'badopt', 'erl_stdlib_errors');
}

function optionsOf(term: Term | undefined, machine: BifContext): RegexOptions {
  return readOptions(term ?? NIL, generationOf(machine)) ?? badOption();
}

function patternBytes(term: Term | undefined, unicode: boolean, machine: BifContext): Uint8Array {
  const bytes = unicode && term?.kind !== 'bitstring' ? charDataBytes(term) : ioListBytes(term);
  // PCRE before PCRE2 takes a string of C, which ends with its first zero.
  const end = machine.otpRelease >= REFERENCES_SINCE ? -1 : bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** `{Text, Position}` of what is wrong with a pattern. */
function errorTerm(error: unknown): Term {
  if (!(error instanceof RegexError)) throw error;
  return tuple(characters(error.message), integer(error.position));
}

function withGeneration(compile: CompileOptions, machine: BifContext): CompileOptions {
  return { ...compile, generation: generationOf(machine) };
}

function flag(value: boolean): Term {
  return integer(value ? 1 : 0);
}

function compile(pattern: Term | undefined, optionTerm: Term | undefined, machine: BifContext): Term {
  const options = optionsOf(optionTerm, machine);
  if (options.isForRunning) badOption();
  const bytes = patternBytes(pattern, options.compile.unicode === true, machine);
  const settings = withGeneration(options.compile, machine);
  let regex: Regex;
  try {
    regex = compiledPattern(bytes, settings);
  } catch (error) {
    return tuple(atom('error'), errorTerm(error));
  }
  machine.spend(Math.ceil(bytes.length / 4));
  if (options.exports) {
    const given = optionTerm ?? NIL;
    return tuple(
      atom('ok'),
      tuple(atom('re_exported_pattern'), binary(EXPORT_HEADER), binary(bytes), given, binary(patternBinary(bytes, settings))),
    );
  }
  const program = machine.otpRelease >= REFERENCES_SINCE ? new ResourceTerm(new Resource(regex)) : binary(patternBinary(bytes, settings));
  return tuple(atom('ok'), patternTerm(regex, options, program));
}

function patternTerm(regex: Regex, { compile: settings }: RegexOptions, program: Term): Term {
  return tuple(atom('re_pattern'), integer(regex.groupCount), flag(settings.unicode === true), flag(regex.crlf), program);
}

const EXPORT_HEADER = Uint8Array.from('re-Beamline', (character) => character.charCodeAt(0));

/** What `compile` has made. */
interface Compiled {
  readonly regex: Regex;
  readonly unicode: boolean;
  /** True if CR LF may be one newline. */
  readonly isCrlf: boolean;
}

/** What `compile` has made, for a search with its own newlines; undefined for anything else. */
function compiledOf(term: Term | undefined, machine: BifContext, newline?: Newline): Compiled | undefined {
  if (term?.kind !== 'tuple' || term.elements.length !== 5) return undefined;
  const [tag, count, unicode, crlf, program] = term.elements;
  if (tag?.kind !== 'atom' || tag.name !== 're_pattern') return undefined;
  if (count?.kind !== 'integer' || unicode?.kind !== 'integer' || crlf?.kind !== 'integer') return undefined;
  const regex =
    program?.kind === 'bitstring'
      ? compiledFromBinary(program.bytes, generationOf(machine), newline)
      : machine.resources.find(program, Regex);
  return regex === undefined ? undefined : { regex, unicode: unicode.value === 1, isCrlf: crlf.value === 1 };
}

/** What is looked for, where and how. */
interface Search {
  readonly regex: Regex;
  readonly subject: Uint8Array;
  readonly unicode: boolean;
  /** True if CR LF may be one newline. */
  readonly isCrlf: boolean;
  readonly options: RegexOptions;
}

function fits(regex: Regex, { asCompiled: { newline, bsr } }: RegexOptions): boolean {
  return (newline ?? regex.newline) === regex.newline && (bsr ?? regex.bsr) === regex.bsr;
}

/** Reads the arguments of `run`; a term if that is the result already. */
function searchOf(subject: Term | undefined, pattern: Term | undefined, optionTerm: Term | undefined, machine: BifContext): Search | Term {
  const options = optionsOf(optionTerm, machine);
  if (options.isCaptureWrong) badarg();
  const known = pattern?.kind === 'tuple' ? (compiledOf(pattern, machine, options.match.newline) ?? badarg()) : undefined;
  if (options.exports) badOption();
  if (known !== undefined && (options.isForCompiling || !fits(known.regex, options))) badarg();
  const unicode = known?.unicode ?? options.compile.unicode === true;
  let regex = known?.regex;
  if (regex === undefined) {
    try {
      regex = compiledPattern(patternBytes(pattern, unicode, machine), withGeneration(options.compile, machine));
    } catch (error) {
      const problem = errorTerm(error);
      return options.reportsErrors ? tuple(atom('error'), tuple(atom('compile'), problem)) : badarg();
    }
  }
  const bytes = unicode && subject?.kind !== 'bitstring' ? charDataBytes(subject) : ioListBytes(subject);
  machine.spend(Math.ceil(bytes.length / BYTES_PER_REDUCTION));
  if (regex.unicode && utf8ErrorAt(bytes) >= 0) badarg();
  const { offset = 0 } = options.match;
  if (offset > bytes.length) return options.isGlobal ? NOMATCH : badarg();
  if (regex.unicode && ((bytes[offset] ?? 0) & 0xc0) === 0x80) badarg();
  return { regex, subject: bytes, unicode, isCrlf: known?.isCrlf ?? regex.crlf, options };
}

/** How one search ended: a match, which the matcher has, or a term. */
type Found = 'match' | Term;

function outcomeTerm(outcome: string, { reportsErrors }: RegexOptions): Term {
  if (!reportsErrors) return NOMATCH;
  if (outcome === 'match limit') return tuple(atom('error'), atom('match_limit'));
  return outcome === 'depth limit' ? tuple(atom('error'), atom('match_limit_recursion')) : NOMATCH;
}

/** One matcher of each pattern that is not in use: making one takes longer than a short search. */
const spareMatchers = new WeakMap<Regex, Matcher>();
/** Bytes that such a one has at most: a long search needs more. */
const LARGEST_SPARE = 1 << 14;
/** Bytes of a subject that such a one may keep. */
const SMALL_SUBJECT = 256;
const NOTHING = new Uint8Array(0);

/** Work on one call of `run`, which yields when others are to have their turns. */
class Work {
  readonly matcher: Matcher;
  readonly #of: Search;
  #left = PIECE;

  constructor(of: Search) {
    const { regex } = of;
    this.#of = of;
    this.matcher = spareMatchers.get(regex) ?? regex.matcher();
    spareMatchers.delete(regex);
  }

  /** The matcher is not needed any more. */
  end(): void {
    if (this.matcher.bytes > LARGEST_SPARE) return;
    // It would keep the subject.
    if (this.#of.subject.length > SMALL_SUBJECT) this.matcher.begin(NOTHING, {});
    spareMatchers.set(this.#of.regex, this.matcher);
  }

  /** Work that has been done since the last turn. */
  get done(): number {
    return PIECE - this.#left;
  }

  /** Others have had their turns. */
  renew(): void {
    this.#left = PIECE;
  }

  /** Begins a search; undefined if it takes longer than others can wait. */
  begin(options: MatchOptions): Found | undefined {
    this.matcher.begin(this.#of.subject, options);
    return this.#goOn();
  }

  #goOn(): Found | undefined {
    const outcome = this.matcher.run(this.#left);
    this.#left = this.matcher.workLeft - WORK_PER_SEARCH;
    if (outcome === 'match') return 'match';
    if (outcome === 'no match') return NOMATCH;
    return outcome === 'more' ? undefined : outcomeTerm(outcome, this.#of.options);
  }

  /** Searches once. */
  *search(options: MatchOptions): Generator<undefined, Found> {
    return this.begin(options) ?? (yield* this.rest());
  }

  /** Ends a search that has begun. */
  *rest(): Generator<undefined, Found> {
    for (;;) {
      yield;
      const found = this.#goOn();
      if (found !== undefined) return found;
    }
  }
}

/** Does work at once if it is short, otherwise in pieces. */
function carryOut(work: Work, steps: Iterator<undefined, Term>, machine: BifContext): Term | Promise<Term> {
  const first = steps.next();
  machine.spend(Math.ceil(work.done / WORK_PER_REDUCTION));
  if (first.done !== true) return carryOn(work, steps, machine);
  work.end();
  return first.value;
}

async function carryOn(work: Work, steps: Iterator<undefined, Term>, machine: BifContext): Promise<Term> {
  let counted = 0;
  try {
    for (;;) {
      const more = work.matcher.bytes - counted;
      if (!machine.hostMemory.keep(more)) throw new BifFailure('system_limit');
      counted += more;
      await new Promise<void>((resolve) => {
        machine.host.schedule(resolve);
      });
      work.renew();
      const next = steps.next();
      if (next.done === true) return next.value;
    }
  } finally {
    machine.hostMemory.give(counted);
  }
}

/** Start and size of one group after the other; −1 and 0 for those that matched nothing. */
type Places = readonly number[];

function placeOf(matcher: Matcher, group: number): [number, number] {
  const start = matcher.startOf(group);
  return start < 0 ? [-1, 0] : [start, matcher.endOf(group) - start];
}

/** The groups up to the last one that matched. */
function allPlaces(matcher: Matcher, regex: Regex): number[] {
  let last = regex.groupCount;
  while (last > 0 && matcher.startOf(last) < 0) last--;
  const places: number[] = [];
  for (let group = 0; group <= last; group++) {
    const start = matcher.startOf(group);
    places.push(start, start < 0 ? 0 : matcher.endOf(group) - start);
  }
  return places;
}

function namedPlace(matcher: Matcher, regex: Regex, name: CaptureName): [number, number] {
  const groups = typeof name === 'number' ? [name] : (regex.names.get(name) ?? []);
  for (const group of groups) {
    if (group >= 0 && group <= regex.groupCount && matcher.startOf(group) >= 0) return placeOf(matcher, group);
  }
  return [-1, 0];
}

/** What a capture wants of a match. */
function placesOf(matcher: Matcher, regex: Regex, { what }: Capture): number[] {
  switch (what) {
    case 'all':
      return allPlaces(matcher, regex);
    case 'all_but_first':
      return allPlaces(matcher, regex).slice(2);
    case 'first':
      return placeOf(matcher, 0);
    case 'none':
      return [];
    case 'all_names':
      return [...regex.names.keys()].flatMap((name) => namedPlace(matcher, regex, name));
    default:
      return what.flatMap((name) => namedPlace(matcher, regex, name));
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A part of the subject as the program wants it. */
function partTerm(start: number, size: number, type: Capture['type'], { subject, unicode }: Search): Term {
  if (type === 'index') return tuple(integer(start), integer(size));
  const bytes = start < 0 ? subject.subarray(0, 0) : subject.slice(start, start + size);
  if (type === 'binary') return binary(bytes);
  return unicode ? characters(decoder.decode(bytes)) : list([...bytes].map(integer));
}

function captured(places: Places, type: Capture['type'], of: Search): Term {
  const terms: Term[] = [];
  for (let i = 0; i < places.length; i += 2) terms.push(partTerm(places[i] ?? -1, places[i + 1] ?? 0, type, of));
  return list(terms);
}

/** True if nothing of a match is wanted. */
function wantsNothing({ what }: Capture, regex: Regex): boolean {
  return what === 'none' || (what === 'all_names' && regex.names.size === 0) || (typeof what !== 'string' && what.length === 0);
}

/** The result of one search. */
function resultTerm(found: Found, { matcher }: Work, of: Search): Term {
  const { regex, options } = of;
  const { capture } = options;
  if (found !== 'match') return found;
  if (wantsNothing(capture, regex)) return MATCH;
  return tuple(MATCH, captured(placesOf(matcher, regex, capture), capture.type, of));
}

function* restOfSearch(of: Search, work: Work): Generator<undefined, Term> {
  return resultTerm(yield* work.rest(), work, of);
}

/** One character on, or a newline of two. */
function forward(at: number, { regex, subject, isCrlf }: Search): number {
  const byte = subject[at] ?? 0;
  if (isCrlf && byte === 13 && subject[at + 1] === 10) return at + 2;
  if (!regex.unicode || byte < 0xc0) return at + 1;
  return at + (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4);
}

function isSame(left: Places, right: Places): boolean {
  return left.length === right.length && left.every((place, i) => place === right[i]);
}

/** All matches, as OTP's `re:grun/3` finds them: behind an empty match it looks for another one at the same place. */
function* allMatches(of: Search, work: Work): Generator<undefined, Term> {
  const { regex, subject, options } = of;
  const { capture, match } = options;
  const { matcher } = work;
  const wanted = compared(capture);
  const all: Places[] = [];
  for (let at = match.offset ?? 0; at <= subject.length; ) {
    const found = yield* work.search({ ...match, offset: at });
    if (found === NOMATCH) break;
    if (found !== 'match') return found;
    const places = placesOf(matcher, regex, wanted);
    const start = matcher.startOf(0);
    const end = matcher.endOf(0);
    const last = all.at(-1);
    if (last === undefined || !isSame(last, places)) all.push(places);
    if (end > start) {
      at = end;
      continue;
    }
    const other = yield* work.search({ ...match, offset: at, notEmptyAtStart: true, anchored: true });
    if (other !== 'match' && other !== NOMATCH) return other;
    const others = other === 'match' ? placesOf(matcher, regex, wanted) : places;
    const isOther = !isSame(others, places);
    if (isOther) all.push(others);
    const size = isOther ? matcher.endOf(0) - matcher.startOf(0) : 0;
    if (size > 0) at = start + size;
    else at = at === end || start === subject.length ? forward(start, of) : start;
  }
  return matchesTerm(all, of);
}

/** The whole match comes with what is captured, so that matches can be compared. */
function compared(capture: Capture): Capture {
  const { what, type } = capture;
  if (what === 'all_but_first') return { what: 'all', type };
  if (what === 'none') return { what: 'first', type };
  return typeof what === 'string' ? capture : { what: [0, ...what], type };
}

function matchesTerm(all: readonly Places[], of: Search): Term {
  const { regex, options } = of;
  const { capture } = options;
  if (all.length === 0) return NOMATCH;
  if (wantsNothing(capture, regex)) return MATCH;
  const isStripped = capture.what === 'all_but_first' || typeof capture.what !== 'string';
  return tuple(MATCH, list(all.map((places) => captured(isStripped ? places.slice(2) : places, capture.type, of))));
}

function run([subject, pattern, optionTerm]: readonly (Term | undefined)[], machine: BifContext): Term | Promise<Term> {
  const of = searchOf(subject, pattern, optionTerm, machine);
  if (!('regex' in of)) return of;
  const work = new Work(of);
  if (of.options.isGlobal) return carryOut(work, allMatches(of, work), machine);
  const found = work.begin(of.options.match);
  if (found === undefined) return carryOut(work, restOfSearch(of, work), machine);
  machine.spend(Math.ceil(work.done / WORK_PER_REDUCTION));
  const result = resultTerm(found, work, of);
  work.end();
  return result;
}

const compileBif: HostBif = ([pattern, options], machine) => compile(pattern, options, machine);

/** Regular expressions. */
export const regexBifs: HostBifs = {
  're:version/0': (_, machine) => binary(Uint8Array.from(VERSIONS[generationOf(machine)], (character) => character.charCodeAt(0))),
  're:compile/1': compileBif,
  're:compile/2': compileBif,
  're:run/2': run,
  're:run/3': run,
  're:internal_run/4': ([subject, pattern, options], machine) => run([subject, pattern, options], machine),
  're:inspect/2': ([pattern, item], machine) => {
    const known = compiledOf(pattern, machine);
    if (known === undefined || item?.kind !== 'atom' || item.name !== 'namelist') return badarg();
    return tuple(atom('namelist'), list(nameList(known.regex)));
  },
  're:import/1': ([exported], machine) => {
    if (exported?.kind !== 'tuple' || exported.elements.length !== 5) return badarg();
    const [tag, header, pattern, optionTerm, program] = exported.elements;
    if (tag?.kind !== 'atom' || tag.name !== 're_exported_pattern') return badarg();
    if (header?.kind !== 'bitstring' || pattern?.kind !== 'bitstring' || program?.kind !== 'bitstring') return badarg();
    const options = readOptions(optionTerm ?? NIL, generationOf(machine)) ?? badarg();
    // The program may be another machine's, so the pattern is compiled again.
    try {
      const regex = compiledPattern(ioListBytes(pattern), withGeneration(options.compile, machine));
      return patternTerm(regex, options, new ResourceTerm(new Resource(regex)));
    } catch {
      return badarg();
    }
  },
};

const encoder = new TextEncoder();

function ofName(name: string, { unicode }: Regex): Uint8Array {
  return unicode ? encoder.encode(name) : Uint8Array.from(name, (character) => character.charCodeAt(0));
}

/** The names of groups; one that several groups have comes as often, unless the pattern was compiled to have such. */
function nameList(regex: Regex): Term[] {
  return [...regex.names].flatMap(([name, groups]) => {
    const term = binary(ofName(name, regex));
    return regex.dupNames ? [term] : groups.map(() => term);
  });
}

const VERSIONS = { pcre: '8.44 2020-02-12', pcre2: '10.47 2025-10-21' } as const;
