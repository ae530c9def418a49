import { ConstExpression, ModuleWriter } from '@beamline/module-writer';
import { CodeEmitter, ValueType } from '@beamline/wasm-asm';

/** A 32-bit value on its way to a function that uses it. */
export interface FaultModule {
  /** How the value comes to the function, and what that does with it. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Another module, whose function `source` this one imports. */
  readonly library?: Uint8Array<ArrayBuffer>;
}

/** The value: an address at which there is `STORED`. */
const VALUE = 64;

/** What is at the address. */
export const STORED = 1234;

/**
 * Declared functions of each module by what they do. An engine that can be told which tier a declared function gets has so each pair of
 * tiers for the one that hands the value on and the one that uses it.
 */
export const declared = { source: 0, middle: 1, user: 2, entry: 3, dirty: 4 } as const;

const { i32, i64 } = ValueType;

/** Locals of the function that leaves words with all bits set where later frames are. */
const DIRTY_LOCALS = 60;

/** What a function does with a value that it is given as its last parameter; all end with an i32 that is STORED if all is well. */
const uses: Readonly<Record<string, (code: CodeEmitter, local: number, module: Indices) => void>> = {
  address: (code, local) => {
    code.local.get(local);
    code.i32.load(0);
  },
  'address after a call': (code, local, { dirty }) => {
    code.i64.const(-1n);
    code.call(dirty);
    code.local.get(local);
    code.i32.load(0);
  },
  'store address': (code, local) => {
    code.local.get(local);
    code.i32.const(STORED);
    code.i32.store(0);
    code.i32.const(VALUE);
    code.i32.load(0);
  },
  'extension to 64 bits': (code, local) => {
    code.local.get(local);
    code.i64.extendI32U();
    code.i64.const(BigInt(STORED - VALUE));
    code.i64.add();
    wrapIfSmall(code);
  },
  'conversion to a float': (code, local) => {
    code.local.get(local);
    code.f64.convertI32U();
    code.f64.const(STORED - VALUE);
    code.f64.add();
    code.i32.truncSatF64U();
  },
  'index of a table': (code, local, { noArguments }) => {
    code.local.get(local);
    code.callIndirect(noArguments, 0);
  },
  branch: (code, local) => {
    code.block();
    code.block();
    code.local.get(local);
    code.brTable(Array<number>(VALUE).fill(1).concat([0]), 1);
    code.end();
    code.i32.const(STORED);
    code.return();
    code.end();
    code.i32.const(0);
  },
  comparison: (code, local) => {
    code.i32.const(STORED);
    code.i32.const(0);
    code.local.get(local);
    code.i32.const(VALUE + 1);
    code.i32.ltU();
    code.select();
  },
};

/** Turns an i64 to an i32, or to 0 if it does not fit. */
function wrapIfSmall(code: CodeEmitter): void {
  code.i64.const(BigInt(STORED));
  code.i64.eq();
  code.i32.const(STORED);
  code.i32.mul();
}

interface Indices {
  readonly dirty: number;
  readonly source: number;
  readonly middle: number;
  readonly user: number;
  readonly noArguments: number;
}

/** A way of a value from `source` or `entry` by way of `middle` to `user`. */
interface Path {
  readonly name: string;
  /** Parameters of the function that uses the value, which is the last one. */
  readonly userParameters: number;
  readonly source: {
    readonly parameters: readonly ValueType[];
    readonly results: readonly ValueType[];
    code(code: CodeEmitter, module: Indices, value: number): void;
  };
  readonly middle: {
    readonly parameters: readonly ValueType[];
    readonly locals?: readonly number[];
    code(code: CodeEmitter, module: Indices): void;
  };
  /** Pushes what `middle` is called with. */
  entry(code: CodeEmitter, value: number): void;
}

/** Pushes the value: not as a constant, which the engine might propagate, but from the local that `keepValue` has set. */
function pushValue(code: CodeEmitter, local: number): void {
  code.local.get(local);
}

/** Sets a local to the value. The baseline compiler has it in a register, or in memory where there were other words before. */
function keepValue(code: CodeEmitter, local: number, dirty: number, isSpilled: boolean): void {
  code.i64.const(-1n);
  code.call(dirty);
  code.i32.const(0);
  code.i32.load(0);
  code.local.set(local);
  if (!isSpilled) return;
  code.i64.const(-1n);
  code.call(dirty);
}

/** Pushes the value with all bits of the upper half set, as an i64. */
function pushDirtyWide(code: CodeEmitter): void {
  code.i32.const(0);
  code.i64.load(8);
}

function zeros(code: CodeEmitter, count: number): void {
  for (let i = 0; i < count; i++) code.i32.const(0);
}

const none = { parameters: [], results: [i32], code: (code: CodeEmitter, _: Indices, value: number) => pushValue(code, value) };

function result(count: number, indirect: boolean): Path {
  return {
    name: `${indirect ? 'indirect ' : ''}result ${count}`,
    userParameters: 1,
    source: {
      parameters: [],
      results: Array<ValueType>(count).fill(i32),
      code: (code, _, value) => {
        zeros(code, count - 1);
        pushValue(code, value);
      },
    },
    middle: {
      parameters: [],
      locals: [count, i32],
      code: (code, { source, user }) => {
        if (indirect) {
          code.i32.const(0);
          code.i32.load(4);
          code.callIndirect(SOURCE_TYPE, 0);
        } else code.call(source);
        for (let i = count - 1; i >= 0; i--) code.local.set(i);
        code.local.get(count - 1);
        code.call(user);
      },
    },
    entry: () => undefined,
  };
}

function parameter(count: number, userParameters: number): Path {
  return {
    name: `parameter ${count} as parameter ${userParameters}`,
    userParameters,
    source: none,
    middle: {
      parameters: Array<ValueType>(count).fill(i32),
      code: (code, { user }) => {
        zeros(code, userParameters - 1);
        code.local.get(count - 1);
        code.call(user);
      },
    },
    entry: (code, value) => {
      zeros(code, count - 1);
      pushValue(code, value);
    },
  };
}

function selected(count: number): Path {
  return {
    name: `selected parameter ${count}`,
    userParameters: 1,
    source: none,
    middle: {
      parameters: Array<ValueType>(count).fill(i32),
      code: (code, { user }) => {
        code.local.get(count - 1);
        code.local.get(0);
        code.local.get(0);
        code.i32.eqz();
        code.select();
        code.call(user);
      },
    },
    entry: (code, value) => {
      zeros(code, count - 1);
      pushValue(code, value);
    },
  };
}

function wrapped(userParameters: number, wide: number): Path {
  return {
    name: `wrapped i64, parameter ${wide}, as parameter ${userParameters}`,
    userParameters,
    source: none,
    middle: {
      parameters: [...Array<ValueType>(wide - 1).fill(i32), i64],
      code: (code, { user }) => {
        zeros(code, userParameters - 1);
        code.local.get(wide - 1);
        code.i32.wrapI64();
        code.call(user);
      },
    },
    entry: (code) => {
      zeros(code, wide - 1);
      pushDirtyWide(code);
    },
  };
}

function wrappedResult(count: number): Path {
  return {
    name: `wrapped i64 as result ${count}`,
    userParameters: 1,
    source: {
      parameters: [],
      results: Array<ValueType>(count).fill(i32),
      code: (code) => {
        zeros(code, count - 1);
        pushDirtyWide(code);
        code.i32.wrapI64();
      },
    },
    middle: {
      parameters: [],
      locals: [count, i32],
      code: (code, { source, user }) => {
        code.call(source);
        for (let i = count - 1; i >= 0; i--) code.local.set(i);
        code.local.get(count - 1);
        code.call(user);
      },
    },
    entry: () => undefined,
  };
}

/** By a tail call of a function with more parameters than its caller. */
function tailCalled(count: number, indirect: boolean): Path {
  return {
    name: `${indirect ? 'indirect ' : ''}tail call with ${count} parameters`,
    userParameters: 1,
    source: {
      parameters: Array<ValueType>(count).fill(i32),
      results: [i32],
      code: (code, { user }) => {
        code.local.get(count - 1);
        code.returnCall(user);
      },
    },
    middle: {
      parameters: [i32],
      code: (code, { source }) => {
        zeros(code, count - 1);
        code.local.get(0);
        if (indirect) {
          code.i32.const(0);
          code.i32.load(4);
          code.returnCallIndirect(SOURCE_TYPE, 0);
        } else code.returnCall(source);
      },
    },
    entry: pushValue,
  };
}

/** Table index of `source`, which is at address 4. */
const SOURCE_SLOT = 3;

/** Type index of `source`: the first one that a module declares. */
const SOURCE_TYPE = 0;

const paths: readonly Path[] = [
  ...[1, 2, 3, 4, 5, 8].flatMap((count) => [result(count, false), result(count, true)]),
  ...[1, 4, 5, 6, 7, 8, 9, 12, 20].flatMap((count) => [parameter(count, 1), parameter(count, 9)]),
  ...[1, 7, 9, 12].map((count) => selected(count)),
  ...[1, 2, 3, 8].map((count) => wrappedResult(count)),
  ...[1, 5, 6, 7, 9].flatMap((count) => [wrapped(count, 1), wrapped(count, 9)]),
  ...[2, 5, 6, 7, 8, 9, 12, 20].flatMap((count) => [tailCalled(count, false), tailCalled(count, true)]),
];

/** A module in which a value goes a way. With `isImported` its `source` is that of another module. */
function build(
  path: Path,
  use: (code: CodeEmitter, local: number, module: Indices) => void,
  isSpilled: boolean,
  isImported: boolean,
): Uint8Array<ArrayBuffer> {
  const writer = new ModuleWriter();
  const sourceType = writer.functionType(path.source.parameters, path.source.results);
  const middleType = writer.functionType(path.middle.parameters, [i32]);
  const userType = writer.functionType(Array<ValueType>(path.userParameters).fill(i32), [i32]);
  const noArguments = writer.functionType([], [i32]);
  const dirtyType = writer.functionType([i64], []);
  const imported = isImported ? writer.importFunction('library', 'source', sourceType) : undefined;
  const source = writer.reserveFunction(sourceType);
  const middle = writer.reserveFunction(middleType);
  const user = writer.reserveFunction(userType);
  const entry = writer.reserveFunction(noArguments);
  const dirty = writer.reserveFunction(dirtyType);
  const stored = writer.reserveFunction(noArguments);
  const indices: Indices = { dirty, source: imported ?? source, middle, user, noArguments };
  writer.memory({ min: 1 });
  writer.table({ element: ValueType.funcref, min: VALUE + 1 });
  writer.element({ offset: ConstExpression.i32(SOURCE_SLOT) }, [indices.source]);
  writer.element({ offset: ConstExpression.i32(VALUE) }, [stored]);
  const words = new Int32Array([VALUE, SOURCE_SLOT, VALUE, -1]);
  writer.data({ offset: ConstExpression.i32(0) }, new Uint8Array(words.buffer));
  writer.data({ offset: ConstExpression.i32(VALUE) }, new Uint8Array(new Int32Array([STORED]).buffer));
  writer.exportFunction('entry', entry);
  writer.exportFunction('source', source);
  const emit = (index: number, locals: readonly number[], write: (code: CodeEmitter) => void): void => {
    const code = new CodeEmitter();
    write(code);
    code.end();
    writer.defineFunction(index, locals, code.buffer);
  };
  const { length } = path.source.parameters;
  emit(source, [1, i32], (code) => {
    // What has parameters gets the value by them.
    if (length === 0) keepValue(code, length, dirty, isSpilled);
    path.source.code(code, indices, length);
  });
  emit(middle, path.middle.locals ?? [], (code) => path.middle.code(code, indices));
  emit(user, [], (code) => use(code, path.userParameters - 1, indices));
  emit(entry, [1, i32], (code) => {
    keepValue(code, 0, dirty, isSpilled);
    path.entry(code, 0);
    code.call(middle);
  });
  emit(dirty, [DIRTY_LOCALS, i64], (code) => {
    for (let i = 1; i <= DIRTY_LOCALS; i++) {
      code.local.get(0);
      code.local.set(i);
    }
    // Locals of the baseline compiler are in memory at a call.
    code.call(stored);
    code.drop();
    for (let i = 1; i <= DIRTY_LOCALS; i++) {
      code.i32.const(0);
      code.local.get(i);
      code.i64.store(1024 + 8 * i);
    }
  });
  emit(stored, [], (code) => code.i32.const(STORED));
  return writer.finish();
}

/** All modules. */
export function faultModules(): FaultModule[] {
  return paths.flatMap((path) =>
    Object.entries(uses).flatMap(([use, write]) => {
      const name = `${path.name}: ${use}`;
      const bytes = build(path, write, false, false);
      const modules: FaultModule[] = [
        { name, bytes },
        { name: `spilled ${name}`, bytes: build(path, write, true, false) },
      ];
      // What a tail call hands on, its `source` hands on to a function of its own module.
      if (path.source !== none) modules.push({ name: `imported ${name}`, bytes: build(path, write, false, true), library: bytes });
      return modules;
    }),
  );
}
