import { readBeamFileWithoutCode } from '@beamline/beam-file';
import type { Program } from './program.js';

/** Functions of OTP and Elixir that read from a group leader. */
const READERS: Readonly<Record<string, ReadonlySet<string>>> = {
  io: new Set([
    'fread',
    'get_chars',
    'get_line',
    'get_password',
    'parse_erl_exprs',
    'parse_erl_form',
    'read',
    'request',
    'scan_erl_exprs',
    'scan_erl_form',
  ]),
  file: new Set(['read', 'read_line']),
  'Elixir.IO': new Set(['binread', 'binstream', 'getn', 'gets', 'read', 'stream']),
};

/** Whether a program calls what reads its input: the machine itself reads ahead, whether a program does or not. */
export function readsInput({ modules }: Program): boolean {
  return modules.some(({ bytes }) => {
    const { atoms, imports } = readBeamFileWithoutCode(bytes);
    return imports.some((each) => READERS[atoms[each.module] ?? '']?.has(atoms[each.function] ?? '') === true);
  });
}
