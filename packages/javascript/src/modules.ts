import type { ModuleSource } from '@beamline/runtime-core';
import { compiledModules } from './generated/modules.js';

function decoded(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** The modules `js`, `js_fetch`, `js_websocket`, `js_storage` and Elixir's `JS`, for the option `modules` of a runtime. */
export const javascriptModules: Readonly<Record<string, ModuleSource>> = Object.fromEntries(
  Object.entries(compiledModules).map(([name, base64]) => [name, () => decoded(base64)]),
);
