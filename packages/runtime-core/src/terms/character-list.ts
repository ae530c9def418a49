import type { Term } from '@beamline/beam-file';

const NIL: Term = { kind: 'nil' };

/** A list of the characters of a text, written to a machine without a term for each; whoever looks at its elements has them made. */
export class CharacterList {
  readonly kind = 'list';
  readonly tail: Term = NIL;
  /** The text, not empty. */
  readonly text: string;
  /** Number of characters: those beyond 16 bits are one. */
  readonly length: number;
  #elements: Term[] | undefined;

  constructor(text: string) {
    this.text = text;
    let length = 0;
    for (let i = 0; i < text.length; i += width(text, i)) length++;
    this.length = length;
  }

  /** The characters as integers. */
  get elements(): readonly Term[] {
    this.#elements ??= Array.from(this.text, (character) => ({ kind: 'integer', value: character.codePointAt(0) ?? 0 }));
    return this.#elements;
  }

  /** Writes the code of each character where a function says, from the first one on. */
  each(write: (index: number, code: number) => void): void {
    for (let i = 0, index = 0; i < this.text.length; i += width(this.text, i), index++) write(index, this.text.codePointAt(i) ?? 0);
  }
}

function width(text: string, i: number): number {
  return (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
}
