import { kernelBase64 } from './generated/kernel-wasm.js';

/** The bytes of the kernel's WebAssembly module. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  const text = atob(kernelBase64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

export type { KernelExports, KernelHost } from './generated/interfaces.js';
