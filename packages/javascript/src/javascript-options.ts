import type { NifSource, RuntimeOptions } from '@beamline/runtime-core';
import { javascriptLibrary } from './library.js';
import { javascriptModules } from './modules.js';

/** The option `javascript` of a runtime. */
export interface JavaScriptOptions {
  /**
   * What programs get from `js:global/1`, by name, and nothing else: what these objects lead to by their properties, and what their functions return,
   * is granted with them. Default: nothing.
   */
  readonly globals?: Readonly<Record<string, unknown>>;
}

/** The options of a runtime with the module `js` and those on top of it. */
export function withJavaScript(options: RuntimeOptions, { globals = {} }: JavaScriptOptions): RuntimeOptions {
  const js: NifSource = () => javascriptLibrary(globals);
  return { ...options, nifs: { js, ...options.nifs }, modules: { ...javascriptModules, ...options.modules } };
}
