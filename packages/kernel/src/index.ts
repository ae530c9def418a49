import { kernelBase64 } from './generated/kernel-wasm.js';

/** The bytes of the kernel's WebAssembly module. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  const text = atob(kernelBase64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** What the kernel imports under the module name `math`: functions of JavaScript as they are, which engines know and call without leaving WebAssembly. */
export const kernelMath: Readonly<Record<string, (...values: number[]) => number>> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  exp: Math.exp,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  atan2: Math.atan2,
  pow: Math.pow,
};

export type { KernelExports, KernelHost } from './generated/interfaces.js';
