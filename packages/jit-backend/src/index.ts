export * from './atomvm-primitives.js';
export * from './layout.js';
export * from './natives.js';
export * from './relocation.js';
export { inBody, kernelSignature, type KernelSignature } from './kernel-functions.js';
export { isSmallInteger, NativeBackend, type NativeModule, smallTerm, SP_LOCAL } from './native-backend.js';
