import type { Term } from '@beamline/beam-file';
import { FileError, type FileInfo, type FileName, type FileSystem, type OpenFile } from '../io/file-system.js';
import { atom, binary, boolean, characters, integer, list, tuple } from '../terms/plain-terms.js';
import { Resource, ResourceTerm } from '../terms/resource-term.js';
import { atomOf, badarg, bytesOf, elementsOf, integerBetween, integerOf } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { FileNames } from './file-names.js';
import { joinedBytes } from './io-lists.js';

// The NIFs of OTP's `prim_file` (`erts/emulator/nifs/common/prim_file_nif.c`): on them and the kernel's `prim_buffer` OTP's own
// `file` works. Names of files are binaries that end in a zero byte, in UTF-8 unless the
// program has given bytes.

const OK = atom('ok');
const INVALID = tuple(atom('error'), atom('einval'));
/** Names as texts are normalized in this, whatever the names of files are in. */
const UTF8_NAMES = new FileNames();

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

/** A name, which may end in zeros. Throws FileError for anything else. */
function pathOf(term: Term | undefined): FileName {
  const bytes = term?.kind === 'bitstring' && term.bitSize % 8 === 0 ? term.bytes : undefined;
  if (bytes === undefined) throw new FileError('einval', '');
  let end = bytes.length;
  while (bytes[end - 1] === 0) end--;
  const name = bytes.subarray(0, end);
  if (name.includes(0)) throw new FileError('einval', '');
  return name;
}

/** The result of an operation, or `{error, Reason}`. */
async function attempt(operation: () => Promise<Term>): Promise<Term> {
  try {
    return await operation();
  } catch (error) {
    // As OTP has it.
    if (error instanceof FileError) return tuple(atom('error'), atom(error.code === 'enotempty' ? 'eexist' : error.code));
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
  // As OTP has them, in 32 bits.
  const numbers = [info.mode, info.links, info.device, info.deviceNumber, info.inode, info.uid, info.gid];
  const times = [info.accessed, info.modified, info.created];
  return tuple(
    atom('file_info'),
    integer(info.size),
    atom(TYPES[info.type]),
    atom(info.access),
    ...times.map(integer),
    ...numbers.map((number) => integer(number % 2 ** 32)),
  );
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
  const file = await files.open(path, {
    read,
    write,
    append: has('append'),
    exclusive: has('exclusive'),
    sync: has('sync'),
    folder: has('directory'),
  });
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
  if (Number.isNaN(position) || Number.isNaN(count)) return INVALID;
  if (position === Number.POSITIVE_INFINITY) return atom('eof');
  const bytes = await handle.file.read(position, count);
  return bytes.length === 0 ? atom('eof') : tuple(OK, binary(bytes));
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

/** Bytes to read; NaN if the term is not a number of bytes. */
function countOf(term: Term | undefined): number {
  return term?.kind === 'float' ? Number.NaN : offsetOf(term);
}

/** What hosts do not do: the answer of a system that cannot. A process that serves files for others must not end of it. */
const unsupported = tuple(atom('error'), atom('enotsup'));

const ADVICE: ReadonlySet<string> = new Set(['normal', 'random', 'sequential', 'will_need', 'dont_need', 'no_reuse']);
const GREATEST_INT = 2 ** 31 - 1;
/** The greatest block that `ipread_s32bu_p32bu` reads. */
const LARGEST_BLOCK = 2 ** 31 - 1;

function intOf(term: Term | undefined): number {
  return integerBetween(term, -GREATEST_INT - 1, GREATEST_INT);
}

/** Seconds that C takes for 64 bits. */
function secondsOf(term: Term | undefined): number {
  const seconds = integerOf(term);
  return seconds > MAXIMUM_OFFSET || seconds < -MAXIMUM_OFFSET - 1n ? badarg() : Number(seconds);
}

/** Reads the size and place of a block, and then the block. */
async function readIndirect({ file }: OpenHandle, position: number, most: number): Promise<Term> {
  const pointer = position === Number.POSITIVE_INFINITY ? new Uint8Array(0) : await file.read(position, 8);
  if (pointer.length < 8) return atom('eof');
  const view = new DataView(pointer.buffer, pointer.byteOffset, pointer.length);
  const size = view.getUint32(0);
  const place = view.getUint32(4);
  if (size > most) return atom('eof');
  const block = await file.read(place, size);
  return tuple(OK, tuple(integer(size), integer(place), block.length === 0 ? atom('eof') : binary(block)));
}

/** The number of a file in the system, as C has it in memory. */
function handleTerm(descriptor: number | undefined): Term {
  if (descriptor === undefined) return unsupported;
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, descriptor, true);
  return binary(bytes);
}

/** Files, as far as the host grants them. */
export const fileBifs: HostBifs = {
  // What can be done about it is the host's to know: advice may be disregarded.
  'prim_file:advise_nif/4': ([reference, offset, length, advice], machine) => {
    const range = [countOf(offset), countOf(length)];
    return withHandle(reference, machine, () =>
      Promise.resolve(range.some(Number.isNaN) || advice?.kind !== 'atom' || !ADVICE.has(advice.name) ? INVALID : OK),
    );
  },
  'prim_file:allocate_nif/3': ([reference, offset, length], machine) => {
    const from = countOf(offset);
    const count = countOf(length);
    return withHandle(reference, machine, ({ file }) =>
      Number.isNaN(from + count) ? Promise.resolve(INVALID) : done(file.allocate(from, count)),
    );
  },
  // Those are Windows's.
  'prim_file:altname_nif/1': () => unsupported,
  'prim_file:get_device_cwd_nif/1': ([device]) => {
    intOf(device);
    return unsupported;
  },
  'prim_file:get_handle_nif/1': ([reference], machine) =>
    withHandle(reference, machine, ({ file }) => Promise.resolve(handleTerm(file.descriptor))),
  // Nothing that the host has open is a program's.
  'prim_file:file_desc_to_ref_nif/1': ([descriptor]) => {
    intOf(descriptor);
    return tuple(atom('error'), atom('ebadf'));
  },
  'prim_file:ipread_s32bu_p32bu_nif/3': ([reference, offset, most], machine) => {
    const from = countOf(offset);
    const limit = integerOf(most);
    return withHandle(reference, machine, (handle) =>
      Number.isNaN(from) || limit > LARGEST_BLOCK ? Promise.resolve(INVALID) : readIndirect(handle, from, Number(limit)),
    );
  },
  'prim_file:make_hard_link_nif/2': ([existing, name], machine) =>
    onFiles(machine, async (files) => done(files.makeLink(pathOf(existing), pathOf(name)))),
  'prim_file:make_soft_link_nif/2': ([target, name], machine) =>
    onFiles(machine, async (files) => done(files.makeSymbolicLink(pathOf(target), pathOf(name)))),
  'prim_file:set_owner_nif/3': ([path, uid, gid], machine) => {
    const user = intOf(uid);
    const group = intOf(gid);
    return onFiles(machine, async (files) => done(files.setOwner(pathOf(path), user, group)));
  },
  'prim_file:set_permissions_nif/2': ([path, permissions], machine) => {
    const mode = integerBetween(permissions, 0, 2 ** 32 - 1);
    return onFiles(machine, async (files) => done(files.setPermissions(pathOf(path), mode)));
  },
  'prim_file:set_time_nif/4': ([path, ...times], machine) => {
    const [accessed = 0, modified = 0] = times.map(secondsOf);
    return onFiles(machine, async (files) => done(files.setTimes(pathOf(path), accessed, modified)));
  },
  'prim_file:open_nif/2': ([path, modes], machine) => {
    const names = elementsOf(modes).map((mode) => (mode.kind === 'atom' ? mode.name : ''));
    const context = machine.processes.running();
    const owner = machine.processes.number(context);
    return onFiles(machine, async (files) => open(pathOf(path), names, files, machine, context, owner));
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
  'prim_file:sync_nif/2': ([reference, dataOnly], machine) => {
    const isDataOnly = intOf(dataOnly) !== 0;
    return withHandle(reference, machine, ({ file }) => done(file.sync(isDataOnly)));
  },
  'prim_file:truncate_nif/1': ([reference], machine) =>
    withHandle(reference, machine, ({ file, position }) => done(file.truncate(position))),
  'prim_file:read_handle_info_nif/1': ([reference], machine) =>
    withHandle(reference, machine, async ({ file }) => infoTerm(await file.info())),
  'prim_file:read_file_nif/1': ([path], machine) =>
    onFiles(machine, async (files) => tuple(OK, binary(await files.readFile(pathOf(path))))),
  'prim_file:read_info_nif/2': ([path, follow], machine) => {
    const followLinks = intOf(follow) !== 0;
    return onFiles(machine, async (files) => infoTerm(await files.info(pathOf(path), followLinks)));
  },
  'prim_file:list_dir_nif/1': ([path], machine) =>
    onFiles(machine, async (files) => tuple(OK, list((await files.list(pathOf(path))).map(binary)))),
  'prim_file:make_dir_nif/1': ([path], machine) => onFiles(machine, async (files) => done(files.makeFolder(pathOf(path)))),
  'prim_file:del_dir_nif/1': ([path], machine) => onFiles(machine, async (files) => done(files.removeFolder(pathOf(path)))),
  'prim_file:del_file_nif/1': ([path], machine) => onFiles(machine, async (files) => done(files.remove(pathOf(path)))),
  'prim_file:rename_nif/2': ([from, to], machine) => onFiles(machine, async (files) => done(files.rename(pathOf(from), pathOf(to)))),
  'prim_file:read_link_nif/1': ([path], machine) =>
    onFiles(machine, async (files) => tuple(OK, binary(await files.readLink(pathOf(path))))),
  'prim_file:get_cwd_nif/0': (_, machine) => onFiles(machine, (files) => Promise.resolve(tuple(OK, binary(files.currentFolder())))),
  'prim_file:set_cwd_nif/1': ([path], machine) =>
    onFiles(machine, (files) => {
      files.setCurrentFolder(pathOf(path));
      return Promise.resolve(OK);
    }),
  'prim_file:internal_name2native/1': ([name], { fileNames }) => {
    const bytes = name?.kind === 'bitstring' ? bytesOf(name) : fileNames.bytes(name);
    return bytes.includes(0) ? badarg() : binary(Uint8Array.of(...bytes, 0));
  },
  'prim_file:internal_native2name/1': ([name], { fileNames }) => fileNames.term(bytesOf(name)),
  'prim_file:is_translatable/1': ([name], { fileNames }) => boolean(fileNames.text(bytesOf(name)) !== undefined),
  'prim_file:internal_normalize_utf8/1': ([name]) => characters((UTF8_NAMES.text(bytesOf(name)) ?? badarg()).normalize('NFC')),
};
