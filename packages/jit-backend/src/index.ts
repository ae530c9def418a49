export * from './atomvm-primitives.js';
export { inBody, type KernelSignature, kernelSignature } from './kernel-functions.js';
export * from './layout.js';
export { isSmallInteger, NativeBackend, type NativeModule, SP_LOCAL, smallTerm } from './native-backend.js';
export * from './natives.js';
export * from './relocation.js';
