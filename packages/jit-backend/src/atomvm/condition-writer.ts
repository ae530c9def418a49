import type { CodeEmitter } from '@beamline/wasm-asm';
import type { Fail } from './convention.js';
import type { OperandWriter } from './operand-writer.js';
import { type Comparison, type Condition, FreeRegister } from './operands.js';
import type { RegisterPool } from './registers.js';

/** Writes conditions. */
export class ConditionWriter {
  readonly #code: CodeEmitter;
  readonly #registers: RegisterPool;
  readonly #operands: OperandWriter;
  readonly #fail: Fail;

  constructor(code: CodeEmitter, registers: RegisterPool, operands: OperandWriter, fail: Fail) {
    this.#code = code;
    this.#registers = registers;
    this.#operands = operands;
    this.#fail = fail;
  }

  pushCondition(condition: Condition): void {
    if (condition[0] !== 'and') {
      this.#pushComparison(condition as Comparison);
      this.#releaseComparison(condition as Comparison);
      return;
    }
    const comparisons = condition[1] as readonly Comparison[];
    if (comparisons.length === 0) this.#fail('wrong-operand', 'a condition of nothing');
    for (const [i, comparison] of comparisons.entries()) {
      this.#pushComparison(comparison);
      if (i > 0) this.#code.i32.and();
    }
    for (const comparison of comparisons) this.#releaseComparison(comparison);
  }

  #pushComparison(comparison: Comparison): void {
    const code = this.#code;
    // By index: an iterator costs more than all the rest.
    const parts: readonly unknown[] = comparison;
    const first = parts[0];
    const second = parts[1];
    const third = parts[2];
    const fourth = parts[3];
    const fifth = parts[4];
    if (first === '(bool)') {
      if (fourth !== false) this.#fail('wrong-operand', 'a bool can only be compared with false');
      // Of C's bool only the lowest bit is sure.
      this.#operands.pushRegister(second);
      code.i32.const(1);
      code.i32.and();
      this.#pushEquality(third, 0);
      return;
    }
    if (first === '(int)') {
      this.#operands.pushRegister(second);
      this.#pushEquality(third, fourth);
      return;
    }
    if (second === '&') {
      this.#operands.pushRegister(first);
      this.#operands.pushLiteral(third);
      code.i32.and();
      this.#pushEquality(fourth, fifth);
      return;
    }
    this.#operands.pushComparand(first);
    if (second === '<') {
      this.#operands.pushComparand(third);
      code.i32.ltS();
    } else if (typeof third === 'number') this.#pushEquality(second, third);
    else {
      this.#operands.pushComparand(third);
      if (second === '==') code.i32.eq();
      else if (second === '!=') code.i32.ne();
      else this.#fail('wrong-operand', `comparison ${String(second)}`);
    }
  }

  // The shortest form: a comparison with 0 that is not equal needs none.
  #pushEquality(comparison: unknown, value: unknown): void {
    if (comparison !== '==' && comparison !== '!=') this.#fail('wrong-operand', `comparison ${String(comparison)}`);
    if (value === 0) {
      if (comparison === '==') this.#code.i32.eqz();
      return;
    }
    this.#operands.pushLiteral(value);
    if (comparison === '==') this.#code.i32.eq();
    else this.#code.i32.ne();
  }

  #releaseComparison(comparison: Comparison): void {
    for (let i = 0; i < comparison.length; i++) {
      const part = comparison[i];
      if (part instanceof FreeRegister && this.#registers.isUsed(part.register)) this.#operands.free(part.register);
    }
  }
}
