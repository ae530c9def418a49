import { type IndexSpace, ModuleWriterError } from './module-writer-error.js';

/** An index space that imports and definitions share. */
export class SharedIndexSpace {
  imported = 0;
  defined = 0;

  constructor(readonly name: IndexSpace) {}

  get size(): number {
    return this.imported + this.defined;
  }

  reset(): void {
    this.imported = 0;
    this.defined = 0;
  }

  addImport(): number {
    if (this.defined > 0) throw new ModuleWriterError('import-after-definition', this.name, this.size);
    return this.imported++;
  }

  add(): number {
    return this.imported + this.defined++;
  }

  check(index: number): void {
    if (!(index >= 0 && index < this.size)) throw new ModuleWriterError('unknown-index', this.name, index);
  }
}
