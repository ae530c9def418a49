import type { Term } from '@beamline/beam-file';
import { atom, boolean, integer, list } from '../terms/plain-terms.js';
import { badarg, integerBetween, isAtom } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';

/** As in OTP until a program has asked for it. */
function unavailable(): never {
  throw new BifFailure('undef');
}

/** Context of a process, 0 for one that has ended. */
function contextOf(pid: Term | undefined, { processes }: BifContext): number {
  return pid?.kind === 'pid' ? processes.contextOf(pid) : badarg();
}

/** What a program sees of the emulator by the name of an item; of what this machine does not have there is nothing, as for a wrong name in OTP. */
function stateOf(what: Term, machine: BifContext): Term {
  const { processes, info } = machine;
  if (what.kind === 'tuple' && what.elements.length === 2 && isAtom(what.elements[0], 'process_status')) {
    const context = contextOf(what.elements[1], machine);
    return context === 0 ? atom('undefined') : (info.value(context, 'status') ?? badarg());
  }
  switch (what.kind === 'atom' ? what.name : '') {
    case 'available_internal_state':
      return boolean(true);
    case 'reds_left':
      return integer(info.reductionsLeft());
    case 'processes':
      return list(processes.all().map((context) => processes.pid(context)));
    case 'force_heap_frags':
      return boolean(false);
    default:
      return badarg();
  }
}

/** Changes what a program may change of the emulator. */
function change(what: Term, value: Term, machine: BifContext): Term {
  switch (what.kind === 'atom' ? what.name : '') {
    case 'reds_left':
      machine.spend(Math.max(machine.info.reductionsLeft() - integerBetween(value, 0, Number.MAX_SAFE_INTEGER), 0));
      return boolean(true);
    case 'force_gc': {
      const context = contextOf(value, machine);
      return boolean(context !== 0 && machine.processes.collect(context));
    }
    // Memory is given back, and timers are cancelled, at once.
    case 'wait':
      return isAtom(value, 'deallocations', 'timer_cancellations', 'aux_work') ? atom('ok') : badarg();
    default:
      return badarg();
  }
}

/** A look into the emulator, for tests of OTP's own: without `available_internal_state` there are no such functions. */
export const internalStateBifs: HostBifs = {
  'erts_debug:get_internal_state/1': ([what], machine) => {
    if (!machine.flags.showsInternalState) return unavailable();
    return what === undefined ? badarg() : stateOf(what, machine);
  },
  'erts_debug:set_internal_state/2': ([what, value], machine) => {
    const { flags } = machine;
    if (isAtom(what, 'available_internal_state') && value?.kind === 'atom') {
      const before = flags.showsInternalState;
      flags.showsInternalState = value.name === 'true';
      return boolean(before);
    }
    if (!flags.showsInternalState) return unavailable();
    return what === undefined || value === undefined ? badarg() : change(what, value, machine);
  },
};
