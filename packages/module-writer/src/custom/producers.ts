/** The section `producers`: what made the module (WebAssembly tool conventions, ProducersSection.md). */
import { ByteBuffer } from '@beamline/wasm-asm';
import { SectionReader } from '../section-reader.js';

/** The section's name. */
export const PRODUCERS_SECTION = 'producers';

/** A tool or language. */
export interface Producer {
  /** Its name. */
  readonly name: string;
  /** Its version; may be empty. */
  readonly version: string;
}

/** A field of the section. */
export interface ProducersField {
  /** What the tools did; other names may occur in what others wrote. */
  readonly name: 'language' | 'processed-by' | 'sdk' | (string & {});
  /** The tools. */
  readonly values: readonly Producer[];
}

/** The content of a custom section. */
export function encodeProducers(fields: readonly ProducersField[]): Uint8Array<ArrayBuffer> {
  const b = new ByteBuffer(64);
  b.u32(fields.length);
  for (const { name, values } of fields) {
    b.name(name);
    b.u32(values.length);
    for (const value of values) {
      b.name(value.name);
      b.name(value.version);
    }
  }
  return b.slice();
}

/** Reads the content of a custom section. Throws `ModuleDecodeError` with offsets in `bytes`. */
export function decodeProducers(bytes: Uint8Array): ProducersField[] {
  const r = new SectionReader(bytes, 0, bytes.length, 'custom');
  return r.guard(() => {
    const fields = r.list(() => ({ name: r.text(), values: r.list(() => ({ name: r.text(), version: r.text() })) }));
    r.finish();
    return fields;
  });
}
