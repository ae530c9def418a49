/** What a constant in compiled code stands for; its value is known when the module is linked. */
export const LinkFixupKind = {
  /** Atom of the module, by its index in the file: its term. */
  atom: 0,
  /** Literal of the module: its term. */
  literal: 1,
  /** `function table offset << 10 | resume point`: a return address. */
  returnAddress: 2,
  /** Function table offset: its table index. */
  tableIndex: 3,
  /** Function table offset: its table index as a small integer. */
  tableIndexTerm: 4,
  /** Index of an import of the file: the table index through which it is called. */
  exportSlot: 5,
  /** Index of a site: its site number. */
  site: 6,
  /** Index of a lambda: its identity as a small integer. */
  lambda: 7,
  /** Function table offset: `table index << 10`, to tell resume points from a return address. */
  resumeBase: 8,
  /** Index of a handler: its catch tag. */
  catchTag: 9,
  /** Offset in the file's string table: the address of that byte. */
  string: 10,
  /** Table index through which others call a function of the module: value is its number. */
  ownSlot: 11,
  /** `literal << KEY_NUMBER_BITS | element` of a tuple of keys: the byte offset that the element has among the keys in the machine's order. */
  keyOffset: 12,
  /** `selection << SELECTED_ATOM_BITS | rank`: the term of the atom of a selection that has this rank by the machine's numbers of atoms, from 0. */
  selectedAtom: 13,
  /** As `selectedAtom`: the place of that atom in the list of the selection. */
  selectedPlace: 14,
} as const;
export type LinkFixupKind = (typeof LinkFixupKind)[keyof typeof LinkFixupKind];

/** Bits of the number of a key in the value of a `keyOffset`: a flat map has no more than 32. */
export const KEY_NUMBER_BITS = 5;

/** Bits of the rank of an atom in the value of a `selectedAtom`. */
export const SELECTED_ATOM_BITS = 16;

/** Words of a relocation: offset of a five-byte signed LEB128 constant, kind, value. */
export const LINK_FIXUP_WORDS = 3;

/** A growing list of relocations; offsets are positions in the buffer that the code is written to. */
export class LinkFixups {
  /** `length` words: offset, kind, value of each in turn. */
  words: Int32Array<ArrayBuffer> = new Int32Array(3 * 256);
  length = 0;

  add(offset: number, kind: LinkFixupKind, value: number): void {
    if (this.length + LINK_FIXUP_WORDS > this.words.length) {
      const larger = new Int32Array(2 * this.words.length);
      larger.set(this.words);
      this.words = larger;
    }
    this.words[this.length] = offset;
    this.words[this.length + 1] = kind;
    this.words[this.length + 2] = value;
    this.length += LINK_FIXUP_WORDS;
  }

  reset(): void {
    this.length = 0;
  }
}
