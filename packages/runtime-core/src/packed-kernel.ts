/** What has been compiled, or is being: all machines of a realm can have the same. */
let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * The kernel from its package, where it is text: who has it as a file need not load that. It is compiled once.
 * @param compile - compiles it the first time; rejects with what that rejects with, and the next call tries again
 */
export function packedKernel(compile: (bytes: Uint8Array<ArrayBuffer>) => Promise<WebAssembly.Module>): Promise<WebAssembly.Module> {
  compiled ??= import('@beamline/kernel').then(({ kernelBytes }) => compile(kernelBytes()));
  compiled.catch(() => {
    compiled = undefined;
  });
  return compiled;
}
