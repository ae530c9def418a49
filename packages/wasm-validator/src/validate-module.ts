import {
  type ConstExpression,
  Declarations,
  ELEMENTS_OF_INDICES,
  type Export,
  type ExternalKind,
  type ExternalType,
  importCount,
  type Limits,
  type MemoryType,
  type TableType,
  type WasmModule,
} from '@beamline/module-writer';
import { InstructionReader, ValueType } from '@beamline/wasm-asm';
import { FunctionValidator } from './function-validator.js';
import { heapTypeOf, isDefaultable, normalise, typeName } from './reference-types.js';
import { tableAddress, ValidationContext } from './validation-context.js';
import { ValidationError, type ValidationProblem } from './validation-error.js';

const PAGES_32 = 2 ** 16;
const PAGES_64 = 2 ** 48;
const ELEMENTS_32 = 2 ** 32 - 1;
const ELEMENTS_64 = 2n ** 64n - 1n;

/**
 * Throws {@link ValidationError} unless a module is valid (WebAssembly 3.0, section 3.5.15).
 *
 * Engines have limits of their own besides, for example on the sizes of memories and functions.
 */
export function validateModule(module: WasmModule): void {
  new ModuleValidator(module).run();
}

class ModuleValidator {
  readonly #module: WasmModule;
  readonly #declarations: Declarations;
  readonly #context: ValidationContext;
  readonly #functions: FunctionValidator;

  constructor(module: WasmModule) {
    this.#module = module;
    this.#declarations = Declarations.of(module);
    this.#context = new ValidationContext(this.#declarations);
    this.#functions = new FunctionValidator(this.#context);
  }

  run(): void {
    this.#context.update();
    this.#checkDeclarations();
    this.#checkExports();
    this.#checkStart();
    const references = referencesOutsideOfCode(this.#module);
    this.#context.constant = true;
    this.#checkTables();
    this.#checkGlobals();
    this.#checkElements();
    this.#checkData();
    this.#context.constant = false;
    this.#context.visibleGlobals = Number.POSITIVE_INFINITY;
    this.#context.references = references;
    this.#context.hasDataCount = this.#module.hasDataCount;
    const first = importCount(this.#module, 'function');
    this.#module.code.forEach(({ locals, body }, i) => {
      this.#functions.validate(first + i, locals, body);
    });
  }

  #checkDeclarations(): void {
    const { functions, tables, memories, globals, tags } = this.#declarations;
    this.#module.imports.forEach(({ external }, index) => {
      this.#checkExternal(external, index);
    });
    functions.forEach((type, index) => {
      this.#shape(type, 'function', index);
    });
    tables.forEach((type, index) => {
      this.#checkTableType(type, index);
    });
    memories.forEach(checkMemoryType);
    globals.forEach(({ type }, index) => {
      this.#checkValueType(type, 'global', index);
    });
    tags.forEach((type, index) => {
      if (this.#shape(type, 'tag', index).results.length > 0) fail('wrong-signature', 'tag', index, 'no results');
    });
  }

  #checkExternal(external: ExternalType, index: number): void {
    if (external.kind === 'function' || external.kind === 'tag') this.#shape(external.type, 'import', index);
  }

  #shape(
    typeIndex: number,
    part: string,
    index: number,
  ): { readonly results: readonly ValueType[]; readonly params: readonly ValueType[] } {
    const { types } = this.#context;
    if (typeIndex >= types.size) fail('unknown-type', part, index, `less than ${types.size}`, `${typeIndex}`);
    return types.shape(typeIndex) ?? fail('wrong-kind-of-type', part, index, 'a function type', `type ${typeIndex}`);
  }

  #checkValueType(type: ValueType, part: string, index: number): void {
    const normal = normalise(type);
    if (!this.#context.isValueType(normal)) fail('malformed-type', part, index);
    if (!this.#context.types.isKnown(normal))
      fail('unknown-type', part, index, `less than ${this.#context.types.size}`, `${heapTypeOf(normal)}`);
  }

  #checkTableType(type: TableType, index: number): void {
    this.#checkValueType(type.element, 'table', index);
    checkLimits(type, type.address === 'i64' ? ELEMENTS_64 : ELEMENTS_32, 'table', index);
  }

  #checkExports(): void {
    const names = new Set<string>();
    this.#module.exports.forEach(({ name, kind, index }, i) => {
      if (names.has(name)) fail('duplicate-export', 'export', i, '', name);
      names.add(name);
      const size = this.#spaceOf(kind);
      if (index >= size) fail(UNKNOWN[kind], 'export', i, `less than ${size}`, `${index}`);
    });
  }

  #spaceOf(kind: Export['kind']): number {
    const { functions, tables, memories, globals, tags } = this.#declarations;
    return { function: functions, table: tables, memory: memories, global: globals, tag: tags }[kind].length;
  }

  #checkStart(): void {
    const { start } = this.#module;
    if (start === undefined) return;
    const type = this.#declarations.functions[start];
    if (type === undefined) fail('unknown-function', 'start', start);
    const { params, results } = this.#shape(type, 'start', start);
    if (params.length > 0 || results.length > 0) fail('wrong-signature', 'start', start, 'no parameters and results');
  }

  #checkTables(): void {
    const first = importCount(this.#module, 'table');
    // Globals come after tables: only those of other modules have a value yet.
    this.#context.visibleGlobals = importCount(this.#module, 'global');
    this.#module.tables.forEach(({ type, initial }, i) => {
      const element = normalise(type.element);
      if (initial !== undefined) this.#expression(initial, 'table', first + i, element);
      else if (!isDefaultable(element)) fail('not-defaultable', 'table', first + i, '', typeName(element));
    });
  }

  #checkGlobals(): void {
    const first = importCount(this.#module, 'global');
    this.#module.globals.forEach(({ type, initial }, i) => {
      this.#context.visibleGlobals = first + i;
      this.#expression(initial, 'global', first + i, normalise(type.type));
    });
    this.#context.visibleGlobals = Number.POSITIVE_INFINITY;
  }

  #checkElements(): void {
    const { functions, tables } = this.#declarations;
    for (const [index, { mode, items }] of this.#module.elements.entries()) {
      let type = ELEMENTS_OF_INDICES;
      if ('expressions' in items) {
        this.#checkValueType(items.type, 'element', index);
        type = normalise(items.type);
        for (const expression of items.expressions) this.#expression(expression, 'element', index, type);
      } else {
        for (let i = 0; i < items.length; i++) {
          const item = items[i] ?? 0;
          if (item >= functions.length) fail('unknown-function', 'element', index, `less than ${functions.length}`, `${item}`);
        }
      }
      if (typeof mode !== 'object') continue;
      const table = tables[mode.table ?? 0];
      if (table === undefined) fail('unknown-table', 'element', index, `less than ${tables.length}`, `${mode.table ?? 0}`);
      const wanted = normalise(table.element);
      if (!this.#context.types.matches(type, wanted)) fail('type-mismatch', 'element', index, typeName(wanted), typeName(type));
      this.#expression(mode.offset, 'element', index, tableAddress(table));
    }
  }

  #checkData(): void {
    const { memories } = this.#declarations;
    for (const [index, { mode }] of this.#module.data.entries()) {
      if (typeof mode !== 'object') continue;
      const memory = memories[mode.memory ?? 0];
      if (memory === undefined) fail('unknown-memory', 'data', index, `less than ${memories.length}`, `${mode.memory ?? 0}`);
      this.#expression(mode.offset, 'data', index, memory.address === 'i64' ? ValueType.i64 : ValueType.i32);
    }
  }

  #expression(expression: ConstExpression, part: string, index: number, type: ValueType): void {
    this.#functions.validateExpression(part, index, type, expression.bytes);
  }
}

const UNKNOWN: { readonly [kind in ExternalKind]: ValidationProblem } = {
  function: 'unknown-function',
  table: 'unknown-table',
  memory: 'unknown-memory',
  global: 'unknown-global',
  tag: 'unknown-tag',
};

function fail(problem: ValidationProblem, part: string, index: number, expected = '', found = ''): never {
  throw new ValidationError(problem, { part, index }, expected, found);
}

function checkMemoryType(type: MemoryType, index: number): void {
  checkLimits(type, type.address === 'i64' ? PAGES_64 : PAGES_32, 'memory', index);
  if (type.shared === true && type.max === undefined) fail('shared-without-maximum', 'memory', index);
}

function checkLimits({ min, max }: Limits, greatest: number | bigint, part: string, index: number): void {
  if (min > greatest) fail('wrong-limits', part, index, `at most ${greatest}`, `${min}`);
  if (max === undefined) return;
  if (max > greatest) fail('wrong-limits', part, index, `at most ${greatest}`, `${max}`);
  if (min > max) fail('wrong-limits', part, index, `at most ${max}`, `${min}`);
}

/** The functions that code may make references to (section 3.5.15, `refs`). */
function referencesOutsideOfCode(module: WasmModule): Set<number> {
  const references = new Set<number>();
  const reader = new InstructionReader();
  const scan = (expression: ConstExpression | undefined): void => {
    if (expression === undefined) return;
    reader.reset(expression.bytes);
    while (!reader.done) if (reader.read().name === 'ref.func') references.add(reader.values[0] ?? 0);
  };
  for (const { kind, index } of module.exports) if (kind === 'function') references.add(index);
  for (const { initial } of module.tables) scan(initial);
  for (const { initial } of module.globals) scan(initial);
  for (const { items } of module.elements) {
    if ('expressions' in items) items.expressions.forEach(scan);
    else for (let i = 0; i < items.length; i++) references.add(items[i] ?? 0);
  }
  return references;
}
