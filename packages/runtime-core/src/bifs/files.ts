import { formatTerm, type Term } from '@beamline/beam-file';
import { FileError, type FileInfo, type FileSystem, type OpenFile } from '../io/file-system.js';
import { LOCAL_NODE } from '../terms/identifiers.js';
import { atom, binary, characters, integer, list, tuple } from '../terms/plain-terms.js';
import { atomOf, badarg, bytesOf, elementsOf, integerOf } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';

// The NIFs of OTP's `prim_file` (`erts/emulator/nifs/common/prim_file_nif.c`): on them and the kernel's `prim_buffer` OTP's own
// `file` works. Names of files are binaries in UTF-8 that end in a zero byte.

const OK = atom('ok');
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

interface Handle {
  readonly file: OpenFile;
  readonly append: boolean;
  position: number;
}

/** Open files of programs, by the text of the reference that stands for each. */
const handles = new WeakMap<object, Map<string, Handle>>();
let lastReference = 0;

/** A reference that the kernel never makes. */
function newReference(): Term {
  lastReference++;
  return { kind: 'reference', node: LOCAL_NODE, creation: 0, ids: [lastReference, 1, 2 ** 31] };
}

function ofMachine<T>(all: WeakMap<object, Map<string, T>>, { processes }: BifContext): Map<string, T> {
  let own = all.get(processes);
  if (own === undefined) {
    own = new Map();
    all.set(processes, own);
  }
  return own;
}

function handleOf(reference: Term | undefined, machine: BifContext): Handle {
  return (reference === undefined ? undefined : ofMachine(handles, machine).get(formatTerm(reference))) ?? badarg();
}

function pathOf(term: Term | undefined): string {
  const bytes = bytesOf(term);
  return decoder.decode(bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes);
}

function pathTerm(path: string): Term {
  return binary(encoder.encode(path));
}

/** The result of an operation, or `{error, Reason}`. */
async function attempt(operation: () => Promise<Term>): Promise<Term> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof FileError) return tuple(atom('error'), atom(error.code));
    throw error;
  }
}

/** An operation on the files of the host; without any nothing is granted. */
function onFiles({ host }: BifContext, operation: (files: FileSystem) => Promise<Term>): Promise<Term> {
  const { files } = host;
  return attempt(() => (files === undefined ? Promise.reject(new FileError('eacces', '')) : operation(files)));
}

function done(operation: Promise<void>): Promise<Term> {
  return operation.then(() => OK);
}

const TYPES = { regular: 'regular', directory: 'directory', symlink: 'symlink', device: 'device', other: 'other' } as const;

/** The record `file_info` (`kernel/include/file.hrl`), times in seconds since 1970. */
function infoTerm(info: FileInfo): Term {
  const numbers = [info.mode, info.links, 0, 0, info.inode, info.uid, info.gid];
  const access = (info.mode & 0o200) === 0 ? 'read' : 'read_write';
  const times = [info.accessed, info.modified, info.created];
  return tuple(atom('file_info'), integer(info.size), atom(TYPES[info.type]), atom(access), ...times.map(integer), ...numbers.map(integer));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const vector = (term: Term | undefined): Uint8Array => joined(elementsOf(term).map(bytesOf));

async function open(path: string, modes: readonly string[], files: FileSystem, machine: BifContext): Promise<Term> {
  const has = (mode: string): boolean => modes.includes(mode);
  const write = has('write') || has('append') || has('exclusive');
  const read = has('read') || !write;
  const file = await files.open(path, { read, write, append: has('append'), exclusive: has('exclusive') });
  // Who only writes begins with an empty file.
  if (write && !read && !has('append') && !has('exclusive')) await file.truncate(0);
  const reference = newReference();
  ofMachine(handles, machine).set(formatTerm(reference), { file, append: has('append'), position: 0 });
  return tuple(OK, reference);
}

async function read(handle: Handle, position: number, count: number): Promise<Term> {
  const bytes = await handle.file.read(position, count);
  return bytes.length === 0 && count > 0 ? atom('eof') : tuple(OK, binary(bytes));
}

async function seek(handle: Handle, mark: string, offset: number): Promise<Term> {
  const from = mark === 'bof' ? 0 : mark === 'cur' ? handle.position : mark === 'eof' ? (await handle.file.info()).size : badarg();
  if (from + offset < 0) return tuple(atom('error'), atom('einval'));
  handle.position = from + offset;
  return tuple(OK, integer(handle.position));
}

/** Files, as far as the host grants them. */
export const fileBifs: HostBifs = {
  'prim_file:open_nif/2': ([path, modes], machine) => {
    const names = elementsOf(modes).map((mode) => (mode.kind === 'atom' ? mode.name : ''));
    return onFiles(machine, (files) => open(pathOf(path), names, files, machine));
  },
  'prim_file:close_nif/1': ([reference], machine) => {
    const { file } = handleOf(reference, machine);
    ofMachine(handles, machine).delete(formatTerm(reference ?? OK));
    return attempt(() => done(file.close()));
  },
  'prim_file:delayed_close_nif/1': ([reference], machine) => {
    const { file } = handleOf(reference, machine);
    ofMachine(handles, machine).delete(formatTerm(reference ?? OK));
    return attempt(() => done(file.close()));
  },
  'prim_file:read_nif/2': ([reference, count], machine) => {
    const handle = handleOf(reference, machine);
    return attempt(async () => {
      const result = await read(handle, handle.position, Number(integerOf(count)));
      if (result.kind === 'tuple') handle.position += bytesOf(result.elements[1]).length;
      return result;
    });
  },
  'prim_file:pread_nif/3': ([reference, position, count], machine) => {
    const handle = handleOf(reference, machine);
    return attempt(() => read(handle, Number(integerOf(position)), Number(integerOf(count))));
  },
  'prim_file:write_nif/2': ([reference, data], machine) => {
    const handle = handleOf(reference, machine);
    const bytes = vector(data);
    return attempt(async () => {
      await handle.file.write(handle.position, bytes);
      handle.position += bytes.length;
      return OK;
    });
  },
  'prim_file:pwrite_nif/3': ([reference, position, data], machine) => {
    const { file } = handleOf(reference, machine);
    return attempt(() => done(file.write(Number(integerOf(position)), vector(data))));
  },
  'prim_file:seek_nif/3': ([reference, mark, offset], machine) => {
    const handle = handleOf(reference, machine);
    return attempt(() => seek(handle, atomOf(mark), Number(integerOf(offset))));
  },
  'prim_file:sync_nif/2': ([reference], machine) => {
    const { file } = handleOf(reference, machine);
    return attempt(() => done(file.sync()));
  },
  'prim_file:truncate_nif/1': ([reference], machine) => {
    const { file, position } = handleOf(reference, machine);
    return attempt(() => done(file.truncate(position)));
  },
  'prim_file:read_handle_info_nif/1': ([reference], machine) => {
    const { file } = handleOf(reference, machine);
    return attempt(async () => infoTerm(await file.info()));
  },
  'prim_file:read_file_nif/1': ([path], machine) =>
    onFiles(machine, async (files) => tuple(OK, binary(await files.readFile(pathOf(path))))),
  'prim_file:read_info_nif/2': ([path, follow], machine) =>
    onFiles(machine, async (files) => infoTerm(await files.info(pathOf(path), integerOf(follow) !== 0))),
  'prim_file:list_dir_nif/1': ([path], machine) =>
    onFiles(machine, async (files) => tuple(OK, list((await files.list(pathOf(path))).map(pathTerm)))),
  'prim_file:make_dir_nif/1': ([path], machine) => onFiles(machine, (files) => done(files.makeFolder(pathOf(path)))),
  'prim_file:del_dir_nif/1': ([path], machine) => onFiles(machine, (files) => done(files.removeFolder(pathOf(path)))),
  'prim_file:del_file_nif/1': ([path], machine) => onFiles(machine, (files) => done(files.remove(pathOf(path)))),
  'prim_file:rename_nif/2': ([from, to], machine) => onFiles(machine, (files) => done(files.rename(pathOf(from), pathOf(to)))),
  'prim_file:read_link_nif/1': ([path], machine) =>
    onFiles(machine, async (files) => tuple(OK, pathTerm(await files.readLink(pathOf(path))))),
  'prim_file:get_cwd_nif/0': (_, machine) => onFiles(machine, (files) => Promise.resolve(tuple(OK, pathTerm(files.currentFolder())))),
  'prim_file:internal_name2native/1': ([name]) => {
    if (name?.kind === 'bitstring') return binary(Uint8Array.of(...bytesOf(name), 0));
    let text = '';
    for (const code of elementsOf(name)) text += String.fromCodePoint(Number(integerOf(code)));
    return text.includes('\0') ? badarg() : pathTerm(`${text}\0`);
  },
  'prim_file:internal_native2name/1': ([name]) => {
    const bytes = bytesOf(name);
    try {
      return characters(decoder.decode(bytes));
    } catch {
      return binary(bytes);
    }
  },
  'prim_file:is_translatable/1': () => atom('true'),
  'prim_file:internal_normalize_utf8/1': ([name]) => characters(decoder.decode(bytesOf(name)).normalize('NFC')),
};
