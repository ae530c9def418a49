/** What has a counterpart in Erlang as a whole, beside numbers, texts and so on. */
export type Plain =
  | { readonly kind: 'array'; readonly array: readonly unknown[] }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, unknown])[] };

/** True for an object literal, of this page or of a frame in it. */
function isLiteral(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return true;
  return typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');
}

/** Bytes: a `Uint8Array` or an `ArrayBuffer`. */
function bytesOf(value: object): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) {
    const tag = Object.prototype.toString.call(value);
    if (tag !== '[object Uint8Array]') return undefined;
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  return Object.prototype.toString.call(value) === '[object ArrayBuffer]' ? new Uint8Array(value as ArrayBuffer) : undefined;
}

/**
 * An object as data: an array, bytes, or an object literal without functions in it. Undefined for everything else, which is more than its data.
 */
export function plainObject(value: object): Plain | undefined {
  if (Array.isArray(value)) return { kind: 'array', array: value as readonly unknown[] };
  const bytes = bytesOf(value);
  if (bytes !== undefined) return { kind: 'bytes', bytes };
  if (Symbol.toStringTag in value || !isLiteral(value)) return undefined;
  const entries = Object.entries(value) as [string, unknown][];
  return entries.some(([, each]) => typeof each === 'function') ? undefined : { kind: 'object', entries };
}
