/** In place of the package `@beamline/kernel` in the script of a Worker, which gets the kernel from its page. */
export function kernelBytes(): never {
  throw new Error('the page has not sent the kernel');
}
