/** The own properties of typed arrays, which a class that extends them cannot change. */
const TypedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;

function intrinsic<T>(property: string): (array: Uint8Array) => T {
  const getter = Object.getOwnPropertyDescriptor(TypedArray, property)?.get as (this: Uint8Array) => T;
  return (array) => getter.call(array);
}

const bufferOf = intrinsic<ArrayBuffer>('buffer');
const offsetOf = intrinsic<number>('byteOffset');
const lengthOf = intrinsic<number>('byteLength');

const NO_BYTES = new Uint8Array(0);

/** The same bytes, as an array whose length is true. Throws TypeError if there are none. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  // Where the prototype was put on something else this throws. Those that were given away have none left.
  if (lengthOf(bytes) === 0) return NO_BYTES;
  if (Object.getPrototypeOf(bytes) === Uint8Array.prototype && !Object.hasOwn(bytes, 'length')) return bytes;
  return new Uint8Array(bufferOf(bytes), offsetOf(bytes), lengthOf(bytes));
}
