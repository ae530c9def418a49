import type { Term } from '@beamline/beam-file';
import type { FileName } from '../io/file-system.js';
import { eachLeaf } from '../terms/leaves.js';
import { atom, characters, tuple } from '../terms/plain-terms.js';
import { badarg, characterOf } from './arguments.js';

/** How names of files become texts (`erl`'s `+fn`). */
export interface FileNameSettings {
  /** The character set of names. Default: UTF-8. */
  readonly encoding?: 'utf8' | 'latin1';
  /** What becomes of a name in a folder that is no text in it: it is left out with a warning, left out, or an error. Default: `warning`. */
  readonly broken?: 'warning' | 'ignore' | 'error';
}

/** Bytes of a name up to which a look at each takes less time than a decoder. */
const SHORT_NAME = 64;
const LATIN1_LIMIT = 0x100;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Names of files as bytes and as texts. */
export class FileNames {
  readonly encoding: 'utf8' | 'latin1';
  readonly #broken: 'warning' | 'ignore' | 'error';

  constructor({ encoding = 'utf8', broken = 'warning' }: FileNameSettings = {}) {
    this.encoding = encoding;
    this.#broken = broken;
  }

  /** Bytes of a text, which may be lists in lists. Fails with badarg for what is none, or cannot be written. */
  bytes(text: Term | undefined): FileName {
    let name = '';
    eachLeaf(text ?? badarg(), (leaf, isTail) => {
      const code = isTail ? badarg() : characterOf(leaf);
      if (this.encoding === 'latin1' && code >= LATIN1_LIMIT) badarg();
      name += String.fromCodePoint(code);
    });
    return this.encoding === 'latin1' ? Uint8Array.from(name, (character) => character.charCodeAt(0)) : encoder.encode(name);
  }

  /** Text of a name; undefined for bytes that are none. */
  text(name: FileName): string | undefined {
    if (this.encoding === 'latin1' || (name.length <= SHORT_NAME && name.every((byte) => byte < 0x80))) return String.fromCharCode(...name);
    try {
      return decoder.decode(name);
    } catch {
      return undefined;
    }
  }

  /** A name as `prim_file:internal_native2name/1` has it: characters, or what is to become of one that is no text. */
  term(name: FileName): Term {
    const text = this.text(name);
    return text === undefined ? tuple(atom('error'), atom(this.#broken)) : characters(text);
  }
}
