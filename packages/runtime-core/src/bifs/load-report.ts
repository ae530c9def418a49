import { BeamFileError, formatAtom } from '@beamline/beam-file';

/** What OTP says of a file, with the lines of its `beam_load.c` that say so, up to OTP 27 and after. */
const WRONG_HEADER = ['corrupt file header', 144, 146] as const;
const NO_ATOMS = ['missing atom table', 146, 148] as const;
const NO_CODE = ['missing code chunk', 152, 154] as const;

/** The first release with the later line numbers. */
const RELEASE_OF_LATER_LINES = 28;

/**
 * The report of a module that could not be loaded: in OTP's words for what OTP tells in the same cases, otherwise in ours.
 *
 * @param error - what was thrown, or the name of the module that the file is of instead
 */
export function loadReport(module: string, error: Error | string, otpRelease: number): string {
  const known = inWordsOfOtp(error);
  const text = known?.[0] ?? (typeof error === 'string' ? error : error.message);
  const place = known === undefined ? '' : `beam/beam_load.c(${known[otpRelease < RELEASE_OF_LATER_LINES ? 1 : 2]}): `;
  return `${place}Error loading module ${formatAtom(module)}:\n  ${text}\n`;
}

function inWordsOfOtp(error: Error | string): readonly [text: string, early: number, late: number] | undefined {
  if (typeof error === 'string') return [`module name in object code is ${formatAtom(error)}`, 180, 186];
  if (!(error instanceof BeamFileError)) return undefined;
  if (error.code !== 'missing-chunk') return error.code === 'not-a-beam-file' || error.code === 'truncated' ? WRONG_HEADER : undefined;
  return error.chunk === 'Code' ? NO_CODE : error.chunk === 'AtU8' || error.chunk === 'Atom' ? NO_ATOMS : undefined;
}
