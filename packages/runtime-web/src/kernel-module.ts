import { fetchFile } from './fetched-file.js';

/** The kernel, which all machines of a page share. */
let shared: Promise<WebAssembly.Module | undefined> | undefined;

/** The kernel as a file beside this script, which bundlers find by the form of its URL, compiled while it is fetched; undefined if it is not there. */
export function kernelModule(): Promise<WebAssembly.Module | undefined> {
  shared ??= fetchedKernel(new URL('./kernel.wasm', import.meta.url)).catch(() => undefined);
  return shared;
}

async function fetchedKernel(url: URL): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compileStreaming(fetch(url));
  } catch {
    // A server may call it something else than application/wasm.
    return await WebAssembly.compile((await fetchFile(url.href)) as Uint8Array<ArrayBuffer>);
  }
}
