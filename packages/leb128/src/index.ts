export { encodeS32, encodeS33, encodeS64, encodeU32, encodeU64 } from './encode.js';
export { Leb128Error, type Leb128Problem } from './errors.js';
export {
  encodeS32Padded,
  encodeS64Padded,
  encodeU32Padded,
  encodeU64Padded,
  PADDED_SIZE_32,
  PADDED_SIZE_64,
} from './padded.js';
export { Leb128Reader } from './reader.js';
export { sizeS32, sizeS33, sizeS64, sizeU32, sizeU64 } from './size.js';
