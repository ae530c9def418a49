import { NEWEST_RELEASE, OLDEST_RELEASE } from './otp-releases.js';
import type { RuntimeOptions } from './runtime.js';

/** What an option takes: a number from `from` on, whole if `to` is given, or what the word says. */
export type OptionType =
  | { readonly from: number; readonly to?: number }
  | 'boolean'
  | 'string'
  | 'function'
  | 'functions'
  | 'strings'
  | 'object'
  | 'boolean or string'
  | 'boolean or object'
  | 'boolean or strings';

/** The options of every runtime. Whoever writes an adapter adds their own. */
export const runtimeOptions: Readonly<Record<keyof RuntimeOptions, OptionType>> = {
  collectAlways: 'boolean',
  scheduleSeed: { from: 0, to: 2 ** 32 - 1 },
  tailCalls: 'boolean',
  processLimit: { from: 1, to: Number.MAX_SAFE_INTEGER },
  memoryLimit: { from: 0 },
  atomLimit: { from: 0 },
  unicodePrintable: 'boolean',
  fileNames: 'object',
  timeWarpMode: 'string',
  timeCorrection: 'boolean',
  natives: 'functions',
  nifs: 'functions',
  programArguments: 'strings',
  otpRelease: { from: OLDEST_RELEASE, to: NEWEST_RELEASE },
  functionBytes: { from: 1, to: 2 ** 31 - 1 },
  debug: 'boolean or object',
  nativeDepth: { from: 0, to: 2 ** 31 - 1 },
  trustCompiled: 'boolean',
  modules: 'functions',
  timeLimit: { from: 0 },
};

/** An option that there is not, or whose value it cannot have. */
export class OptionError extends TypeError {
  override readonly name: string = 'OptionError';

  constructor(
    message: string,
    /** Name of the option. */
    readonly option: string,
  ) {
    super(message);
  }
}

/** What is expected of an option, in words. */
function expectation(type: OptionType): string {
  if (typeof type === 'object')
    return type.to === undefined ? `a number from ${type.from} on` : `an integer from ${type.from} to ${type.to}`;
  if (type === 'functions') return 'an object of functions';
  if (type === 'strings') return 'an array of strings';
  if (type === 'object') return 'an object';
  if (type === 'boolean or string') return 'true, false or a string';
  if (type === 'boolean or object') return 'true, false or an object';
  return type === 'boolean or strings' ? 'true, false or an array of strings' : `a ${type}`;
}

function areStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function fits(value: unknown, type: OptionType): boolean {
  if (typeof type === 'object')
    return typeof value === 'number' && value >= type.from && (type.to === undefined || (Number.isInteger(value) && value <= type.to));
  if (type === 'functions')
    return typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'function');
  if (type === 'strings') return areStrings(value);
  if (type === 'boolean or string') return typeof value === 'boolean' || typeof value === 'string';
  if (type === 'boolean or strings') return typeof value === 'boolean' || areStrings(value);
  if (type === 'object') return typeof value === 'object' && value !== null;
  if (type === 'boolean or object') return typeof value === 'boolean' || (typeof value === 'object' && value !== null);
  return typeof value === type;
}

/**
 * Checks the options that someone gave, those that are undefined aside. Throws OptionError.
 * @param known - each option that there is, with what it takes
 */
export function checkOptions(options: object, known: Readonly<Record<string, OptionType>>): void {
  for (const [option, value] of Object.entries(options) as [string, unknown][]) {
    const type = Object.hasOwn(known, option) ? known[option] : undefined;
    if (type === undefined) throw new OptionError(`there is no option ${option}; the options are ${Object.keys(known).join(', ')}`, option);
    if (value !== undefined && !fits(value, type)) throw new OptionError(`the option ${option} must be ${expectation(type)}`, option);
  }
}
