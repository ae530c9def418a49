import type { Term } from '@beamline/beam-file';
import { atom, characters, integer, NIL, tuple } from '../terms/plain-terms.js';
import { freshReference } from '../terms/resource-term.js';
import { badarg, elementsOf, textOf } from './arguments.js';
import type { HostBifs } from './bif-context.js';

// Linked-in drivers, of which there are none.

/** OTP's number of the error that a library cannot be opened. */
const NO_LIBRARY = -10;

/** OTP's texts of errors, as it writes them. */
const MESSAGES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    inconsistent: 'Driver name and/or driver options are inconsistent with currently loaded driver',
    linked_in_driver: 'Driver is statically linked and cannot be loaded/unloaded',
    permanent: 'DDLL driver is permanent an cannot be unloaded/loaded',
    not_loaded: 'DDLL driver is not loaded',
    not_loaded_by_this_process: 'DDLL driver was not loaded by this process',
    not_pending: 'DDLL load not pending for this driver name',
    already_loaded: 'DDLL driver is already loaded successfully',
    pending_reload: 'Driver reloading is already pending',
    pending_process: 'Driver is loaded by others when attempting option {reload, pending_driver}',
  }),
);

/** Texts of `{open_error, Number}`. */
const OPEN_ERRORS: Readonly<Record<number, string>> = {
  [NO_LIBRARY]: 'cannot open shared object file: No such file or directory',
  [-1]: 'No driver init in dynamic library',
  [-2]: 'Driver init failed',
};

/** The name of a driver: an atom or text. */
function checkName(name: Term | undefined): void {
  if (name?.kind !== 'atom') textOf(name);
}

/** Linked-in drivers. */
export const driverBifs: HostBifs = {
  'erl_ddll:loaded_drivers/0': () => tuple(atom('ok'), NIL),
  'erl_ddll:info/2': () => badarg(),
  'erl_ddll:try_load/3': ([path, name, options]) => {
    checkName(path);
    checkName(name);
    elementsOf(options);
    return tuple(atom('error'), tuple(atom('open_error'), integer(NO_LIBRARY)));
  },
  'erl_ddll:try_unload/2': ([name, options]) => {
    checkName(name);
    elementsOf(options);
    return tuple(atom('error'), atom('not_loaded'));
  },
  'erl_ddll:monitor/2': ([tag, what], { processes }) => {
    const [name, when] = what?.kind === 'tuple' ? what.elements : [];
    if (tag?.kind !== 'atom' || tag.name !== 'driver' || name === undefined || when?.kind !== 'atom') return badarg();
    checkName(name);
    if (!['loaded', 'unloaded', 'unloaded_only'].includes(when.name)) return badarg();
    const reference = freshReference();
    processes.sendToRunning(tuple(atom('DOWN'), reference, tag, name, atom('unloaded')));
    return reference;
  },
  'erl_ddll:demonitor/1': ([reference]) => (reference?.kind === 'reference' ? atom('true') : badarg()),
  'erl_ddll:format_error_int/1': ([error]) => {
    const [kind, number] = error?.kind === 'tuple' ? error.elements : [];
    if (kind?.kind === 'atom' && kind.name === 'open_error' && number?.kind === 'integer')
      return characters(OPEN_ERRORS[Number(number.value)] ?? 'Unspecified error');
    const text = error?.kind === 'atom' ? MESSAGES.get(error.name) : undefined;
    return text === undefined ? badarg() : characters(text);
  },
};
