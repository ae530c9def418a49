import type { ByteBuffer } from './byte-buffer.js';
import type { ValueType } from './types.js';

/** Is told of every instruction, for example to validate it. What it throws comes out of the method that wrote it. */
export interface InstructionObserver {
  /** Bytes have been appended to the buffer. */
  appended(buffer: ByteBuffer): void;
}

/** Is told of whole functions, too. */
export interface FunctionObserver extends InstructionObserver {
  /** A function begins at the buffer's end. */
  begin(buffer: ByteBuffer, params: readonly ValueType[], results: readonly ValueType[], name: string): void;
  /** It has one more local. */
  local(type: ValueType): void;
}

/**
 * Puts a method of its own into `group` for each that it inherits up to `base`, which tells the
 * observer afterwards. Objects without an observer stay as they are, and so cost nothing.
 */
export function observeMethods(group: object, base: object, buffer: ByteBuffer, observer: InstructionObserver): void {
  for (
    let prototype: unknown = Object.getPrototypeOf(group);
    prototype !== base && typeof prototype === 'object' && prototype !== null;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const method: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
      if (name === 'constructor' || typeof method !== 'function' || Object.hasOwn(group, name)) continue;
      Object.defineProperty(group, name, {
        value: (...args: unknown[]): void => {
          Reflect.apply(method, group, args);
          observer.appended(buffer);
        },
      });
    }
  }
}
