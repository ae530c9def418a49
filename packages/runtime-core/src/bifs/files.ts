import type { Term } from '@beamline/beam-file';
import { FileError, type FileInfo, type FileName, type FileSystem, type OpenFile } from '../io/file-system.js';
import { atom, binary, boolean, characters, integer, list, tuple } from '../terms/plain-terms.js';
import { Resource, ResourceTerm } from '../terms/resource-term.js';
import { atomOf, badarg, bytesOf, elementsOf, integerBetween, integerOf, textOf } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { joinedBytes } from './io-lists.js';

// The NIFs of OTP's `prim_file` (`erts/emulator/nifs/common/prim_file_nif.c`): on them and the kernel's `prim_buffer` OTP's own
// `file` works. Names of files are binaries that end in a zero byte, in UTF-8 unless the
// program has given bytes.

const OK = atom('ok');
const INVALID = tuple(atom('error'), atom('einval'));
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** An open file of a program: closed with the process that opened it, and when no term refers to it any more. */
class OpenHandle {
  position = 0;
  isOpen = true;

  constructor(readonly file: OpenFile) {}

  close(): Promise<void> {
    this.isOpen = false;
    return this.file.close();
  }

  /** Closes it, if that was not done, when nobody is left who could be told of an error. */
  abandon(): void {
    if (this.isOpen) this.close().catch(() => undefined);
  }
}

/** Does something with an open file; `{error, einval}` for one that is closed. */
function withHandle(
  reference: Term | undefined,
  { resources }: BifContext,
  operation: (handle: OpenHandle) => Promise<Term>,
): Term | Promise<Term> {
  const handle = resources.find(reference, OpenHandle) ?? badarg();
  return handle.isOpen ? attempt(() => operation(handle)) : INVALID;
}

function pathOf(term: Term | undefined): FileName {
  const bytes = bytesOf(term);
  const name = bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes;
  return name.includes(0) ? badarg() : name;
}

/** Text of UTF-8; undefined for other bytes. */
function textOfName(name: FileName): string | undefined {
  try {
    return decoder.decode(name);
  } catch {
    return undefined;
  }
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

const vector = (term: Term | undefined): Uint8Array => joinedBytes(elementsOf(term).map(bytesOf));

/** Opens a file for the process with a Context and number. */
async function open(
  path: FileName,
  modes: readonly string[],
  files: FileSystem,
  machine: BifContext,
  context: number,
  owner: number,
): Promise<Term> {
  const has = (mode: string): boolean => modes.includes(mode);
  const write = has('write') || has('append') || has('exclusive');
  const read = has('read') || !write;
  const file = await files.open(path, { read, write, append: has('append'), exclusive: has('exclusive') });
  const handle = new OpenHandle(file);
  try {
    // Who only writes begins with an empty file.
    if (write && !read && !has('append') && !has('exclusive')) await file.truncate(0);
  } catch (error) {
    handle.abandon();
    throw error;
  }
  const { processes, resources } = machine;
  const resource = new Resource(handle, () => {
    handle.abandon();
  });
  // The process may have been ended meanwhile.
  if (processes.find(owner) !== context) handle.abandon();
  else resources.give(resource, context, owner);
  return tuple(OK, new ResourceTerm(resource));
}

async function read(handle: OpenHandle, position: number, count: number): Promise<Term> {
  if (Number.isNaN(position)) return INVALID;
  if (position === Number.POSITIVE_INFINITY) return atom('eof');
  const bytes = await handle.file.read(position, count);
  return bytes.length === 0 && count > 0 ? atom('eof') : tuple(OK, binary(bytes));
}

async function seek(handle: OpenHandle, mark: string, offset: number): Promise<Term> {
  const from = mark === 'bof' ? 0 : mark === 'cur' ? handle.position : mark === 'eof' ? (await handle.file.info()).size : badarg();
  if (from + offset < 0 || from + offset > Number.MAX_SAFE_INTEGER) return INVALID;
  handle.position = from + offset;
  return tuple(OK, integer(handle.position));
}

function close(reference: Term | undefined, machine: BifContext): Term | Promise<Term> {
  return withHandle(reference, machine, (handle) => done(handle.close()));
}

/** The greatest offset in a file that a program may name. */
const MAXIMUM_OFFSET = 2n ** 63n - 1n;

/** An offset in a file: one that no file has is infinite, NaN is one that is none. */
function offsetOf(term: Term | undefined): number {
  const offset = integerOf(term);
  if (offset < 0n || offset > MAXIMUM_OFFSET) return Number.NaN;
  return offset > Number.MAX_SAFE_INTEGER ? Number.POSITIVE_INFINITY : Number(offset);
}

/** Bytes to read: no file is longer. */
function countOf(term: Term | undefined): number {
  return integerBetween(term, 0, Number.MAX_SAFE_INTEGER);
}

/** What hosts do not do: the answer of a system that cannot. A process that serves files for others must not end of it. */
const unsupported = (): Term => tuple(atom('error'), atom('enotsup'));

/** Files, as far as the host grants them. */
export const fileBifs: HostBifs = {
  'prim_file:advise_nif/4': unsupported,
  'prim_file:allocate_nif/3': unsupported,
  'prim_file:altname_nif/1': unsupported,
  'prim_file:get_device_cwd_nif/1': unsupported,
  'prim_file:get_handle_nif/1': unsupported,
  'prim_file:ipread_s32bu_p32bu_nif/3': unsupported,
  'prim_file:make_hard_link_nif/2': unsupported,
  'prim_file:make_soft_link_nif/2': unsupported,
  'prim_file:set_owner_nif/3': unsupported,
  'prim_file:set_permissions_nif/2': unsupported,
  'prim_file:set_time_nif/4': unsupported,
  'prim_file:open_nif/2': ([path, modes], machine) => {
    const names = elementsOf(modes).map((mode) => (mode.kind === 'atom' ? mode.name : ''));
    const name = pathOf(path);
    const context = machine.processes.running();
    const owner = machine.processes.number(context);
    return onFiles(machine, (files) => open(name, names, files, machine, context, owner));
  },
  'prim_file:close_nif/1': ([reference], machine) => close(reference, machine),
  'prim_file:delayed_close_nif/1': ([reference], machine) => close(reference, machine),
  'prim_file:read_nif/2': ([reference, count], machine) => {
    const wanted = countOf(count);
    return withHandle(reference, machine, async (handle) => {
      const result = await read(handle, handle.position, wanted);
      if (result.kind === 'tuple' && result !== INVALID) handle.position += bytesOf(result.elements[1]).length;
      return result;
    });
  },
  'prim_file:pread_nif/3': ([reference, position, count], machine) => {
    const wanted = countOf(count);
    const from = offsetOf(position);
    return withHandle(reference, machine, (handle) => read(handle, from, wanted));
  },
  'prim_file:write_nif/2': ([reference, data], machine) => {
    const bytes = vector(data);
    return withHandle(reference, machine, async (handle) => {
      await handle.file.write(handle.position, bytes);
      handle.position += bytes.length;
      return OK;
    });
  },
  'prim_file:pwrite_nif/3': ([reference, position, data], machine) => {
    const bytes = vector(data);
    const from = offsetOf(position);
    return withHandle(reference, machine, ({ file }) => {
      if (Number.isNaN(from)) return Promise.resolve(INVALID);
      return from === Number.POSITIVE_INFINITY ? Promise.resolve(tuple(atom('error'), atom('efbig'))) : done(file.write(from, bytes));
    });
  },
  'prim_file:seek_nif/3': ([reference, mark, offset], machine) => {
    const from = atomOf(mark);
    const given = integerOf(offset);
    if (given > MAXIMUM_OFFSET || given < -MAXIMUM_OFFSET - 1n) badarg();
    const distance = Number(given);
    return withHandle(reference, machine, (handle) => seek(handle, from, distance));
  },
  'prim_file:sync_nif/2': ([reference], machine) => withHandle(reference, machine, ({ file }) => done(file.sync())),
  'prim_file:truncate_nif/1': ([reference], machine) =>
    withHandle(reference, machine, ({ file, position }) => done(file.truncate(position))),
  'prim_file:read_handle_info_nif/1': ([reference], machine) =>
    withHandle(reference, machine, async ({ file }) => infoTerm(await file.info())),
  'prim_file:read_file_nif/1': ([path], machine) =>
    onFiles(machine, async (files) => tuple(OK, binary(await files.readFile(pathOf(path))))),
  'prim_file:read_info_nif/2': ([path, follow], machine) =>
    onFiles(machine, async (files) => infoTerm(await files.info(pathOf(path), integerOf(follow) !== 0))),
  'prim_file:list_dir_nif/1': ([path], machine) =>
    onFiles(machine, async (files) => tuple(OK, list((await files.list(pathOf(path))).map(binary)))),
  'prim_file:make_dir_nif/1': ([path], machine) => onFiles(machine, (files) => done(files.makeFolder(pathOf(path)))),
  'prim_file:del_dir_nif/1': ([path], machine) => onFiles(machine, (files) => done(files.removeFolder(pathOf(path)))),
  'prim_file:del_file_nif/1': ([path], machine) => onFiles(machine, (files) => done(files.remove(pathOf(path)))),
  'prim_file:rename_nif/2': ([from, to], machine) => onFiles(machine, (files) => done(files.rename(pathOf(from), pathOf(to)))),
  'prim_file:read_link_nif/1': ([path], machine) =>
    onFiles(machine, async (files) => tuple(OK, binary(await files.readLink(pathOf(path))))),
  'prim_file:get_cwd_nif/0': (_, machine) => onFiles(machine, (files) => Promise.resolve(tuple(OK, binary(files.currentFolder())))),
  'prim_file:set_cwd_nif/1': ([path], machine) => {
    const name = pathOf(path);
    return onFiles(machine, (files) => {
      files.setCurrentFolder(name);
      return Promise.resolve(OK);
    });
  },
  'prim_file:internal_name2native/1': ([name]) => {
    const bytes = name?.kind === 'bitstring' ? bytesOf(name) : encoder.encode(textOf(name));
    return bytes.includes(0) ? badarg() : binary(Uint8Array.of(...bytes, 0));
  },
  // As OTP does unless it is started with another flag: programs that list a folder are warned of a name that is not UTF-8.
  'prim_file:internal_native2name/1': ([name]) => {
    const text = textOfName(bytesOf(name));
    return text === undefined ? tuple(atom('error'), atom('warning')) : characters(text);
  },
  'prim_file:is_translatable/1': ([name]) => boolean(name?.kind !== 'bitstring' || textOfName(bytesOf(name)) !== undefined),
  'prim_file:internal_normalize_utf8/1': ([name]) => characters((textOfName(bytesOf(name)) ?? badarg()).normalize('NFC')),
};
