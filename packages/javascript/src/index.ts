export { type JavaScriptOptions, withJavaScript } from './javascript-options.js';
export { javascriptLibrary } from './library.js';
export { javascriptModules } from './modules.js';
export type { Caller, MachineAccess } from './operations/machine-access.js';
export { JavaScriptOperations, type OperationName, operationNames } from './operations/operations.js';
export type { References } from './values/references.js';
