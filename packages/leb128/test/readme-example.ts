import { encodeS64, encodeU32, Leb128Reader } from '@beamline/leb128';

const bytes = new Uint8Array(16);
let end = encodeU32(bytes, 0, 624485); // e5 8e 26
end = encodeS64(bytes, end, -1n); // 7f

const reader = new Leb128Reader(bytes.subarray(0, end));
console.log(reader.u32(), reader.s64(), reader.offset); // 624485 -1n 4
