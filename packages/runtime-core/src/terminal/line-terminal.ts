import { BifFailure } from '../bifs/bif-failure.js';
import type { Terminal } from '../io/terminal.js';
import type { PortPeer } from '../ports/port-peer.js';
import { characterWidth } from './character-width.js';

// The driver `tty_sl` by which OTP 25 edits lines on a terminal (`erts/emulator/drivers/unix/ttsl_drv.c`). What it writes to move the cursor is
// that of xterm and its like.

/** The first byte of a command. */
const Operation = { put: 0, move: 1, insert: 2, delete: 3, beep: 4, putAndTell: 5 } as const;

/** What `port_control/3` asks for: numbers that no other driver has (`ERTS_TTYSL_DRV_CONTROL_MAGIC_NUMBER`). */
const Control = { size: 0x018b0964, unicode: 0x018b0965, setUnicode: 0x018b0966 } as const;

/** Columns of a tab. */
const TAB = 8;
/** Columns of a terminal that does not say. */
const USUAL_COLUMNS = 80;

const LEFT = '\b';
const RIGHT = '\x1b[C';
const UP = '\x1b[A';
// A line feed would also go to the first column where the terminal translates it.
const DOWN = '\x1b[B';

const NEW_LINES: ReadonlySet<string> = new Set(['\r', '\n']);
/** A sequence that changes how text looks, a character, or what is none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by such.
const CELL = /\x1b\[[\d;]*[A-Za-z]|[\s\S]/gu;

/** What a line has at one place. */
interface Cell {
  readonly text: string;
  /** Columns that it takes. */
  readonly width: number;
}

/** What such a driver needs. */
export interface LineTerminalParts {
  readonly terminal: Terminal;
  /** True if characters beyond ASCII are shown. */
  readonly isUnicode: boolean;
  /** Writes to the terminal. */
  readonly write: (text: string) => void;
  /** Tells the port's owner that a command is done. */
  readonly done: () => void;
}

/** A line of a terminal that a program edits: it shows what is put into it, moves the cursor in it, and takes characters away. */
export class LineTerminal implements PortPeer {
  readonly #parts: LineTerminalParts;
  readonly #decoder = new TextDecoder();
  /** The line, and the place in it where the cursor is. */
  readonly #line: Cell[] = [];
  #at = 0;
  #isUnicode: boolean;

  constructor(parts: LineTerminalParts) {
    this.#parts = parts;
    this.#isUnicode = parts.isUnicode;
    parts.terminal.setRaw(true);
  }

  write(command: Uint8Array): void {
    const [operation] = command;
    const data = command.subarray(1);
    switch (operation) {
      case Operation.put:
      case Operation.putAndTell:
        this.#put(this.#decoder.decode(data));
        if (operation === Operation.putAndTell) this.#parts.done();
        break;
      case Operation.move:
        this.#moveTo(this.#at + count(data));
        break;
      case Operation.insert:
        this.#insert(this.#cells(this.#decoder.decode(data)));
        break;
      case Operation.delete:
        this.#delete(count(data));
        break;
      case Operation.beep:
        this.#parts.write('\x07');
        break;
    }
  }

  control(operation: number, data: Uint8Array): Uint8Array {
    const before = Uint8Array.of(this.#isUnicode ? 1 : 0);
    switch (operation) {
      case Control.size: {
        const size = this.#parts.terminal.size();
        if (size === undefined) throw new BifFailure('badarg');
        return new Uint8Array(Uint32Array.of(size.columns, size.rows).buffer);
      }
      case Control.setUnicode:
        this.#isUnicode = data[0] !== 0;
        return before;
      case Control.unicode:
        return before;
      default:
        throw new BifFailure('badarg');
    }
  }

  close(): void {
    this.#parts.terminal.setRaw(false);
  }

  /** Columns of a row. */
  get #columns(): number {
    return this.#parts.terminal.size()?.columns || USUAL_COLUMNS;
  }

  /** Columns from the beginning of the line to a place in it. */
  #column(place: number): number {
    let columns = 0;
    for (let i = 0; i < place; i++) columns += this.#line[i]?.width ?? 0;
    return columns;
  }

  /** What text becomes behind the cursor. */
  #cells(text: string): Cell[] {
    const cells: Cell[] = [];
    let column = this.#column(this.#at);
    for (const [character] of text.matchAll(CELL)) {
      const cell = this.#cell(character, column);
      cells.push(cell);
      column += cell.width;
    }
    return cells;
  }

  #cell(character: string, column: number): Cell {
    const code = character.codePointAt(0) ?? 0;
    if (character.length > 2) return { text: character, width: 0 };
    if (character === '\t') return { text: ' '.repeat(TAB - (column % TAB)), width: TAB - (column % TAB) };
    if (code < 0x20 || code === 0x7f) return { text: `^${String.fromCharCode(code ^ 0x40)}`, width: 2 };
    if (code > 0x7f && !this.#isUnicode) {
      const escaped = `\\x{${code.toString(16).toUpperCase()}}`;
      return { text: escaped, width: escaped.length };
    }
    return { text: character, width: characterWidth(code) ?? 1 };
  }

  /** Puts text in the place of what is behind the cursor. What is in front of the end of a line is done with. */
  #put(text: string): void {
    const parts = text.split(/([\r\n])/);
    for (const [i, part] of parts.entries()) {
      if (NEW_LINES.has(part)) {
        this.#parts.write(part === '\n' ? '\r\n' : '\r');
        this.#line.splice(0, this.#at);
        this.#at = 0;
      } else if (part !== '') {
        const cells = this.#cells(part);
        this.#line.splice(this.#at, cells.length, ...cells);
        this.#show(this.#at, this.#at + cells.length, i + 1 < parts.length);
      }
    }
  }

  #insert(cells: readonly Cell[]): void {
    const end = this.#at + cells.length;
    this.#line.splice(this.#at, 0, ...cells);
    this.#show(this.#at, this.#line.length);
    this.#moveTo(end);
  }

  /** Takes characters away: so many behind the cursor, or in front of it if the number is negative. */
  #delete(number: number): void {
    const before = this.#at;
    if (number < 0) this.#moveTo(before + number);
    const place = this.#at;
    const removed = this.#line.splice(place, number < 0 ? before - place : number);
    const blanks = removed.reduce((sum, { width }) => sum + width, 0);
    const rest = this.#line.length;
    for (let i = 0; i < blanks; i++) this.#line.push({ text: ' ', width: 1 });
    this.#show(place, this.#line.length);
    this.#moveTo(place);
    this.#line.length = rest;
  }

  /**
   * Writes a part of the line, from where the cursor is, which is behind it then.
   * @param endsLine - the line ends there
   */
  #show(from: number, to: number, endsLine = false): void {
    const text = this.#line
      .slice(from, to)
      .map((cell) => cell.text)
      .join('');
    this.#at = to;
    // In the last column the cursor stays until there is one more character.
    const isAtEdge = text !== '' && !endsLine && this.#column(to) % this.#columns === 0;
    this.#parts.write(isAtEdge ? `${text} ${LEFT}` : text);
  }

  #moveTo(place: number): void {
    const to = Math.max(0, Math.min(this.#line.length, place));
    const columns = this.#columns;
    const [before, after] = [this.#column(this.#at), this.#column(to)];
    const down = Math.floor(after / columns) - Math.floor(before / columns);
    const right = (after % columns) - (before % columns);
    this.#at = to;
    const moves = (down < 0 ? UP.repeat(-down) : DOWN.repeat(down)) + (right < 0 ? LEFT.repeat(-right) : RIGHT.repeat(right));
    if (moves !== '') this.#parts.write(moves);
  }
}

/** The number of a command: 16 bits with a sign. */
function count(data: Uint8Array): number {
  return data.length < 2 ? 0 : new DataView(data.buffer, data.byteOffset, data.byteLength).getInt16(0);
}
