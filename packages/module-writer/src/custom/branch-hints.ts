/** The section `metadata.code.branch_hint` (WebAssembly 3.0, section 7.4.2). */
import type { ByteBuffer } from '@beamline/wasm-asm';

/** The section's name. It comes before the code section. */
export const BRANCH_HINT_SECTION = 'metadata.code.branch_hint';

/** What is expected of an `if` or `br_if`. */
export interface BranchHint {
  /** Where the instruction is, in bytes from the start of the function's local declarations. */
  readonly offset: number;
  /** Whether the condition is mostly true. */
  readonly likely: boolean;
}

/** Hints of a module's functions, in any order. */
export class BranchHints {
  readonly #hints: Map<number, BranchHint[]> = new Map();

  /** Forgets all hints. */
  reset(): void {
    this.#hints.clear();
  }

  /** Whether there are no hints. */
  get empty(): boolean {
    return this.#hints.size === 0;
  }

  /** Adds a hint; the offset is counted as in {@link write}. */
  add(functionIndex: number, offset: number, likely: boolean): void {
    const hint = { offset, likely };
    const hints = this.#hints.get(functionIndex);
    if (hints === undefined) this.#hints.set(functionIndex, [hint]);
    else hints.push(hint);
  }

  /** The hints of a function by rising offset. */
  of(functionIndex: number): readonly BranchHint[] {
    const hints = this.#hints.get(functionIndex);
    return hints === undefined ? [] : hints.sort((a, b) => a.offset - b.offset);
  }

  /** The functions that have hints, by rising index. */
  functions(): number[] {
    return [...this.#hints.keys()].sort((a, b) => a - b);
  }

  /**
   * Appends the content of the custom section.
   *
   * @param localsSize - what to add to the offsets of a function: the size of its local
   *   declarations in bytes if they were counted from its first instruction
   */
  write(out: ByteBuffer, localsSize: (functionIndex: number) => number = () => 0): void {
    const functions = this.functions();
    out.u32(functions.length);
    for (const functionIndex of functions) {
      const hints = this.of(functionIndex);
      const base = localsSize(functionIndex);
      out.u32(functionIndex);
      out.u32(hints.length);
      for (const { offset, likely } of hints) {
        out.u32(offset + base);
        out.u8x2(1, likely ? 1 : 0);
      }
    }
  }
}
