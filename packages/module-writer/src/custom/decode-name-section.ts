import { SectionReader } from '../section-reader.js';
import { NAME_SUBSECTIONS, NameSection, NameSubsection } from './name-section.js';

/**
 * Reads the content of the custom section `name`; subsections of unknown numbers are left out.
 * Throws `ModuleDecodeError` with offsets in `bytes`.
 */
export function decodeNameSection(bytes: Uint8Array): NameSection {
  const names = new NameSection();
  const r = new SectionReader(bytes, 0, bytes.length, 'custom');
  r.guard(() => {
    while (r.offset < r.end) {
      const number = r.u8();
      const size = r.u32();
      const start = r.offset;
      r.take(size);
      readSubsection(new SectionReader(bytes, start, r.offset, 'custom'), number, names);
    }
  });
  return names;
}

function readSubsection(r: SectionReader, number: number, names: NameSection): void {
  switch (number) {
    case NameSubsection.module:
      names.moduleName = r.text();
      break;
    case NameSubsection.locals:
      readIndirect(r, (index, local, name) => names.setLocal(index, local, name));
      break;
    case NameSubsection.labels:
      readIndirect(r, (index, label, name) => names.setLabel(index, label, name));
      break;
    case NameSubsection.fields:
      readIndirect(r, (index, field, name) => names.setField(index, field, name));
      break;
    default: {
      const space = NAME_SUBSECTIONS.find(([n]) => n === number)?.[1];
      if (space === undefined) return;
      readMap(r, (index, name) => names.set(space, index, name));
    }
  }
  r.finish();
}

function readMap(r: SectionReader, set: (index: number, name: string) => void): void {
  for (let count = r.u32(); count > 0; count--) set(r.u32(), r.text());
}

function readIndirect(r: SectionReader, set: (outer: number, inner: number, name: string) => void): void {
  for (let count = r.u32(); count > 0; count--) {
    const outer = r.u32();
    readMap(r, (inner, name) => set(outer, inner, name));
  }
}
