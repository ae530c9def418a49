declare module '@webassemblyjs/ast' {
  const ast: Record<
    'func' | 'signature' | 'instruction' | 'objectInstruction' | 'numberLiteralFromRaw' | 'indexLiteral',
    (...args: unknown[]) => unknown
  >;
  export = ast;
}
declare module '@webassemblyjs/wasm-gen' {
  export function encodeNode(node: unknown): number[];
}
declare module '@webassemblyjs/leb128' {
  export function encodeU32(value: number): Uint8Array;
  export function decodeUInt32(bytes: Uint8Array, offset: number): { value: number; nextIndex: number };
}
declare module 'leb' {
  const leb: {
    encodeUInt32(value: number): Uint8Array;
    decodeUInt32(bytes: Uint8Array, offset: number): { value: number; nextIndex: number };
  };
  export = leb;
}
declare module 'watr' {
  export function compile(text: string): Uint8Array;
}
