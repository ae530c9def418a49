import type { Term } from '@beamline/beam-file';
import { DEFAULT_ITEMS } from '../processes/process-info.js';
import { isOfThisNode, pidNumber } from '../terms/identifiers.js';
import { atom, boolean, integer, list, NIL, tuple } from '../terms/plain-terms.js';
import { atomOf, badarg, elementsOf, integerOf, isAtom } from './arguments.js';
import type { BifContext, HostBifs } from './bif-context.js';
import { BifFailure } from './bif-failure.js';

/** The first release that tells of one key of a dictionary. */
const DICTIONARY_KEY_RELEASE = 26;

/** Context of a process of this node by its pid; undefined if it has ended. */
function contextOf(pid: Term | undefined, { processes }: BifContext): number | undefined {
  if (pid?.kind !== 'pid' || !isOfThisNode(pid)) return badarg();
  const context = processes.contextOf(pid);
  return context === 0 ? undefined : context;
}

/** True for `{dictionary, Key}`. */
function isDictionaryKey(what: Term): what is Term & { readonly kind: 'tuple' } {
  return what.kind === 'tuple' && what.elements.length === 2 && isAtom(what.elements[0], 'dictionary');
}

/** True for what `process_info` can be asked for. */
function isItem(what: Term, { info, otpRelease }: BifContext): boolean {
  if (isDictionaryKey(what)) return otpRelease >= DICTIONARY_KEY_RELEASE;
  return what.kind === 'atom' && info.isItem(what.name);
}

/** `{Item, Value}`, or `{{dictionary, Key}, Value}`. */
function item(context: number, what: Term, machine: BifContext): Term {
  if (isDictionaryKey(what)) {
    const [, key] = what.elements;
    if (machine.otpRelease < DICTIONARY_KEY_RELEASE) return badarg();
    return tuple(what, key === undefined ? atom('undefined') : machine.processes.dictionaryValue(context, key));
  }
  return tuple(what, machine.info.value(context, atomOf(what)) ?? badarg());
}

const UNNAMED = 'registered_name';

/** Information about processes. */
export const processBifs: HostBifs = {
  // @bif looksAtCaller
  'erlang:process_info/1': ([pid], machine) => {
    const context = contextOf(pid, machine);
    if (context === undefined) return atom('undefined');
    const items = DEFAULT_ITEMS.map((name) => item(context, atom(name), machine));
    // A process without a name does not say so.
    return list(items.filter((pair, i) => DEFAULT_ITEMS[i] !== UNNAMED || (pair.kind === 'tuple' && pair.elements[1]?.kind !== 'nil')));
  },
  'erlang:process_info/2': ([pid, what], machine) => {
    if (pid?.kind !== 'pid' || what === undefined) return badarg();
    const wanted = what.kind === 'list' || what.kind === 'nil' ? elementsOf(what) : undefined;
    const context = contextOf(pid, machine);
    if (context === undefined) {
      for (const each of wanted ?? [what]) if (!isItem(each, machine)) return badarg();
      return atom('undefined');
    }
    if (wanted !== undefined) return list(wanted.map((each) => item(context, each, machine)));
    const pair = item(context, what, machine);
    return what.kind === 'atom' && what.name === UNNAMED && pair.kind === 'tuple' && pair.elements[1]?.kind === 'nil' ? NIL : pair;
  },
  'erts_internal:group_leader/2': ([leader, pid], machine) => {
    if (leader?.kind !== 'pid') return badarg();
    const context = contextOf(pid, machine);
    if (context === undefined) return badarg();
    machine.processes.setGroupLeader(context, pidNumber(leader));
    return atom('true');
  },
  // The third argument is a reference for a reply by message, which is never needed here.
  'erts_internal:group_leader/3': ([leader, pid], machine) => {
    if (leader?.kind !== 'pid') return badarg();
    const context = contextOf(pid, machine);
    if (context === undefined) return atom('badarg');
    machine.processes.setGroupLeader(context, pidNumber(leader));
    return atom('true');
  },
  // @bif inErlang
  'erts_internal:is_process_alive/1': ([pid], machine) => boolean(contextOf(pid, machine) !== undefined),
  'erts_internal:is_process_alive/2': ([pid, reference], machine) => {
    machine.processes.sendToRunning(tuple(reference ?? NIL, boolean(contextOf(pid, machine) !== undefined)));
    return atom('ok');
  },
  // OTP does this in the process itself. Here it is done at once, but the reply is a message all the same.
  'erts_internal:request_system_task/3': ([pid, priority, task], machine) => {
    atomOf(priority);
    return systemTask(pid, task, machine);
  },
  'erts_internal:request_system_task/4': ([pid, priority, , task], machine) => {
    atomOf(priority);
    return systemTask(pid, task, machine);
  },
  'erts_internal:processes_next/1': ([start], { processes }) => {
    if (integerOf(start) !== 0) return atom('none');
    return tuple(integer(1), list(processes.all().map((context) => processes.pid(context))));
  },
  'erts_internal:is_system_process/1': ([pid], { processes }) =>
    pid?.kind === 'pid' ? boolean(processes.systemNumbers.has(pidNumber(pid))) : badarg(),
  'erts_internal:dirty_process_handle_signals/1': () => atom('noproc'),
  // @bif inErlang
  'erlang:check_process_code/2': ([pid, module], machine) => checkProcessCode(pid, atomOf(module), machine),
  // @bif inErlang
  'erlang:check_process_code/3': ([pid, module, options], machine) => {
    const id = asyncId(options);
    const result = checkProcessCode(pid, atomOf(module), machine);
    if (id === undefined) return result;
    machine.processes.sendToRunning(tuple(atom('check_process_code'), id, result));
    return atom('async');
  },
  'erts_internal:check_process_code/1': ([module], machine) => boolean(machine.code.uses(machine.processes.running(), atomOf(module))),
};

/** The reference of an option `{async, Reference}`, the last one; undefined without. */
function asyncId(options: Term | undefined): Term | undefined {
  const bad = (): never => {
    throw new BifFailure('badarg', 'bad_option');
  };
  if (options?.kind !== 'nil' && (options?.kind !== 'list' || options.tail.kind !== 'nil')) return bad();
  let id: Term | undefined;
  for (const option of elementsOf(options)) {
    const [name, value] = option.kind === 'tuple' && option.elements.length === 2 ? option.elements : [];
    if (name?.kind !== 'atom' || value === undefined) return bad();
    if (name.name === 'async') id = value;
    else if (name.name !== 'allow_gc' || value.kind !== 'atom' || (value.name !== 'true' && value.name !== 'false')) return bad();
  }
  return id;
}

function checkProcessCode(pid: Term | undefined, module: string, machine: BifContext): Term {
  const context = contextOf(pid, machine);
  return boolean(context !== undefined && machine.code.uses(context, module));
}

/** `{garbage_collect, Id, Kind}` or `{check_process_code, Id, Module}`: the reply is `{Task, Id, Result}`. */
function systemTask(pid: Term | undefined, task: Term | undefined, machine: BifContext): Term {
  const context = contextOf(pid, machine);
  const [name, id, what] = task?.kind === 'tuple' ? task.elements : [];
  if (name?.kind !== 'atom' || id === undefined) return badarg();
  let result: Term;
  if (context === undefined) result = atom('false');
  else if (name.name === 'check_process_code') result = boolean(machine.code.uses(context, atomOf(what)));
  else if (name.name === 'garbage_collect') result = boolean(machine.processes.collect(context));
  else return badarg();
  machine.processes.sendToRunning(tuple(name, id, result));
  return atom('ok');
}
