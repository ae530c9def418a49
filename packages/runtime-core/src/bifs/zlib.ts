import { adler32, crc32, DeflateStream, InflateStream, type Term, ZlibFlush, ZlibResult, type ZlibStream } from '@beamline/beam-file';
import { ErlangError } from '../processes/erlang-error.js';
import type { HostMemory } from '../terms/host-memory.js';
import { pidNumber } from '../terms/identifiers.js';
import { atom, binary, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import { Resource, ResourceTerm } from '../terms/resource-term.js';
import { badarg, bytesOf, elementsOf, integerBetween } from './arguments.js';
import type { BifContext, HostBif, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';
import { ioListBytes } from './io-lists.js';

// The NIFs of OTP's `zlib` (`erts/emulator/nifs/common/zlib_nif.c`). The module calls `deflate_nif` and `inflate_nif` again and again, for some
// kilobytes each time, so that others have their turns in between.

const OK = atom('ok');
const GREATEST_INT = 2 ** 31 - 1;

/** What `inflate` does with input after the end of a stream. */
const EndBehavior = { error: 0, reset: 1, cut: 2 } as const;

/** The default size of what `inflateChunk/1` returns. */
const CHUNK_BYTES = 4000;

/** A call for as much input as it may take, or output as it may give, is worth a slice. */
const SLICE = 4000;

/** Bytes that pako takes for a deflater beside its window and tables, and for an inflater. */
const DEFLATER_BYTES = 16_384;
const INFLATER_BYTES = 49_152;

function failure(reason: string): ErlangError {
  return new ErlangError('error', atom(reason), []);
}

/** What one of zlib's results is to the program. */
function answer(result: number): Term {
  switch (result) {
    case ZlibResult.ok:
      return OK;
    case ZlibResult.streamEnd:
      return atom('stream_end');
    case ZlibResult.streamError:
      throw failure('stream_error');
    case ZlibResult.dataError:
      throw failure('data_error');
    case ZlibResult.memoryError:
      return atom('mem_error');
    case ZlibResult.bufferError:
      return atom('buf_error');
    default:
      return atom('unknown_error');
  }
}

type State = { readonly kind: 'none' | 'closed' } | { readonly kind: 'deflate'; readonly stream: DeflateStream } | InflateState;
interface InflateState {
  readonly kind: 'inflate';
  readonly stream: InflateStream;
}

/** What `zlib:open/0` returns a reference to. */
class ZStream {
  state: State = { kind: 'none' };
  stash: Term | undefined;
  chunkBytes = CHUNK_BYTES;
  endBehavior: number = EndBehavior.cut;
  hasEnded = false;
  isRaw = false;
  /** Of the plain bytes, of raw streams only. */
  checksum = 0;
  #input: Uint8Array[] = [];
  #inputBytes = 0;
  #counted = 0;

  constructor(
    /** Number of the process that may use it. */
    public controller: number,
    readonly memory: HostMemory,
  ) {}

  /** Bytes that wait. */
  get inputBytes(): number {
    return this.#inputBytes;
  }

  /** Input that waits, first one first. */
  get input(): readonly Uint8Array[] {
    return this.#input;
  }

  /** Counts memory that is about to be used. */
  count(bytes: number): void {
    if (!this.memory.keep(bytes)) throw new BifFailure('system_limit');
    this.#counted += bytes;
  }

  enqueue(parts: readonly Uint8Array[]): void {
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    this.count(bytes);
    for (const part of parts) if (part.length > 0) this.#input.push(part);
    this.#inputBytes += bytes;
  }

  /** Forgets bytes that were taken. */
  dequeue(bytes: number): void {
    let left = bytes;
    let gone = 0;
    for (const part of this.#input) {
      if (part.length > left) break;
      left -= part.length;
      gone++;
    }
    if (gone > 0) this.#input.splice(0, gone);
    const [first] = this.#input;
    if (left > 0 && first !== undefined) this.#input[0] = first.subarray(left);
    this.#inputBytes -= bytes;
    this.#give(bytes);
  }

  /** Forgets all input, and the stash. */
  resetInput(): void {
    this.#give(this.#inputBytes);
    this.#input = [];
    this.#inputBytes = 0;
    this.stash = undefined;
  }

  /** Ends what it does; its memory is free. */
  end(state: 'none' | 'closed'): void {
    this.resetInput();
    this.state = { kind: state };
    this.#give(this.#counted);
  }

  #give(bytes: number): void {
    this.#counted -= bytes;
    this.memory.give(bytes);
  }
}

/** The stream that a reference is to; only its controlling process may use it. */
function streamOf(reference: Term | undefined, { resources, processes }: BifContext): ZStream {
  const z = resources.find(reference, ZStream) ?? badarg();
  if (z.controller !== processes.number(processes.running())) throw failure('not_on_controlling_process');
  return z;
}

/** A number that C takes for an `int`. */
function intOf(term: Term | undefined): number {
  return integerBetween(term, -GREATEST_INT - 1, GREATEST_INT);
}

/** Arguments are looked at before the process is, and that before the state. */
function intsOf(reference: Term | undefined, terms: readonly (Term | undefined)[], machine: BifContext): readonly number[] {
  if (machine.resources.find(reference, ZStream) === undefined) badarg();
  return terms.map(intOf);
}

function deflater(z: ZStream): DeflateStream {
  if (z.state.kind !== 'deflate') throw failure('not_initialized');
  return z.state.stream;
}

function inflater(z: ZStream): InflateStream {
  if (z.state.kind !== 'inflate') throw failure('not_initialized');
  return z.state.stream;
}

/** Begins a stream in the state that it is to have. */
function begin(z: ZStream, bytes: number, windowBits: number, machine: BifContext, state: () => State | undefined): Term {
  if (z.state.kind !== 'none') throw failure('already_initialized');
  z.count(bytes);
  machine.resourceBytes(bytes);
  const next = state();
  if (next === undefined) {
    z.end('none');
    return answer(ZlibResult.streamError);
  }
  z.state = next;
  z.hasEnded = false;
  z.isRaw = windowBits < 0;
  z.checksum = 0;
  return OK;
}

/** Takes input up to a limit; flushes when there is none left. */
function work(z: ZStream, stream: ZlibStream, inputLimit: number, flush: number): { readonly result: number; readonly taken: number } {
  let result: number = ZlibResult.ok;
  let taken = 0;
  for (const part of z.input) {
    if (result !== ZlibResult.ok || taken >= inputLimit) break;
    const block = part.subarray(0, Math.min(part.length, inputLimit));
    result = stream.write(block, ZlibFlush.none);
    const count = block.length - stream.inputLeft;
    taken += count;
    if (z.isRaw && z.state.kind === 'deflate') z.checksum = crc32(block.subarray(0, count), z.checksum);
  }
  z.dequeue(taken);
  // Without a flush, too: what did not fit into the output before may still be inside.
  if (result === ZlibResult.ok && z.inputBytes === 0 && stream.room > 0) result = stream.flush(flush);
  return { result, taken };
}

function codec(z: ZStream, stream: ZlibStream, inputLimit: number, outputLimit: number, flush: number, machine: BifContext): Term {
  const output = new Uint8Array(Math.max(outputLimit, 0));
  stream.setOutput(output);
  const { result, taken } = work(z, stream, inputLimit, flush);
  const bytes = output.subarray(0, output.length - stream.room);
  machine.spend(Math.floor(SLICE * Math.max(taken / Math.max(inputLimit, 1), bytes.length / Math.max(output.length, 1))));
  if (result < 0 && result !== ZlibResult.bufferError) return answer(result);
  if (result === ZlibResult.streamEnd) z.hasEnded = true;
  if (z.isRaw && z.state.kind === 'inflate') z.checksum = crc32(bytes, z.checksum);
  // Nothing has moved: well-formed input does not do that.
  if (taken === 0 && bytes.length === 0 && z.inputBytes !== 0) return answer(ZlibResult.dataError);
  const flushed = bytes.length === 0 ? NIL : list([binary(bytes)]);
  if (z.inputBytes === 0 && bytes.length < output.length) return tuple(atom('finished'), flushed);
  if (result === ZlibResult.needDictionary) return tuple(atom('need_dictionary'), integer(stream.checksum), flushed);
  return tuple(atom('continue'), flushed);
}

/** Bytes that a deflater takes with these parameters. */
function deflaterBytes(windowBits: number, memoryLevel: number): number {
  const bits = Math.abs(windowBits) & 15;
  return 2 ** (bits + 2) + 2 ** (Math.min(Math.max(memoryLevel, 0), 9) + 9) + DEFLATER_BYTES;
}

/** A NIF of one argument, the stream. */
function ofStream(operation: (z: ZStream) => Term): HostBif {
  return ([reference], machine) => operation(streamOf(reference, machine));
}

/** Compression by zlib: OTP's own `zlib` works on them. */
export const zlibBifs: HostBifs = {
  'zlib:open_nif/0': (_, { processes, hostMemory }) => {
    const z = new ZStream(processes.number(processes.running()), hostMemory);
    const resource = new Resource(z, () => {
      z.end('closed');
    });
    return new ResourceTerm(resource);
  },
  'zlib:close_nif/1': ofStream((z) => {
    if (z.state.kind === 'closed') throw failure('not_initialized');
    z.end('closed');
    return OK;
  }),
  'zlib:set_controller_nif/2': ([reference, pid], machine) => {
    if (machine.resources.find(reference, ZStream) === undefined || pid?.kind !== 'pid') return badarg();
    streamOf(reference, machine).controller = pidNumber(pid);
    return OK;
  },

  'zlib:deflateInit_nif/6': ([reference, ...parameters], machine) => {
    const [level = 0, method = 0, windowBits = 0, memoryLevel = 0, strategy = 0] = intsOf(reference, parameters, machine);
    const z = streamOf(reference, machine);
    return begin(z, deflaterBytes(windowBits, memoryLevel), windowBits, machine, () => {
      const stream = DeflateStream.open(level, method, windowBits, memoryLevel, strategy);
      return stream === undefined ? undefined : { kind: 'deflate', stream };
    });
  },
  'zlib:deflateSetDictionary_nif/2': ([reference, data], machine) => {
    if (machine.resources.find(reference, ZStream) === undefined) badarg();
    const dictionary = ioListBytes(data);
    const z = streamOf(reference, machine);
    const stream = deflater(z);
    const result = stream.setDictionary(dictionary);
    if (result !== ZlibResult.ok) return answer(result);
    // As OTP computes it for a raw stream, which has no checksum itself.
    return integer(z.isRaw ? adler32(dictionary, 0) : stream.checksum);
  },
  'zlib:deflateReset_nif/1': ofStream((z) => {
    const result = deflater(z).reset();
    z.checksum = 0;
    z.hasEnded = false;
    z.resetInput();
    return answer(result);
  }),
  'zlib:deflateEnd_nif/1': ofStream((z) => {
    const result = deflater(z).end();
    const isComplete = z.inputBytes === 0;
    z.end('none');
    return answer(result === ZlibResult.ok && !isComplete ? ZlibResult.dataError : result);
  }),
  'zlib:deflateParams_nif/3': ([reference, ...parameters], machine) => {
    const [level = 0, strategy = 0] = intsOf(reference, parameters, machine);
    const stream = deflater(streamOf(reference, machine));
    // What was written before has been flushed: a byte that comes out now is one too many.
    stream.setOutput(new Uint8Array(1));
    const result = stream.setParameters(level, strategy);
    return answer(stream.room === 0 ? ZlibResult.streamError : result);
  },
  'zlib:deflate_nif/4': ([reference, ...numbers], machine) => {
    const [inputLimit = 0, outputLimit = 0, flush = 0] = intsOf(reference, numbers, machine);
    const z = streamOf(reference, machine);
    return codec(z, deflater(z), inputLimit, outputLimit, flush, machine);
  },

  'zlib:inflateInit_nif/3': ([reference, ...parameters], machine) => {
    const [windowBits = 0, endBehavior = 0] = intsOf(reference, parameters, machine);
    const z = streamOf(reference, machine);
    return begin(z, INFLATER_BYTES, windowBits, machine, () => {
      const stream = InflateStream.open(windowBits);
      if (stream === undefined) return undefined;
      z.endBehavior = endBehavior;
      return { kind: 'inflate', stream };
    });
  },
  'zlib:inflateSetDictionary_nif/2': ([reference, data], machine) => {
    if (machine.resources.find(reference, ZStream) === undefined) badarg();
    const dictionary = ioListBytes(data);
    return answer(inflater(streamOf(reference, machine)).setDictionary(dictionary));
  },
  'zlib:inflateGetDictionary_nif/1': ofStream((z) => binary(inflater(z).dictionary())),
  'zlib:inflateReset_nif/1': ofStream((z) => {
    const result = inflater(z).reset();
    z.checksum = 0;
    z.hasEnded = false;
    z.resetInput();
    return answer(result);
  }),
  'zlib:inflateEnd_nif/1': ofStream((z) => {
    const result = inflater(z).end();
    const isComplete = z.hasEnded && z.inputBytes === 0;
    z.end('none');
    return answer(result === ZlibResult.ok && !isComplete ? ZlibResult.dataError : result);
  }),
  'zlib:inflate_nif/4': ([reference, ...numbers], machine) => {
    const [inputLimit = 0, outputLimit = 0, flush = 0] = intsOf(reference, numbers, machine);
    const z = streamOf(reference, machine);
    const stream = inflater(z);
    if (z.hasEnded && z.inputBytes > 0) {
      if (z.endBehavior === EndBehavior.error) return answer(ZlibResult.dataError);
      if (z.endBehavior === EndBehavior.cut) z.resetInput();
      if (z.endBehavior === EndBehavior.reset) {
        const result = stream.reset();
        if (result !== ZlibResult.ok) return answer(result);
        z.hasEnded = false;
      }
    }
    return codec(z, stream, inputLimit, outputLimit, flush, machine);
  },

  'zlib:crc32_nif/1': ofStream((z) => {
    if (z.state.kind === 'none' || z.state.kind === 'closed') throw failure('not_initialized');
    return integer(z.checksum);
  }),
  'zlib:getStash_nif/1': ofStream((z) => (z.stash === undefined ? atom('empty') : tuple(OK, z.stash))),
  'zlib:clearStash_nif/1': ofStream((z) => {
    if (z.stash === undefined) throw failure('error');
    z.stash = undefined;
    return OK;
  }),
  'zlib:setStash_nif/2': ([reference, term], machine) => {
    const z = streamOf(reference, machine);
    if (z.stash !== undefined) throw failure('error');
    z.stash = term;
    return OK;
  },
  'zlib:getBufSize_nif/1': ofStream((z) => integer(z.chunkBytes)),
  'zlib:setBufSize_nif/2': ([reference, size], machine) => {
    const z = streamOf(reference, machine);
    z.chunkBytes = intOf(size);
    return OK;
  },
  'zlib:enqueue_nif/2': ([reference, data], machine) => {
    const z = streamOf(reference, machine);
    if (z.state.kind !== 'deflate' && z.state.kind !== 'inflate') throw failure('not_initialized');
    z.enqueue(elementsOf(data).map(bytesOf));
    return OK;
  },
};
