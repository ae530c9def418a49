import { deflate, deflateEnd, deflateInit2, deflateReset, deflateSetDictionary } from 'pako/lib/zlib/deflate.js';
import { ZlibFlush, ZlibResult, ZlibStream } from './zlib-stream.js';

/** The part of the deflater's state that a change of its parameters concerns. */
interface DeflateState {
  level: number;
  strategy: number;
  max_lazy_match: number;
  good_match: number;
  nice_match: number;
  max_chain_length: number;
  /** While nothing is compressed: how often the hash table has to be moved, or 2 to clear it. */
  matches: number;
  readonly last_flush: number;
  readonly strstart: number;
  readonly block_start: number;
  readonly lookahead: number;
  readonly w_size: number;
  readonly head: Uint16Array;
  readonly prev: Uint16Array;
}

/** How the deflater looks for matches, by the level: zlib's `configuration_table`. */
const LEVELS: readonly (readonly [way: 'stored' | 'fast' | 'slow', good: number, lazy: number, nice: number, chain: number])[] = [
  ['stored', 0, 0, 0, 0],
  ['fast', 4, 4, 8, 4],
  ['fast', 4, 5, 16, 8],
  ['fast', 4, 6, 32, 32],
  ['slow', 4, 4, 16, 16],
  ['slow', 8, 16, 32, 32],
  ['slow', 8, 16, 128, 128],
  ['slow', 8, 32, 128, 256],
  ['slow', 32, 128, 258, 1024],
  ['slow', 32, 258, 258, 4096],
];
const DEFAULT_LEVEL = 6;
/** `last_flush` of a stream that nothing has been written to. */
const UNUSED = -2;
/** The greatest number of a strategy. */
const FIXED = 4;

function slide(chains: Uint16Array, by: number): void {
  for (let i = 0; i < chains.length; i++) chains[i] = Math.max((chains[i] ?? 0) - by, 0);
}

/** Streams that have ended and can begin anew: their tables, a quarter of a megabyte, take longer to make than a short text to compress. */
const ended: DeflateStream[] = [];
const MOST_ENDED = 2;

/** Deflates; the bytes are those of zlib. */
export class DeflateStream extends ZlibStream {
  /** What it was opened with; undefined once that has changed. */
  #parameters: string | undefined;

  private constructor(parameters: string) {
    super();
    this.#parameters = parameters;
  }

  /** A stream with zlib's parameters; undefined if they are wrong. */
  static open(level: number, method: number, windowBits: number, memoryLevel: number, strategy: number): DeflateStream | undefined {
    const parameters = [level === -1 ? DEFAULT_LEVEL : level, method, windowBits, memoryLevel, strategy].join();
    const index = ended.findIndex((each) => each.#parameters === parameters);
    const [again] = index < 0 ? [] : ended.splice(index, 1);
    if (again?.reset() === ZlibResult.ok) return again;
    const stream = new DeflateStream(parameters);
    const result = deflateInit2(stream.stream, level, method, windowBits, memoryLevel, strategy);
    return result === ZlibResult.ok ? stream : undefined;
  }

  protected override step(flush: number): number {
    return deflate(this.stream, flush);
  }

  override reset(): number {
    return deflateReset(this.stream);
  }

  override end(): number {
    const { state } = this.stream;
    const result = deflateEnd(this.stream);
    if (result === ZlibResult.streamError || this.#parameters === undefined) return result;
    this.stream.state = state;
    this.stream.input = null;
    this.stream.output = null;
    ended.push(this);
    if (ended.length > MOST_ENDED) ended.shift();
    return result;
  }

  override setDictionary(dictionary: Uint8Array): number {
    return deflateSetDictionary(this.stream, dictionary);
  }

  /** Changes level and strategy for what comes next, once the output has what came before; returns a ZlibResult. zlib's `deflateParams`. */
  setParameters(level: number, strategy: number): number {
    this.#parameters = undefined;
    const state = this.stream.state as DeflateState;
    const next = level === -1 ? DEFAULT_LEVEL : level;
    const before = LEVELS[state.level];
    const after = LEVELS[next];
    if (before === undefined || after === undefined || strategy < 0 || strategy > FIXED) return ZlibResult.streamError;
    if ((strategy !== state.strategy || before[0] !== after[0]) && state.last_flush !== UNUSED) {
      const result = this.flush(ZlibFlush.block);
      if (result === ZlibResult.streamError) return result;
      if (state.strstart - state.block_start + state.lookahead !== 0) return ZlibResult.bufferError;
    }
    if (state.level !== next) {
      if (before[0] === 'stored' && state.matches !== 0) {
        if (state.matches === 1) {
          slide(state.head, state.w_size);
          slide(state.prev, state.w_size);
        } else state.head.fill(0);
        state.matches = 0;
      }
      state.level = next;
      [, state.good_match, state.max_lazy_match, state.nice_match, state.max_chain_length] = after;
    }
    state.strategy = strategy;
    return ZlibResult.ok;
  }
}
