// Gives the kernel's natives their pauses: see `assembly/execution/pausing.ts`. What can be on the native stack when one pauses is
// found by the calls of the module; binaryen's Asyncify makes these functions able to leave and to come back, and all others stay
// as they are.
import binaryen from 'assemblyscript/binaryen';

/** What the kernel exports for this step only: the function that takes the native frames off the stack. */
const PAUSE = 'pauseNative';

/** Files whose module variables are those of walks that can pause: they stay with a native that does. Those of all others must not be needed after a pause. */
const WALKS = [
  'bifs/binary-search',
  'bifs/checksums',
  'bifs/external-terms',
  'bifs/iolists',
  'bifs/lists',
  'bifs/located-bytes',
  'bifs/unicode',
  'binaries/binary',
  'binaries/byte-search',
  'binaries/pattern-trie',
  'external-terms/decode',
  'external-terms/encode',
  'external-terms/measure',
  'external-terms/read-leaves',
  'external-terms/reader',
  'maps/map-building',
  'maps/trie-leaves',
  'terms/compare',
  'terms/copy-term',
  'terms/map-hash',
  'terms/phash',
  'terms/phash2',
].map((file) => `assembly/${file}/`);

/** Functions of a module in text: whom each calls. */
function callsOf(text) {
  const calls = new Map();
  let current;
  for (const line of text.split('\n')) {
    const start = /^ \(func \$(\S+)/.exec(line);
    if (start !== null) {
      current = new Set();
      calls.set(start[1], current);
    }
    if (current === undefined) continue;
    for (const [, target] of line.matchAll(/\((?:return_)?call \$([^\s)]+)/g)) current.add(target);
  }
  return calls;
}

/** The functions that can be above the one that pauses, except those that put the frames away and back, and those that `forbidding` names. */
function pausableFunctions(calls, pause, outside, forbidding) {
  const found = new Set([pause]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const [name, targets] of calls) {
      if (forbidding.includes(name) || outside.some((target) => targets.has(target))) continue;
      if ([...targets].some((target) => found.has(target))) found.add(name);
    }
  }
  found.delete(pause);
  return found;
}

/** Functions that a module imports from another one, by their names there. */
function importsOf(module, from) {
  const imports = new Map();
  for (let i = 0; i < module.getNumFunctions(); i++) {
    const { name, module: origin, base } = binaryen.getFunctionInfo(module.getFunctionByIndex(i));
    if (origin === from) imports.set(base, name);
  }
  return imports;
}

function exportsOf(module) {
  const exports = [];
  for (let i = 0; i < module.getNumExports(); i++) exports.push(binaryen.getExportInfo(module.getExportByIndex(i)));
  return exports.filter(({ kind }) => kind === binaryen.ExternalFunction);
}

function variablesOf(module) {
  const variables = [];
  for (let i = 0; i < module.getNumGlobals(); i++) {
    const { name, module: from, type, mutable } = binaryen.getGlobalInfo(module.getGlobalByIndex(i));
    if (from === '' && mutable && (name.startsWith('pausable') || WALKS.some((start) => name.startsWith(start))))
      variables.push({ name, type });
  }
  // The widest first, so that each is aligned.
  return variables.sort((a, b) => sizeOf(b.type) - sizeOf(a.type));
}

function sizeOf(type) {
  return type === binaryen.i64 || type === binaryen.f64 ? 8 : 4;
}

function operations(module, type) {
  if (type === binaryen.i64) return module.i64;
  if (type === binaryen.f64) return module.f64;
  if (type !== binaryen.i32) throw new Error('a module variable has a type that no pause keeps');
  return module.i32;
}

/**
 * Writes the functions that call one that may pause and do not let it: what is imported from `unpaused` calls the export of its name, which
 * is there for this step only. Nothing is `pausableSp` meanwhile, so `worked` goes on; these functions are the names that are returned.
 */
function forbidPauses(module) {
  const { i32 } = binaryen;
  const targets = new Map(exportsOf(module).map(({ name, value }) => [name, value]));
  return [...importsOf(module, 'unpaused')].map(([base, internal]) => {
    const { params, results } = binaryen.getFunctionInfo(module.getFunction(internal));
    const types = binaryen.expandType(params);
    if (results !== i32) throw new Error(`${base} is to return a word`);
    const [before, result] = [types.length, types.length + 1];
    const call = module.call(
      targets.get(base),
      types.map((type, i) => module.local.get(i, type)),
      i32,
    );
    const body = module.block(
      null,
      [
        module.local.set(before, module.global.get('pausableSp', i32)),
        module.global.set('pausableSp', module.i32.const(0)),
        module.local.set(result, call),
        module.global.set('pausableSp', module.local.get(before, i32)),
        module.local.get(result, i32),
      ],
      i32,
    );
    module.removeFunction(internal);
    module.addFunction(internal, params, i32, [i32, i32], body);
    module.removeExport(base);
    return internal;
  });
}

/**
 * The bytes of a kernel that was compiled with its names, with pauses; with its names if they are to stay. `bifs` has the numbers of BIFs by the names of
 * their exports.
 */
export function withPauses(bytes, bifs, keepsNames) {
  binaryen.setDebugInfo(true);
  const module = binaryen.readBinary(bytes);
  const { MutableGlobals, SignExt, NontrappingFPToInt, BulkMemory, BulkMemoryOpt } = binaryen.Features;
  module.setFeatures(MutableGlobals | SignExt | NontrappingFPToInt | BulkMemory | BulkMemoryOpt);
  const asyncify = importsOf(module, 'asyncify');
  const written = importsOf(module, 'pausing');
  const replace = (name, parameters, result, body) => {
    const internal = written.get(name);
    if (internal === undefined) throw new Error(`pausing.ts does not use ${name} any more`);
    module.removeFunction(internal);
    module.addFunction(internal, binaryen.createType(parameters), result, [], body);
  };
  const pause = exportsOf(module).find(({ name }) => name === PAUSE).value;
  module.removeExport(PAUSE);
  replace('pause', [], binaryen.none, module.call(pause, [], binaryen.none));
  const { i32, none } = binaryen;
  module.addGlobal('pausableSp', i32, true, module.i32.const(0));
  module.addGlobal('pausableBif', i32, true, module.i32.const(0));
  const forbidding = forbidPauses(module);
  const calls = callsOf(module.emitText());
  const pausable = pausableFunctions(calls, pause, [asyncify.get('stop_unwind'), asyncify.get('start_rewind')], forbidding);
  for (const [name, targets] of calls) {
    const target =
      pausable.has(name) || forbidding.includes(name) || targets.size === 0
        ? undefined
        : [...targets].find((called) => pausable.has(called));
    if (target !== undefined) throw new Error(`${target} may pause, but is called by ${name}, which may not`);
  }
  const exports = exportsOf(module);
  const exported = new Map(exports.map(({ name, value }) => [value, name]));
  for (const name of pausable) {
    const hasCaller = [...calls].some(([caller, targets]) => targets.has(name) && (pausable.has(caller) || forbidding.includes(caller)));
    if (!hasCaller && !exported.has(name)) throw new Error(`${name} may pause, but is not called by a BIF`);
  }
  replace('pausableSp', [], i32, module.global.get('pausableSp', i32));
  replace('pausableBif', [], i32, module.global.get('pausableBif', i32));

  const variables = variablesOf(module);
  let offset = 0;
  const saves = [];
  const loads = [];
  for (const { name, type } of variables) {
    const at = () => module.local.get(0, i32);
    saves.push(operations(module, type).store(offset, 4, at(), module.global.get(name, type)));
    loads.push(module.global.set(name, operations(module, type).load(offset, 4, at())));
    offset += sizeOf(type);
  }
  replace('variableBytes', [], i32, module.i32.const((offset + 7) & ~7));
  replace('saveVariables', [i32], none, module.block(null, saves));
  replace('loadVariables', [i32], none, module.block(null, loads));

  // Who enters the kernel says what may pause: a BIF may, what compiled code does in the middle of a function may not.
  const entries = [];
  const removed = [...forbidding];
  for (const { name, value } of exports) {
    if (!pausable.has(value)) continue;
    const { params, results } = binaryen.getFunctionInfo(module.getFunction(value));
    const types = binaryen.expandType(params);
    const bif = bifs.get(name);
    const args = types.map((type, i) => module.local.get(i, type));
    const body = [module.global.set('pausableSp', bif === undefined ? module.i32.const(0) : module.local.get(0, i32))];
    if (bif !== undefined) {
      body.push(module.global.set('pausableBif', module.i32.const(bif)));
      entries.push({ value, bif, arity: types.length - 1 });
    }
    body.push(module.call(value, args, results));
    module.addFunction(`entry/${name}`, params, results, [], module.block(null, body, results));
    module.removeExport(name);
    module.addFunctionExport(`entry/${name}`, name);
    // It is below the frames that are kept: a BIF that goes on is called by `callBif`.
    removed.push(`entry/${name}`);
  }
  replace(
    'callBif',
    [i32, i32],
    i32,
    module.block(null, [
      ...entries.map(({ value, bif, arity }) =>
        module.if(
          module.i32.eq(module.local.get(0, i32), module.i32.const(bif)),
          module.return(module.call(value, [module.local.get(1, i32), ...Array.from({ length: arity }, () => module.i32.const(0))], i32)),
        ),
      ),
      module.unreachable(),
    ]),
  );
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setPassArgument('asyncify-ignore-imports', 'true');
  binaryen.setPassArgument('asyncify-ignore-indirect', 'true');
  binaryen.setPassArgument('asyncify-removelist', [...removed, written.get('callBif')].join(','));
  module.runPasses(['asyncify']);
  for (const name of ['start_unwind', 'stop_unwind', 'start_rewind', 'stop_rewind', 'get_state']) module.removeExport(`asyncify_${name}`);
  const functions = Array.from({ length: module.getNumFunctions() }, (_, i) => binaryen.getFunctionInfo(module.getFunctionByIndex(i)));
  for (const { name, module: from } of functions) {
    if (from !== '') continue;
    binaryen.setShrinkLevel(pausable.has(name) ? 2 : 0);
    module.optimizeFunction(name);
  }
  // In the order of their names functions of a file stand together, which compresses better than by how often they are called.
  module.runPasses(['reorder-globals', 'reorder-functions-by-name', 'reorder-locals']);
  if (!keepsNames) module.runPasses(['strip-debug', 'strip-producers']);
  binaryen.setDebugInfo(keepsNames);
  if (!module.validate()) throw new Error('the kernel is not valid');
  return { bytes: module.emitBinary(), pausable, variables };
}
