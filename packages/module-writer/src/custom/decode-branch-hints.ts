import { SectionReader } from '../section-reader.js';
import { BranchHints } from './branch-hints.js';

/** Reads the content of the custom section. Throws `ModuleDecodeError` with offsets in `bytes`. */
export function decodeBranchHints(bytes: Uint8Array): BranchHints {
  const hints = new BranchHints();
  const r = new SectionReader(bytes, 0, bytes.length, 'custom');
  r.guard(() => {
    for (let functions = r.u32(); functions > 0; functions--) {
      const functionIndex = r.u32();
      for (let count = r.u32(); count > 0; count--) {
        const offset = r.u32();
        const at = r.offset;
        // The size of the hint, which is one byte.
        if (r.u8() !== 1) r.fail('malformed-flags', at);
        hints.add(functionIndex, offset, r.flag());
      }
    }
    r.finish();
  });
  return hints;
}
