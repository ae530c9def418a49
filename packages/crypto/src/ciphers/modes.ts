import type { BlockCipher } from './block-cipher.js';

/** A cipher in a mode, with its key and initialization vector, one way. */
export interface CipherStream {
  /** Bytes of a block; 1 where any number of bytes will do. */
  readonly blockSize: number;
  /** The next whole blocks. */
  update(data: Uint8Array): Uint8Array;
}

/** Each block on its own. */
export class Ecb implements CipherStream {
  readonly blockSize: number;

  constructor(
    readonly cipher: BlockCipher,
    readonly encrypts: boolean,
  ) {
    this.blockSize = cipher.blockSize;
  }

  update(data: Uint8Array): Uint8Array {
    const out = data.slice();
    for (let at = 0; at < out.length; at += this.blockSize) {
      if (this.encrypts) this.cipher.encrypt(out, at);
      else this.cipher.decrypt(out, at);
    }
    return out;
  }
}

/** Each block with the one before. */
export class Cbc implements CipherStream {
  readonly blockSize: number;
  #last: Uint8Array;

  constructor(
    readonly cipher: BlockCipher,
    iv: Uint8Array,
    readonly encrypts: boolean,
  ) {
    this.blockSize = cipher.blockSize;
    this.#last = iv.slice();
  }

  update(data: Uint8Array): Uint8Array {
    const { blockSize, cipher } = this;
    const out = data.slice();
    if (out.length === 0) return out;
    for (let at = 0; at < out.length; at += blockSize) {
      if (!this.encrypts) cipher.decrypt(out, at);
      const [before, from] = at === 0 ? [this.#last, 0] : [this.encrypts ? out : data, at - blockSize];
      for (let i = 0; i < blockSize; i++) out[at + i] = (out[at + i] ?? 0) ^ (before[from + i] ?? 0);
      if (this.encrypts) cipher.encrypt(out, at);
    }
    this.#last = (this.encrypts ? out : data).slice(-blockSize);
    return out;
  }
}

/** A stream of the cipher's own output, which the text goes into. */
export class Cfb implements CipherStream {
  readonly blockSize = 1;
  readonly #register: Uint8Array;
  #used = 0;

  constructor(
    readonly cipher: BlockCipher,
    iv: Uint8Array,
    readonly encrypts: boolean,
  ) {
    this.#register = iv.slice();
  }

  update(data: Uint8Array): Uint8Array {
    const register = this.#register;
    return data.map((byte) => {
      if (this.#used === 0) this.cipher.encrypt(register, 0);
      const result = byte ^ (register[this.#used] ?? 0);
      register[this.#used] = this.encrypts ? result : byte;
      this.#used = (this.#used + 1) % register.length;
      return result;
    });
  }
}

/** As `Cfb`, a byte of each block. */
export class Cfb8 implements CipherStream {
  readonly blockSize = 1;
  readonly #register: Uint8Array;

  constructor(
    readonly cipher: BlockCipher,
    iv: Uint8Array,
    readonly encrypts: boolean,
  ) {
    this.#register = iv.slice();
  }

  update(data: Uint8Array): Uint8Array {
    const register = this.#register;
    const block = new Uint8Array(register.length);
    return data.map((byte) => {
      block.set(register);
      this.cipher.encrypt(block, 0);
      const result = byte ^ (block[0] ?? 0);
      register.copyWithin(0, 1);
      register[register.length - 1] = this.encrypts ? result : byte;
      return result;
    });
  }
}

/** A stream of the cipher's own output. */
export class Ofb implements CipherStream {
  readonly blockSize = 1;
  readonly #register: Uint8Array;
  #used = 0;

  constructor(
    readonly cipher: BlockCipher,
    iv: Uint8Array,
  ) {
    this.#register = iv.slice();
  }

  update(data: Uint8Array): Uint8Array {
    const register = this.#register;
    return data.map((byte) => {
      if (this.#used === 0) this.cipher.encrypt(register, 0);
      const result = byte ^ (register[this.#used] ?? 0);
      this.#used = (this.#used + 1) % register.length;
      return result;
    });
  }
}

/** A stream of encrypted numbers. */
export class Ctr implements CipherStream {
  readonly blockSize = 1;
  readonly #counter: Uint8Array;
  readonly #block: Uint8Array;
  #used: number;

  /** @param counterBytes - bytes of the counter, at its end, that are counted up */
  constructor(
    readonly cipher: BlockCipher,
    iv: Uint8Array,
    readonly counterBytes: number,
  ) {
    this.#counter = iv.slice();
    this.#block = new Uint8Array(iv.length);
    this.#used = iv.length;
  }

  update(data: Uint8Array): Uint8Array {
    const block = this.#block;
    const out = new Uint8Array(data.length);
    for (let i = 0; i < data.length; i++) {
      if (this.#used === block.length) this.#next();
      out[i] = (data[i] ?? 0) ^ (block[this.#used++] ?? 0);
    }
    return out;
  }

  #next(): void {
    const counter = this.#counter;
    this.#block.set(counter);
    this.cipher.encrypt(this.#block, 0);
    this.#used = 0;
    for (let i = counter.length - 1; i >= counter.length - this.counterBytes; i--) {
      const byte = ((counter[i] ?? 0) + 1) & 255;
      counter[i] = byte;
      if (byte !== 0) break;
    }
  }
}
