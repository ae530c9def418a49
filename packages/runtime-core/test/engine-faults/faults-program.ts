// Prints the names of the modules that give a wrong result in this engine, each on a line. Names that contain the argument are left out.
import { type FaultModule, faultModules, STORED } from './fault-modules.js';

const [without = 'nothing'] = process.argv.slice(2);

function instantiate(bytes: Uint8Array<ArrayBuffer>, imports: WebAssembly.Imports): WebAssembly.Exports {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;
}

/** True if a call of the module goes wrong. */
function isWrong({ bytes, library }: FaultModule): boolean {
  const imports = library === undefined ? {} : { library: instantiate(library, {}) };
  const { entry } = instantiate(bytes, imports);
  if (typeof entry !== 'function') throw new Error('the module has no entry');
  try {
    return entry() !== STORED;
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) return true;
    throw error;
  }
}

for (const module of faultModules()) if (!module.name.includes(without) && isWrong(module)) console.log(module.name);
