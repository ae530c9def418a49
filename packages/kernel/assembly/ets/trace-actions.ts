// What match specifications of tracing may do besides calling guards, by the number that the host knows each by.
import * as L from '../generated/layout';

// Words of each: the atom, the fewest and the most arguments, bits of what it may be used for.
const IN_GUARD: u32 = 1;
const FOR_MESSAGES: u32 = 2;
const ACTION_BYTES: u32 = 16;
const actions: u32 = memory.data<u32>([
  L.Atom_is_seq_trace,
  0,
  0,
  3,
  L.Atom_get_seq_token,
  0,
  0,
  3,
  L.Atom_set_seq_token,
  2,
  2,
  2,
  L.Atom_return_trace,
  0,
  0,
  0,
  L.Atom_exception_trace,
  0,
  0,
  0,
  L.Atom_message,
  1,
  1,
  2,
  L.Atom_process_dump,
  0,
  0,
  2,
  L.Atom_enable_trace,
  1,
  2,
  2,
  L.Atom_disable_trace,
  1,
  2,
  2,
  L.Atom_trace,
  2,
  3,
  2,
  L.Atom_display,
  1,
  1,
  2,
  L.Atom_caller,
  0,
  0,
  0,
  L.Atom_caller_line,
  0,
  0,
  0,
  L.Atom_current_stacktrace,
  0,
  1,
  0,
  L.Atom_silent,
  1,
  1,
  2,
  L.Atom_get_tcw,
  0,
  0,
  3,
  L.Atom_set_tcw,
  1,
  1,
  2,
]) as u32;
const COUNT: u32 = 17;

/** Number of the action with the name of an atom, given by its index; -1 if there is none. */
export function findAction(atom: u32): i32 {
  for (let i: u32 = 0; i < COUNT; i++) if (load<u32>(actions + i * ACTION_BYTES) == atom) return i;
  return -1;
}

/** True if an action may have so many arguments. */
export function mayHave(action: u32, count: u32): bool {
  const at = actions + action * ACTION_BYTES;
  return count >= load<u32>(at, 4) && count <= load<u32>(at, 8);
}

/** True for an action that only asks, so that a guard may have it. */
export function isAllowedInGuard(action: u32): bool {
  return (load<u32>(actions + action * ACTION_BYTES, 12) & IN_GUARD) != 0;
}

/** True for an action that is not about the call of a function. */
export function isAllowedForMessages(action: u32): bool {
  return (load<u32>(actions + action * ACTION_BYTES, 12) & FOR_MESSAGES) != 0;
}
