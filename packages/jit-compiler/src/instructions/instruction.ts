import type { Code, Opcode } from '@beamline/beam-file';
import type { FunctionContext } from '../function/function-context.js';
import type { ModuleContext } from '../module/module-context.js';

/** Writes the code of an instruction whose operands begin at `k`. */
export type Translator = (f: FunctionContext, k: number) => void;
/** As {@link Translator}; leaves a condition on the operand stack, its sense reversed if `negated`. */
export type ConditionTranslator = (f: FunctionContext, k: number, negated: boolean) => void;
/** As {@link Translator}, for an instruction after which the function is resumed at a resume point. */
export type CallTranslator = (f: FunctionContext, k: number, point: number) => void;

/** What an instruction does to the frame of its function; the number of registers is its first operand. */
export type FrameEffect = 'allocates' | 'removes' | 'trims' | 'none';

/** What holds for an instruction of any kind. */
interface Facts {
  /** Names of the kernel functions that it may call. */
  readonly kernel?: readonly string[];
  /** The same where they depend on the operands. */
  readonly kernelOf?: (module: ModuleContext, k: number) => readonly string[];
  /** Positions of its destinations among its operands. One with a fail label leaves them as they were when it fails. */
  readonly destinations?: readonly number[];
  /** Its last operand is a destination, wherever that stands: an operand in front of it is a list. */
  readonly endsWithDestination?: boolean;
  /**
   * X registers that are live in front of it by what is not among its operands, as the bits of a word: from those that are
   * live after it and the values of its first two operands. What it says of a register does not depend on the others.
   */
  readonly liveBefore?: (live: number, first: number, second: number) => number;
  readonly frame?: FrameEffect;
  /** Number of X registers that it may have to pass to the collector or hold in scratch locals. */
  readonly heldRegisters?: (code: Code, instruction: number) => number;
}

/** How an instruction ends a node of the graph, if it does, and how it is translated. A fail label is the first operand. */
type Behaviour =
  /** Goes on after itself. With `keepsHeap` heap that was taken stays open for the next instruction. */
  | { readonly kind: 'step'; readonly step: Translator; readonly keepsHeap?: boolean }
  /** A step that names the label of a handler as its second operand. */
  | { readonly kind: 'handler'; readonly step: Translator }
  /** Jumps to its fail label if the condition does not hold. */
  | { readonly kind: 'condition'; readonly condition: ConditionTranslator }
  /** A condition if its fail label is not 0, otherwise a step. */
  | { readonly kind: 'guard'; readonly condition: ConditionTranslator; readonly step: Translator }
  /** A condition if its first operand is a label, otherwise a step. */
  | { readonly kind: 'optionalLabel'; readonly condition: ConditionTranslator; readonly step: Translator }
  /** Both conditions must hold; the second one is only looked at if the first one does. */
  | { readonly kind: 'twoConditions'; readonly condition: ConditionTranslator; readonly second: ConditionTranslator }
  /**
   * Compares two operands. For small integers, which the first condition tests unless it is known, `second`; for others
   * `otherwise`.
   */
  | {
      readonly kind: 'ordering';
      readonly condition: ConditionTranslator;
      readonly second: ConditionTranslator;
      readonly otherwise: ConditionTranslator;
    }
  /**
   * Goes on at the label of the value that its first operand has: `select` pushes what is compared, `compare` pushes whether that
   * is one value of the list. With `tabular` many integers become a `br_table`.
   */
  | { readonly kind: 'selection'; readonly select: Translator; readonly compare: ConditionTranslator; readonly tabular: boolean }
  /** Goes on at its label. */
  | { readonly kind: 'jump'; readonly jump: Translator }
  /** A call in tail position of a label of the module, its second operand: a jump if that is the function itself. */
  | { readonly kind: 'localTailCall'; readonly jump: Translator; readonly exit: Translator }
  /** A call in a body. */
  | { readonly kind: 'call'; readonly call: CallTranslator }
  /** A call of a fun: in tail position if the removal of the frame and `return` follow. */
  | { readonly kind: 'funCall'; readonly call: CallTranslator; readonly exit: Translator }
  /** Waits, or lets others have their turn, and goes on at its label. */
  | { readonly kind: 'wait'; readonly call: CallTranslator }
  /** Waits; goes on after itself if the second condition holds, at its label if not. */
  | { readonly kind: 'waitWithTimeout'; readonly call: CallTranslator; readonly second: ConditionTranslator }
  /** Leaves the function. */
  | { readonly kind: 'exit'; readonly exit: Translator };

/** All that the compiler knows of an instruction. */
export type InstructionRow = Facts & Behaviour;

/** Instructions by OTP's names, under the title that the README's table gives them. */
export interface InstructionGroup {
  readonly title: string;
  readonly instructions: Readonly<Partial<Record<keyof typeof Opcode, InstructionRow>>>;
}

/** Makes the translator of a condition of one that pushes a nonzero value if it holds. */
export function negatable(push: Translator): ConditionTranslator {
  return (f, k, negated) => {
    push(f, k);
    if (negated) f.asm.i32.eqz();
  };
}

/** For a step without code. */
export function noCode(): void {}
