import { bifs, guardBifs } from './bifs.js';
import type { KernelSignature } from './declarations.js';
import { declaredKernelFunctions } from './generated/kernel-functions.js';

/** Name of the form of a guard BIF for bodies: `(arguments…, sp, site)`, raises by itself when it fails. */
export function inBody(kernelName: string): string {
  return `${kernelName}InBody`;
}

const signatures = new Map<string, KernelSignature>(declaredKernelFunctions);
for (const bif of guardBifs) {
  signatures.set(bif.kernelName, { parameters: bif.arity, results: 1 });
  signatures.set(inBody(bif.kernelName), { parameters: bif.arity + 2, results: 1 });
}
for (const { kernelName, arity } of bifs) {
  if (kernelName !== undefined) signatures.set(kernelName, { parameters: arity + 1, results: 1 });
}

/** Signature of a function that compiled code imports from the module `kernel`. Throws RangeError for an unknown name. */
export function kernelSignature(name: string): KernelSignature {
  const signature = signatures.get(name);
  if (signature === undefined) throw new RangeError(`the kernel has no function ${name}`);
  return signature;
}

/** All functions of the kernel that compiled code may import, with their signatures. */
export function kernelSignatures(): readonly (readonly [name: string, signature: KernelSignature])[] {
  return [...signatures];
}
