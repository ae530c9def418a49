/** The kernel from its package, where it is text: who has it as a file need not load that. */
export async function packedKernel(compile: (bytes: Uint8Array<ArrayBuffer>) => Promise<WebAssembly.Module>): Promise<WebAssembly.Module> {
  const { kernelBytes } = await import('@beamline/kernel');
  return await compile(kernelBytes());
}
