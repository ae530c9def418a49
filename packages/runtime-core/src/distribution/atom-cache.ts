import { TermTag } from '@beamline/machine-model';

/** Atoms that two nodes know by their places (`ERTS_ATOM_CACHE_SIZE` in `erts/emulator/beam/external.h`). */
const PLACES = 2048;

/** In the flags of a reference to an atom: it is new at its place. The other bits are the high ones of the place. */
const NEW_ENTRY = 8;

/** In the flags behind those of all references: lengths of texts take two bytes. */
const LONG_ATOMS = 1;

/** What is wrong with the bytes of a distribution header. */
export class HeaderError extends Error {
  override readonly name = 'HeaderError';
}

/** Atoms by their terms and texts. */
export interface AtomTexts {
  /** The text of an atom in UTF-8. */
  text(term: number): Uint8Array;
  /** The atom of a text; undefined for what is none, or if there is no room for it. */
  atom(text: Uint8Array): number | undefined;
}

/** Where the data behind a header begins, and the atoms that it refers to, terms. */
export interface ReadHeader {
  readonly end: number;
  readonly atoms: readonly number[];
}

/**
 * What one direction of a connection has told of atoms: each signal has a header that says which places of this table the atoms in it are at ("Distribution
 * Header" in the documentation of `erts`).
 */
export class AtomCache {
  readonly #texts: AtomTexts;
  readonly #atoms = new Int32Array(PLACES);

  constructor(texts: AtomTexts) {
    this.#texts = texts;
  }

  /** Writes the references of a header: how many, their flags, the places and the texts of atoms that are new. */
  write(atoms: readonly number[]): Uint8Array {
    if (atoms.length === 0) return Uint8Array.of(0);
    const places = atoms.map((atom) => (atom >>> TermTag.atomShift) % PLACES);
    const isNew = atoms.map((atom, i) => {
      const place = places[i] ?? 0;
      if (this.#atoms[place] === atom) return false;
      this.#atoms[place] = atom;
      return true;
    });
    const texts = atoms.map((atom, i) => (isNew[i] === true ? this.#texts.text(atom) : undefined));
    const areLong = texts.some((text) => text !== undefined && text.length > 0xff);
    const flags = new Uint8Array((atoms.length >> 1) + 1);
    const setFlags = (i: number, value: number): void => {
      flags[i >> 1] = (flags[i >> 1] ?? 0) | (value << (4 * (i & 1)));
    };
    const references: number[] = [];
    for (let i = 0; i < atoms.length; i++) {
      const place = places[i] ?? 0;
      const text = texts[i];
      setFlags(i, (place >> 8) | (text === undefined ? 0 : NEW_ENTRY));
      references.push(place & 0xff);
      if (text === undefined) continue;
      if (areLong) references.push(text.length >> 8);
      references.push(text.length & 0xff, ...text);
    }
    setFlags(atoms.length, areLong ? LONG_ATOMS : 0);
    return Uint8Array.of(atoms.length, ...flags, ...references);
  }

  /** Reads the references of a header. Throws HeaderError. */
  read(bytes: Uint8Array, start: number): ReadHeader {
    let at = start;
    const next = (): number => {
      const byte = bytes[at++];
      if (byte === undefined) throw new HeaderError('a distribution header is cut off');
      return byte;
    };
    const count = next();
    if (count === 0) return { end: at, atoms: [] };
    const flagsAt = at;
    at += (count >> 1) + 1;
    const flagsOf = (i: number): number => ((bytes[flagsAt + (i >> 1)] ?? 0) >> (4 * (i & 1))) & 0xf;
    const areLong = (flagsOf(count) & LONG_ATOMS) !== 0;
    const atoms: number[] = [];
    for (let i = 0; i < count; i++) {
      const flags = flagsOf(i);
      const place = ((flags & 7) << 8) | next();
      if ((flags & NEW_ENTRY) !== 0) {
        const length = areLong ? (next() << 8) | next() : next();
        const atom = at + length > bytes.length ? undefined : this.#texts.atom(bytes.subarray(at, at + length));
        if (atom === undefined) throw new HeaderError('a distribution header names what is no atom');
        at += length;
        this.#atoms[place] = atom;
      }
      const known = this.#atoms[place] ?? 0;
      if (known === 0) throw new HeaderError('a distribution header refers to an atom that nobody has named');
      atoms.push(known);
    }
    return { end: at, atoms };
  }
}
