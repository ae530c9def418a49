import { widthOf } from './code-points.js';
import { generate } from './generator.js';
import { Matcher } from './matcher.js';
import type { CompileOptions, MatchOptions, Newline } from './options.js';
import { parse } from './parser.js';
import type { Program } from './program.js';

/** A match: where its groups are in the subject. */
export interface Match {
  /** Start of the match, as an index of the subject: bytes of a `Uint8Array`, UTF-16 code units of a string. */
  readonly index: number;
  /** Where it ends. */
  readonly end: number;
  /** Start and end of the match and of each group, `undefined` for those that matched nothing. */
  readonly groups: readonly (readonly [start: number, end: number] | undefined)[];
  /** Name of the last `(*MARK)`. */
  readonly mark: string | undefined;
}

/** What a search that takes too much work throws. */
export class MatchLimitError extends Error {
  /** `MatchLimitError`. */
  override readonly name = 'MatchLimitError';

  constructor(
    /** Which limit was reached. */
    readonly limit: 'match limit' | 'depth limit' | 'recursion loop',
  ) {
    super(`The search was given up: ${limit}`);
  }
}

const encoder = new TextEncoder();
const WHOLE = 2 ** 30;

/** A compiled pattern. */
export class Regex {
  readonly #program: Program;
  /** How many groups capture. */
  readonly groupCount: number;
  /** Numbers of the groups with names, in the order of the names. */
  readonly names: ReadonlyMap<string, readonly number[]>;
  /** True if it was compiled to have several groups of one name. */
  readonly dupNames: boolean;
  /** True if pattern and subjects are UTF-8. */
  readonly unicode: boolean;
  /** What ends a line, as options or the pattern itself say. */
  readonly newline: Newline;
  /** What `\R` matches. */
  readonly bsr: 'unicode' | 'anycrlf';
  /** True if CR LF may be one newline. */
  readonly crlf: boolean;

  /** Compiles a pattern; a string is taken as UTF-8 if it is to be Unicode, as Latin-1 otherwise. Throws RegexError. */
  constructor(pattern: string | Uint8Array, options: CompileOptions = {}) {
    const bytes = typeof pattern === 'string' ? bytesOf(pattern, options.unicode === true) : pattern;
    const parsed = parse(bytes, options);
    this.#program = generate(parsed);
    this.groupCount = this.#program.groupCount;
    this.names = new Map([...parsed.names].sort(([left], [right]) => (left < right ? -1 : 1)));
    this.dupNames = options.dupNames === true;
    this.unicode = this.#program.unicode;
    this.newline = this.#program.newline;
    this.bsr = this.#program.bsr;
    this.crlf = /crlf|any/.test(this.#program.newline);
  }

  /** A search in pieces, for those that cannot wait for the whole. */
  matcher(): Matcher {
    return new Matcher(this.#program);
  }

  /** Finds the first match; `undefined` if there is none. Throws MatchLimitError. */
  exec(subject: string | Uint8Array, options: MatchOptions = {}): Match | undefined {
    if (typeof subject === 'string') return this.#execText(subject, options);
    const matcher = this.#search(subject, options);
    return matcher === undefined ? undefined : this.#match(matcher, (at) => at);
  }

  /** True if there is a match. Throws MatchLimitError. */
  test(subject: string | Uint8Array, options: MatchOptions = {}): boolean {
    return this.exec(subject, options) !== undefined;
  }

  /** In a string offsets are of UTF-16 code units, which most often are those of bytes. */
  #execText(subject: string, options: MatchOptions): Match | undefined {
    const bytes = bytesOf(subject, this.unicode);
    if (bytes.length === subject.length) return this.exec(bytes, options);
    const { offset = 0 } = options;
    const matcher = this.#search(bytes, { ...options, offset: bytesOf(subject.slice(0, offset), this.unicode).length });
    return matcher === undefined ? undefined : this.#match(matcher, (at) => unitsBefore(bytes, at));
  }

  #search(subject: Uint8Array, options: MatchOptions): Matcher | undefined {
    const matcher = this.matcher();
    matcher.begin(subject, options);
    for (;;) {
      const outcome = matcher.run(WHOLE);
      if (outcome === 'match') return matcher;
      if (outcome === 'no match') return undefined;
      if (outcome !== 'more') throw new MatchLimitError(outcome);
    }
  }

  #match(matcher: Matcher, indexOf: (at: number) => number): Match {
    const groups: ([number, number] | undefined)[] = [];
    for (let group = 0; group <= this.groupCount; group++) {
      const start = matcher.startOf(group);
      groups.push(start < 0 ? undefined : [indexOf(start), indexOf(matcher.endOf(group))]);
    }
    const [[index, end] = [0, 0]] = groups;
    return { index, end, groups, mark: matcher.mark };
  }
}

function bytesOf(text: string, unicode: boolean): Uint8Array {
  return unicode ? encoder.encode(text) : Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** How many UTF-16 code units so many bytes of UTF-8 are. */
function unitsBefore(bytes: Uint8Array, end: number): number {
  let units = 0;
  for (let at = 0; at < end; ) {
    const width = widthOf(bytes[at] ?? 0);
    units += width === 4 ? 2 : 1;
    at += width;
  }
  return units;
}
