// BIFs that start processes.

import { signalWith, thisNode } from '../distribution/connections';
import { SPAWN_REQUEST } from '../distribution/operations';
import { findRequest, requestAway } from '../distribution/remote-entries';
import { functionTarget } from '../execution/apply';
import { failBif, failBifFor } from '../execution/raise';
import { tailCall } from '../execution/run-loop';
import { setX, setX2, setX3, setX4, setX5 } from '../execution/x-registers';
import * as L from '../generated/layout';
import { connection, ownFunction, spawned } from '../host';
import { currentContext } from '../memory/heap';
import { originOf, removeMonitor } from '../processes/connection-entries';
import { adoptMessage, deliver, makeMessage } from '../processes/mailbox';
import { adoptBinaries, createProcess, destroyProcess, pidOf, setUnstarted } from '../processes/process';
import { setMaxHeap } from '../processes/process-limits';
import { makeRunnable } from '../processes/run-queue';
import { link, monitor, REQUEST_LINKED, REQUEST_MONITORED, REQUEST_TELLS_ERROR, REQUEST_TELLS_OK } from '../processes/signals';
import { makeCons, makePair, makeTriple, makeTuple, setElement } from '../terms/construct';
import { binariesOfCopy, copyTerm, sizeOfCopy } from '../terms/copy-term';
import { isReference, newReferenceNumber, numberOf, referenceTerm } from '../terms/references';
import {
  arityOf,
  elementOf,
  headOf,
  isAtom,
  isBoxed,
  isCons,
  isFun,
  isTuple,
  listLength,
  makeAtom,
  makeBoolean,
  makeSmall,
  tailOf,
} from '../terms/term';
import {
  aliasMode,
  isReply,
  keptFlags,
  linked,
  maxHeap,
  minHeapWords,
  monitored,
  monitorTag,
  plain,
  priority,
  readOptions,
  replyError,
  replyOk,
  replyTag,
  withLink,
  withMonitor,
} from './spawn-options';

/** What is spawned: a fun in `module`, with `name` 0, or a function and its arguments. */
function isStartable(module: u32, name: u32, list: u32): bool {
  if (name == 0)
    return isFun(module) || (isTuple(module) && arityOf(module) == 2 && isAtom(elementOf(module, 0)) && isAtom(elementOf(module, 1)));
  const count = listLength(list);
  return isAtom(module) && isAtom(name) && count >= 0 && count <= 255;
}

/** Bytes of a group leader that is a pid of another node, 0 of any other. */
// @ts-ignore: decorator
@inline
function leaderBytes(leader: u32): u32 {
  return isBoxed(leader) ? (1 + arityOf(leader)) << 2 : 0;
}

/** Copies a group leader of another node to the heap of a new process. */
function copyLeader(context: u32, leader: u32): u32 {
  const at = load<u32>(context + L.ContextOffset_heapTop);
  const bytes = leaderBytes(leader);
  memory.copy(at, leader - L.TermTag_boxed, bytes);
  store<u32>(context + L.ContextOffset_heapTop, at + bytes);
  return at | L.TermTag_boxed;
}

/** As `create`, by the running process. */
function createHere(module: u32, name: u32, list: u32): u32 {
  const parent = currentContext();
  return create(module, name, list, load<u32>(parent + L.ContextOffset_groupLeader), pidOf(parent));
}

/** Makes the process; its Context, 0 if there are too many. */
function create(module: u32, name: u32, list: u32, leader: u32, parent: u32): u32 {
  let context: u32;
  if (name == 0) {
    const bytes = sizeOfCopy(module);
    // A fun with arguments and what is none is left to `apply`, which fails as it must.
    const isPlain = isPlainFun(module);
    const entry = isPlain
      ? ((load<u32>(module - 2 + L.FunOffset_entry) >> L.TermTag_integerShift) as u32)
      : functionTarget(makeAtom(L.Atom_erlang), makeAtom(L.Atom_apply), 2);
    context = createProcess(entry, isPlain ? 1 : 2, max<u32>(bytes + leaderBytes(leader), minHeapWords << 2));
    if (context == 0) return 0;
    const saved = load<u32>(context + L.ContextOffset_savedX);
    const heap = load<u32>(context + L.ContextOffset_heapTop);
    store<u32>(saved, copyTerm(module, heap));
    store<u32>(saved, L.TermTag_nil, 4);
    store<u32>(context + L.ContextOffset_heapTop, heap + bytes);
    store<u32>(context + L.ContextOffset_initialModule, makeAtom(L.Atom_erlang));
    store<u32>(context + L.ContextOffset_initialFunction, makeAtom(L.Atom_apply));
    store<u32>(context + L.ContextOffset_initialArity, 2);
  } else {
    const count = listLength(list) as u32;
    const bytes = sizeOfCopy(list);
    context = createProcess(functionTarget(module, name, count), count, max<u32>(bytes + leaderBytes(leader), minHeapWords << 2));
    if (context == 0) return 0;
    const saved = load<u32>(context + L.ContextOffset_savedX);
    const heap = load<u32>(context + L.ContextOffset_heapTop);
    let rest = copyTerm(list, heap);
    for (let i: u32 = 0; i < count; i++) {
      store<u32>(saved + (i << 2), headOf(rest));
      rest = tailOf(rest);
    }
    store<u32>(context + L.ContextOffset_heapTop, heap + bytes);
    store<u32>(context + L.ContextOffset_initialModule, module);
    store<u32>(context + L.ContextOffset_initialFunction, name);
    store<u32>(context + L.ContextOffset_initialArity, count);
  }
  adoptBinaries(context, binariesOfCopy());
  store<u32>(context + L.ContextOffset_groupLeader, isBoxed(leader) ? copyLeader(context, leader) : leader);
  store<u32>(context + L.ContextOffset_parent, parent);
  store<u32>(context + L.ContextOffset_priority, priority);
  if (minHeapWords != 0) store<u32>(context + L.ContextOffset_minHeapBytes, minHeapWords << 2);
  if (keptFlags != 0) {
    const flags = makeMessage(keptFlags);
    store<u32>(context + L.ContextOffset_options, load<u32>(flags, L.MessageOffset_term));
    adoptMessage(context, flags);
  }
  return context;
}

/** Connects the new process as the options say, and starts it; the number of its monitor, 0 for none. */
function start(context: u32, module: u32, name: u32, list: u32): u64 {
  const parent = currentContext();
  if (linked) link(parent, context);
  const number: u64 = monitored ? monitor(parent, context, 0, monitorTag, aliasMode) : 0;
  // Tracing may have it traced as its parent is, before it runs.
  if ((load<u32>(parent + L.ContextOffset_flags) & L.ProcessFlag_tracedLife) != 0) spawned(parent, context, module, name, list, linked);
  makeRunnable(context);
  return number;
}

/**
 * Spawns; the arguments of the BIF are in X. Processes on other nodes are asked for by OTP's own functions; where these are not loaded, a process here
 * ends for want of a connection.
 */
function spawn(sp: u32, bif: u32, arity: u32, node: u32, module: u32, name: u32, list: u32): u32 {
  if (!isAtom(node) || !isStartable(module, name, list)) return failBif(sp, L.Atom_badarg, bif, arity);
  if (node != thisNode()) {
    const own = ownFunction(bif);
    if (own != 0) return tailCall(sp, own);
    module = makeAtom(L.Atom_erlang);
    name = makeAtom(L.Atom_exit);
    list = makeCons(makeAtom(L.Atom_noconnection), L.TermTag_nil);
  }
  const context = createHere(module, name, list);
  if (context == 0) return failBif(sp, L.Atom_system_limit, bif, arity);
  if (maxHeap != 0 && !setMaxHeap(context, maxHeap)) {
    destroyProcess(context);
    return failBifFor(sp, L.Atom_badarg, L.Atom_badopt, bif, arity);
  }
  const pid = pidOf(context);
  setUnstarted(context);
  const number = start(context, module, name, list);
  setUnstarted(0);
  return number == 0 ? pid : makePair(pid, referenceTerm(number));
}

/** @bif erlang:spawn/1 inErlang */
export function erlang_spawn_1(sp: u32, fun: u32): u32 {
  setX(0, fun);
  plain();
  return spawn(sp, L.Bif_erlang_spawn_1, 1, thisNode(), fun, 0, 0);
}

/** @bif erlang:spawn/2 inErlang */
export function erlang_spawn_2(sp: u32, node: u32, fun: u32): u32 {
  setX2(node, fun);
  plain();
  return spawn(sp, L.Bif_erlang_spawn_2, 2, node, fun, 0, 0);
}

/** @bif erlang:spawn/3 */
export function erlang_spawn_3(sp: u32, module: u32, name: u32, list: u32): u32 {
  setX3(module, name, list);
  plain();
  return spawn(sp, L.Bif_erlang_spawn_3, 3, thisNode(), module, name, list);
}

/**
 * `erts_internal:spawn_system_process/3`: as any other.
 *
 * @bif erts_internal:spawn_system_process/3
 */
export function erts_internal_spawn_system_process_3(sp: u32, module: u32, name: u32, list: u32): u32 {
  setX3(module, name, list);
  plain();
  return spawn(sp, L.Bif_erts_internal_spawn_system_process_3, 3, thisNode(), module, name, list);
}

/** @bif erlang:spawn/4 inErlang */
export function erlang_spawn_4(sp: u32, node: u32, module: u32, name: u32, list: u32): u32 {
  setX4(node, module, name, list);
  plain();
  return spawn(sp, L.Bif_erlang_spawn_4, 4, node, module, name, list);
}

/** @bif erlang:spawn_link/1 inErlang */
export function erlang_spawn_link_1(sp: u32, fun: u32): u32 {
  setX(0, fun);
  withLink();
  return spawn(sp, L.Bif_erlang_spawn_link_1, 1, thisNode(), fun, 0, 0);
}

/** @bif erlang:spawn_link/2 inErlang */
export function erlang_spawn_link_2(sp: u32, node: u32, fun: u32): u32 {
  setX2(node, fun);
  withLink();
  return spawn(sp, L.Bif_erlang_spawn_link_2, 2, node, fun, 0, 0);
}

/** @bif erlang:spawn_link/3 */
export function erlang_spawn_link_3(sp: u32, module: u32, name: u32, list: u32): u32 {
  setX3(module, name, list);
  withLink();
  return spawn(sp, L.Bif_erlang_spawn_link_3, 3, thisNode(), module, name, list);
}

/** @bif erlang:spawn_link/4 inErlang */
export function erlang_spawn_link_4(sp: u32, node: u32, module: u32, name: u32, list: u32): u32 {
  setX4(node, module, name, list);
  withLink();
  return spawn(sp, L.Bif_erlang_spawn_link_4, 4, node, module, name, list);
}

/** Unlike its kin `spawn_monitor` looks at how many arguments its fun has. */
function isPlainFun(fun: u32): bool {
  return isFun(fun) && load<u32>(fun - 2 + L.FunOffset_arity) == L.TermTag_integer;
}

/** @bif erlang:spawn_monitor/1 inErlang */
export function erlang_spawn_monitor_1(sp: u32, fun: u32): u32 {
  setX(0, fun);
  if (!isPlainFun(fun)) return failBif(sp, L.Atom_badarg, L.Bif_erlang_spawn_monitor_1, 1);
  withMonitor();
  return spawn(sp, L.Bif_erlang_spawn_monitor_1, 1, thisNode(), fun, 0, 0);
}

/** @bif erlang:spawn_monitor/2 inErlang */
export function erlang_spawn_monitor_2(sp: u32, node: u32, fun: u32): u32 {
  setX2(node, fun);
  if (!isPlainFun(fun)) return failBif(sp, L.Atom_badarg, L.Bif_erlang_spawn_monitor_2, 2);
  withMonitor();
  return spawn(sp, L.Bif_erlang_spawn_monitor_2, 2, node, fun, 0, 0);
}

/** @bif erlang:spawn_monitor/3 inErlang */
export function erlang_spawn_monitor_3(sp: u32, module: u32, name: u32, list: u32): u32 {
  setX3(module, name, list);
  withMonitor();
  return spawn(sp, L.Bif_erlang_spawn_monitor_3, 3, thisNode(), module, name, list);
}

/** @bif erlang:spawn_monitor/4 inErlang */
export function erlang_spawn_monitor_4(sp: u32, node: u32, module: u32, name: u32, list: u32): u32 {
  setX4(node, module, name, list);
  withMonitor();
  return spawn(sp, L.Bif_erlang_spawn_monitor_4, 4, node, module, name, list);
}

function spawnOpt(sp: u32, bif: u32, arity: u32, node: u32, module: u32, name: u32, list: u32, options: u32): u32 {
  // What options of another node are right is checked there.
  if (node == thisNode() && readOptions(options, false) != 1) {
    return name != 0 || isStartable(module, name, list)
      ? failBifFor(sp, L.Atom_badarg, L.Atom_badopt, bif, arity)
      : failBif(sp, L.Atom_badarg, bif, arity);
  }
  return spawn(sp, bif, arity, node, module, name, list);
}

/** @bif erlang:spawn_opt/2 inErlang */
export function erlang_spawn_opt_2(sp: u32, fun: u32, options: u32): u32 {
  setX2(fun, options);
  return spawnOpt(sp, L.Bif_erlang_spawn_opt_2, 2, thisNode(), fun, 0, 0, options);
}

/** @bif erlang:spawn_opt/3 inErlang */
export function erlang_spawn_opt_3(sp: u32, node: u32, fun: u32, options: u32): u32 {
  setX3(node, fun, options);
  return spawnOpt(sp, L.Bif_erlang_spawn_opt_3, 3, node, fun, 0, 0, options);
}

/** @bif erlang:spawn_opt/4 */
export function erlang_spawn_opt_4(sp: u32, module: u32, name: u32, list: u32, options: u32): u32 {
  setX4(module, name, list, options);
  return spawnOpt(sp, L.Bif_erlang_spawn_opt_4, 4, thisNode(), module, name, list, options);
}

/** @bif erlang:spawn_opt/5 inErlang */
export function erlang_spawn_opt_5(sp: u32, node: u32, module: u32, name: u32, list: u32, options: u32): u32 {
  setX5(node, module, name, list, options);
  return spawnOpt(sp, L.Bif_erlang_spawn_opt_5, 5, node, module, name, list, options);
}

/** `{Tag, Request, Result, Value}` for the caller of `spawn_request`. */
function reply(number: u64, result: u32, value: u32): void {
  const tuple = makeTuple(4);
  setElement(tuple, 0, replyTag);
  setElement(tuple, 1, referenceTerm(number));
  setElement(tuple, 2, makeAtom(result));
  setElement(tuple, 3, value);
  deliver(currentContext(), tuple);
}

/** Spawns, and tells the caller by a message what came of it; returns the number of the request, or the monitor's. */
function request(sp: u32, bif: u32, arity: u32, node: u32, module: u32, name: u32, list: u32, options: u32): u32 {
  const known = readOptions(options, true);
  if (known < 0 || !isAtom(node) || !isStartable(module, name, list)) return failBif(sp, L.Atom_badarg, bif, arity);
  const own: u32 = node == thisNode() ? 0 : ownFunction(bif);
  if (own != 0) return tailCall(sp, own);
  let problem: u32 = 0;
  let context: u32 = 0;
  if (known == 0) problem = L.Atom_badopt;
  else if (node != thisNode()) problem = L.Atom_noconnection;
  else {
    context = createHere(module, name, list);
    if (context == 0) problem = L.Atom_system_limit;
    else if (maxHeap != 0 && !setMaxHeap(context, maxHeap)) problem = L.Atom_badopt;
  }
  if (problem != 0) {
    const number = newReferenceNumber();
    if (replyError) reply(number, L.Atom_error, makeAtom(problem));
    return referenceTerm(number);
  }
  const monitorNumber = start(context, module, name, list);
  const number = monitorNumber == 0 ? newReferenceNumber() : monitorNumber;
  if (replyOk) reply(number, L.Atom_ok, pidOf(context));
  return referenceTerm(number);
}

/**
 * `erts_internal:spawn_request/4`: its errors are values.
 *
 * @bif erts_internal:spawn_request/4
 */
export function erts_internal_spawn_request_4(sp: u32, module: u32, name: u32, list: u32, options: u32): u32 {
  if (!isStartable(module, name, list) || readOptions(options, true) < 0) return makeAtom(L.Atom_badarg);
  setX4(module, name, list, options);
  return request(sp, L.Bif_erts_internal_spawn_request_4, 4, thisNode(), module, name, list, options);
}

/** @bif erlang:spawn_request/1 inErlang */
export function erlang_spawn_request_1(sp: u32, fun: u32): u32 {
  setX(0, fun);
  return request(sp, L.Bif_erlang_spawn_request_1, 1, thisNode(), fun, 0, 0, L.TermTag_nil);
}

/** @bif erlang:spawn_request/2 inErlang */
export function erlang_spawn_request_2(sp: u32, a: u32, b: u32): u32 {
  setX2(a, b);
  if (isFun(a)) return request(sp, L.Bif_erlang_spawn_request_2, 2, thisNode(), a, 0, 0, b);
  return request(sp, L.Bif_erlang_spawn_request_2, 2, a, b, 0, 0, L.TermTag_nil);
}

/** @bif erlang:spawn_request/3 inErlang */
export function erlang_spawn_request_3(sp: u32, a: u32, b: u32, c: u32): u32 {
  setX3(a, b, c);
  if (isFun(b)) return request(sp, L.Bif_erlang_spawn_request_3, 3, a, b, 0, 0, c);
  return request(sp, L.Bif_erlang_spawn_request_3, 3, thisNode(), a, b, c, L.TermTag_nil);
}

/** @bif erlang:spawn_request/4 inErlang */
export function erlang_spawn_request_4(sp: u32, a: u32, b: u32, c: u32, d: u32): u32 {
  setX4(a, b, c, d);
  if (isAtom(c)) return request(sp, L.Bif_erlang_spawn_request_4, 4, a, b, c, d, L.TermTag_nil);
  return request(sp, L.Bif_erlang_spawn_request_4, 4, thisNode(), a, b, c, d);
}

/** @bif erlang:spawn_request/5 inErlang */
export function erlang_spawn_request_5(sp: u32, node: u32, module: u32, name: u32, list: u32, options: u32): u32 {
  setX5(node, module, name, list, options);
  return request(sp, L.Bif_erlang_spawn_request_5, 5, node, module, name, list, options);
}

/** The options of a request that another node is told: what the answer is to be, and by which alias a monitor is known, is told to nobody. */
function optionsAway(options: u32, isRequest: bool): u32 {
  let told: u32 = L.TermTag_nil;
  for (; isCons(options); options = tailOf(options)) {
    const option = headOf(options);
    const name: u32 = isTuple(option) && arityOf(option) == 2 ? elementOf(option, 0) : option;
    if (
      isRequest &&
      name != option &&
      (name == makeAtom(L.Atom_reply_tag) || (name == makeAtom(L.Atom_reply) && isReply(elementOf(option, 1))))
    )
      continue;
    told = makeCons(name == makeAtom(L.Atom_monitor) ? name : option, told);
  }
  return told;
}

/**
 * `erts_internal:dist_spawn_request/4`: asks another node for a process. What the options mean there, that node says.
 *
 * @bif erts_internal:dist_spawn_request/4
 */
export function erts_internal_dist_spawn_request_4(sp: u32, node: u32, call: u32, options: u32, kind: u32): u32 {
  const isRequest = kind == makeAtom(L.Atom_spawn_request);
  if (!isAtom(node) || !isTuple(call) || arityOf(call) != 3) return makeAtom(L.Atom_badarg);
  const list = elementOf(call, 2);
  const count = listLength(list);
  if (!isAtom(elementOf(call, 0)) || !isAtom(elementOf(call, 1)) || count < 0 || count > 255) return makeAtom(L.Atom_badarg);
  if (readOptions(options, isRequest) < 0) return makeAtom(L.Atom_badarg);
  const self = currentContext();
  const flags: u32 =
    (linked ? REQUEST_LINKED : 0) |
    (monitored ? REQUEST_MONITORED : 0) |
    (replyOk ? REQUEST_TELLS_OK : 0) |
    (replyError ? REQUEST_TELLS_ERROR : 0);
  const away = connection(node, true);
  let number: u64;
  if (away == 0) {
    number = newReferenceNumber();
    if (replyError) reply(number, L.Atom_error, makeAtom(L.Atom_noconnection));
  } else {
    number = requestAway(self, away, replyTag, monitorTag, aliasMode, flags);
    const request = makeTuple(6);
    setElement(request, 0, makeSmall(SPAWN_REQUEST));
    setElement(request, 1, referenceTerm(number));
    setElement(request, 2, pidOf(self));
    setElement(request, 3, load<u32>(self + L.ContextOffset_groupLeader));
    setElement(request, 4, makeTriple(elementOf(call, 0), elementOf(call, 1), makeSmall(count)));
    setElement(request, 5, optionsAway(options, isRequest));
    signalWith(away, request, list);
  }
  const reference = referenceTerm(number);
  return isRequest ? reference : makePair(reference, makeBoolean(monitored));
}

/** What the options of the last `spawnFrom` asked for: bits of `REQUEST_LINKED` and `REQUEST_MONITORED`. */
export let spawnedWith: u32 = 0;

/** Makes a process that another node asks for, and does not start it; its Context, or an atom that says what is wrong. */
export function spawnFrom(leader: u32, module: u32, name: u32, list: u32, options: u32): u32 {
  const known = readOptions(options, false);
  spawnedWith = (linked ? REQUEST_LINKED : 0) | (monitored ? REQUEST_MONITORED : 0);
  if (known != 1) return makeAtom(known == 0 ? L.Atom_badopt : L.Atom_badarg);
  if (!isStartable(module, name, list)) return makeAtom(L.Atom_badarg);
  const context = create(module, name, list, leader, 0);
  if (context == 0) return makeAtom(L.Atom_system_limit);
  if (maxHeap == 0 || setMaxHeap(context, maxHeap)) return context;
  destroyProcess(context);
  return makeAtom(L.Atom_badopt);
}

/**
 * `spawn_request_abandon/1`: requests to this node have had their answer at once.
 *
 * @bif erlang:spawn_request_abandon/1
 */
export function erlang_spawn_request_abandon_1(sp: u32, reference: u32): u32 {
  if (!isReference(reference)) {
    setX(0, reference);
    return failBif(sp, L.Atom_badarg, L.Bif_erlang_spawn_request_abandon_1, 1);
  }
  const entry = findRequest(numberOf(reference));
  if (entry == 0 || originOf(entry) != currentContext()) return makeAtom(L.Atom_false);
  removeMonitor(entry);
  return makeAtom(L.Atom_true);
}
