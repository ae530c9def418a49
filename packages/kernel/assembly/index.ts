// The kernel's exports: what compiled code imports, and what the host calls.
export * from './code-interface';
export { pauseNative } from './execution/pausing';
export { decodeWhole, encodeWhole } from './external-terms/unpaused';
export * from './generated/bif-exports';
export * from './generated/body-bifs';
export * from './host-interface';
export { mapFromManyPairs } from './maps/map-building';
