import { ModuleWriter } from '@beamline/module-writer';
import { BlockType, FunctionBuilder, type Local, ValueType } from '@beamline/wasm-asm';

const { f64 } = ValueType;

/** Compiles functions such as `square(x) = x * x;` to a module that exports them. */
export function compile(source: string): Uint8Array<ArrayBuffer> {
  const tokens = source.match(/\d+(\.\d+)?|[A-Za-z_]\w*|\S/g) ?? [];
  let at = 0;
  const peek = (): string => tokens[at] ?? 'the end';
  const fail = (expected: string): never => {
    throw new SyntaxError(`expected ${expected}, found ${peek()}`);
  };
  const accept = (token: string): boolean => tokens[at] === token && at++ >= 0;
  const expect = (token: string): unknown => accept(token) || fail(token);
  const name = (): string => (/^[A-Za-z_]/.test(tokens[at] ?? '') ? (tokens[at++] ?? '') : fail('a name'));

  // A list in parentheses: names in a definition, expressions in a call.
  function list(item: () => void): number {
    let count = 0;
    expect('(');
    for (; !accept(')'); count++) {
      if (count > 0) expect(',');
      item();
    }
    return count;
  }

  // First the heads of all functions, so that each can call every other one.
  const module = new ModuleWriter();
  const functions = new Map<string, { index: number; parameters: string[]; body: number }>();
  while (at < tokens.length) {
    const own = name();
    const parameters: string[] = [];
    list(() => parameters.push(name()));
    expect('=');
    const type = module.functionType(Array(parameters.length).fill(f64), [f64]);
    functions.set(own, { index: module.reserveFunction(type), parameters, body: at });
    while (tokens[at] !== ';' && at < tokens.length) at++;
    expect(';');
  }

  // Then the bodies, one after the other in the builder's buffer.
  const f = new FunctionBuilder();
  let locals = new Map<string, Local>();

  // Operands joined by operators, from left to right.
  function chain(operand: () => void, operators: Record<string, (() => void) | undefined>): void {
    operand();
    for (let write = operators[peek()]; write !== undefined; write = operators[peek()]) {
      at++;
      operand();
      write();
    }
  }
  const sum = (): void => chain(product, { '+': () => f.f64.add(), '-': () => f.f64.sub() });
  const product = (): void => chain(factor, { '*': () => f.f64.mul(), '/': () => f.f64.div() });
  function factor(): void {
    if (accept('(')) {
      sum();
      expect(')');
    } else if (accept('-')) {
      factor();
      f.f64.neg();
    } else if (accept('if')) {
      sum();
      f.f64.const(0);
      f.f64.ne();
      expect('then');
      const branch = f.if(BlockType.f64);
      sum();
      expect('else');
      f.else(branch);
      sum();
      f.end(branch);
    } else if (/^\d/.test(peek())) f.f64.const(Number(tokens[at++]));
    else {
      const own = name();
      const local = locals.get(own);
      if (local !== undefined) f.get(local);
      else {
        const { index, parameters } = functions.get(own) ?? fail(`a definition of ${own}`);
        if (list(sum) !== parameters.length) fail(`${parameters.length} arguments of ${own}`);
        f.call(index);
      }
    }
  }

  for (const [own, { index, parameters, body }] of functions) {
    f.next(Array(parameters.length).fill(f64), own);
    locals = new Map(parameters.map((parameter, i) => [parameter, f.param(i)]));
    at = body;
    sum();
    expect(';');
    const { locals: declared, start, end } = f.finishInPlace();
    module.defineFunction(index, declared, f.buffer, start, end);
    module.exportFunction(own, index);
  }
  return module.finish();
}
