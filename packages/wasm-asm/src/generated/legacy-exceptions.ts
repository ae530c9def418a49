// Made from src/instruction-table.ts by `npx pnpm --filter @beamline/wasm-asm generate`: change the table, not this file.
import { InstructionGroup } from '../instruction-group.js';
import { BlockType, writeBlockType } from '../types.js';

/** Exception handling from before `try_table`. */
export class LegacyExceptionInstructions extends InstructionGroup {
  /** `try` (0x06): `t1* -> t2*` */
  try(type: BlockType = BlockType.empty): void {
    const b = this.buffer;
    b.u8(0x06);
    writeBlockType(b, type);
    this.observer?.appended(this.buffer);
  }

  /** `catch` (0x07): `t2* -> t*` */
  catch(tagIndex: number): void {
    this.buffer.u8U32(0x07, tagIndex);
    this.observer?.appended(this.buffer);
  }

  /** `rethrow` (0x09): `t1* -> t2*` */
  rethrow(depth: number): void {
    this.buffer.u8U32(0x09, depth);
    this.observer?.appended(this.buffer);
  }

  /** `delegate` (0x18): `t2* -> t2*` */
  delegate(depth: number): void {
    this.buffer.u8U32(0x18, depth);
    this.observer?.appended(this.buffer);
  }

  /** `catch_all` (0x19): `t2* ->` */
  catchAll(): void {
    this.buffer.u8(0x19);
    this.observer?.appended(this.buffer);
  }
}
