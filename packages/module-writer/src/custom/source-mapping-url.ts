/** The section `sourceMappingURL`: where the source map is (ECMA-426, section 11.1.2.3). */
import { ByteBuffer } from '@beamline/wasm-asm';
import { SectionReader } from '../section-reader.js';

/** The section's name. */
export const SOURCE_MAPPING_URL_SECTION = 'sourceMappingURL';

/** The content of a custom section. */
export function encodeSourceMappingUrl(url: string): Uint8Array<ArrayBuffer> {
  const b = new ByteBuffer(64);
  b.name(url);
  return b.slice();
}

/** Reads the content of a custom section. Throws `ModuleDecodeError` with offsets in `bytes`. */
export function decodeSourceMappingUrl(bytes: Uint8Array): string {
  const r = new SectionReader(bytes, 0, bytes.length, 'custom');
  return r.guard(() => {
    const url = r.text();
    r.finish();
    return url;
  });
}
