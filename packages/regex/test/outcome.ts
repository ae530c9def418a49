import { type CompileOptions, type Generation, MatchLimitError, type MatchOptions, Regex, RegexError, utf8ErrorAt } from '../src/index.js';

/** A recorded case, as `fixtures/make.mjs` writes it. */
export interface Case {
  readonly pattern: string;
  readonly subject: string;
  readonly compile: readonly string[];
  readonly run: readonly string[];
  readonly pcre: string;
  readonly pcre2: string;
}

const compileOptions: Readonly<Record<string, CompileOptions>> = {
  unicode: { unicode: true },
  anchored: { anchored: true },
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
  bsr_anycrlf: { bsr: 'anycrlf' },
  bsr_unicode: { bsr: 'unicode' },
  'newline=cr': { newline: 'cr' },
  'newline=lf': { newline: 'lf' },
  'newline=crlf': { newline: 'crlf' },
  'newline=any': { newline: 'any' },
  'newline=anycrlf': { newline: 'anycrlf' },
};

const matchOptions: Readonly<Record<string, MatchOptions>> = {
  notbol: { notBol: true },
  noteol: { notEol: true },
  notempty: { notEmpty: true },
  notempty_atstart: { notEmptyAtStart: true },
  anchored: { anchored: true },
};

function compileOption(name: string): CompileOptions {
  const option = compileOptions[name];
  if (option === undefined) throw new RangeError(`no option ${name}`);
  return option;
}

function matchOption(name: string): MatchOptions {
  const [, offset] = /^offset=(\d+)$/.exec(name) ?? [];
  const option = offset === undefined ? matchOptions[name] : { offset: Number(offset) };
  if (option === undefined) throw new RangeError(`no option ${name}`);
  return option;
}

function bytesOf(text: string, unicode: boolean): Uint8Array {
  return unicode ? new TextEncoder().encode(text) : Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function found(regex: Regex, subject: Uint8Array, options: MatchOptions): string {
  if (regex.unicode && utf8ErrorAt(subject) >= 0) return 'error';
  try {
    const match = regex.exec(subject, options);
    if (match === undefined) return 'nomatch';
    const last = match.groups.findLastIndex((place) => place !== undefined);
    const places = match.groups
      .slice(0, last + 1)
      .map((place) => (place === undefined ? '{-1,0}' : `{${place[0]},${place[1] - place[0]}}`));
    return `{match,[${places.join(',')}]}`;
  } catch (error) {
    if (!(error instanceof MatchLimitError)) throw error;
    return error.limit === 'match limit' ? '{error,match_limit}' : 'nomatch';
  }
}

/** What we make of a case, in the words of the oracle. */
export function outcomeOf({ pattern, subject, compile, run }: Case, generation: Generation): string {
  const unicode = compile.includes('unicode');
  const options = compile.map(compileOption).reduce<CompileOptions>((all, option) => Object.assign(all, option), { generation });
  let regex: Regex;
  try {
    regex = new Regex(bytesOf(pattern, unicode), options);
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    return `error ${error.position} ${error.message}`;
  }
  return outcomeOfRegex(regex, { subject, compile, run });
}

/** The outcome of a case with a pattern that is compiled already. */
export function outcomeOfRegex(regex: Regex, { subject, compile, run }: Pick<Case, 'subject' | 'compile' | 'run'>): string {
  const unicode = compile.includes('unicode');
  const runOptions = run.map(matchOption).reduce<MatchOptions>((all, option) => Object.assign(all, option), {});
  const names = [...regex.names].flatMap(([name, groups]) => (regex.dupNames ? [name] : groups.map(() => name)));
  const crlf = regex.crlf ? 1 : 0;
  return `ok ${regex.groupCount} ${unicode ? 1 : 0} ${crlf} ${names.join(',')} ${found(regex, bytesOf(subject, unicode), runOptions)}`;
}
