import { OperandKind } from '@beamline/beam-file';
import type { ModuleContext } from '../module/module-context.js';
import type { RegisterState } from './register-state.js';

/** A command of `bs_match`. */
export interface BsMatchCommand {
  /** Operand of its destination, −1 without one. */
  readonly destination: number;
}

/** Operands of each command, its name included, and where its destination is. */
const COMMANDS: ReadonlyMap<string, readonly [operands: number, destination: number]> = new Map(
  Object.entries<readonly [operands: number, destination: number]>({
    ensure_at_least: [3, -1],
    ensure_exactly: [2, -1],
    integer: [6, 5],
    binary: [6, 5],
    skip: [2, -1],
    get_tail: [4, 3],
    '=:=': [4, -1],
  }),
);

/** The commands of the `bs_match` at operand `k`. Throws CompileError for one that reads bits that none has made sure of. */
export function commandsOf(module: ModuleContext, k: number, state: RegisterState): BsMatchCommand[] {
  const { kinds, values } = module.code;
  const end = k + 3 + (values[k + 2] ?? 0);
  const commands: BsMatchCommand[] = [];
  let known = 0;
  let used = 0;
  for (let c = k + 3; c < end; ) {
    const name = kinds[c] === OperandKind.atom ? module.atom(values[c] ?? 0) : '';
    const layout = COMMANDS.get(name);
    if (layout === undefined || c + layout[0] > end) throw state.error(`unknown command ${name}`);
    const [operands, destination] = layout;
    const first = values[c + 1] ?? 0;
    if (name === 'ensure_at_least' || name === 'ensure_exactly') known = Math.max(known, used + first);
    else if (name === 'integer' || name === 'binary') used += (values[c + 3] ?? 0) * (values[c + 4] ?? 0);
    else if (name === 'skip') used += first;
    else if (name === '=:=') used += values[c + 2] ?? 0;
    if (used > known) throw state.error(`the command ${name} reads bits that none before it has made sure of`);
    if (destination >= 0 && kinds[c + destination] !== OperandKind.x && kinds[c + destination] !== OperandKind.y) {
      throw state.error(`the command ${name} has no register for its result`);
    }
    commands.push({ destination: destination < 0 ? -1 : c + destination });
    c += operands;
  }
  return commands;
}
