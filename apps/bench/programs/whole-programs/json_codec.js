// A JSON document: written, parsed and compared, in JavaScript as in the Erlang program. JSON.stringify and JSON.parse would be the
// engine's own code, in C++, and would not tell 100.0 from 100, which Erlang does: here floats are objects of a class.
//
// The second part of the Erlang program's result is a hash of the term, which JavaScript has not.

class Float {
  constructor(value) {
    this.value = value;
  }

  toString() {
    return Number.isInteger(this.value) ? `${this.value}.0` : String(this.value);
  }
}

export function main() {
  const original = document(400);
  const text = encode(original);
  const parsed = new Parser(text).whole();
  if (!isEqual(parsed, original)) throw new Error('the document has changed');
  return new TextEncoder().encode(text).length;
}

function document(count) {
  const items = Array.from({ length: count }, (_, i) => item(count - i));
  return { count, items, none: null, ok: true };
}

function item(n) {
  return {
    id: n,
    name: `Item "${n}"\n`,
    price: new Float(n * 0.25),
    size: { h: n * n, w: -n },
    tags: ['a', `b${String.fromCharCode((n % 26) + 97)}`, 'grün'],
  };
}

const ESCAPES = { '"': '\\"', '\\': '\\\\', '\n': '\\n' };

function encode(value) {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || value instanceof Float) return String(value);
  if (typeof value === 'string') return `"${value.replace(/["\\\n]/g, (c) => ESCAPES[c])}"`;
  if (Array.isArray(value)) return `[${value.map(encode).join(',')}]`;
  return `{${Object.entries(value)
    .map(([key, member]) => `${encode(key)}:${encode(member)}`)
    .join(',')}}`;
}

class Parser {
  #text;
  #at = 0;

  constructor(text) {
    this.#text = text;
  }

  whole() {
    this.#skip();
    const value = this.#value();
    if (this.#at !== this.#text.length) throw new SyntaxError(`unexpected ${this.#text[this.#at]} at ${this.#at}`);
    return value;
  }

  #skip() {
    while (' \n\t\r'.includes(this.#text[this.#at] ?? '.')) this.#at++;
  }

  #expect(text) {
    if (!this.#text.startsWith(text, this.#at)) throw new SyntaxError(`expected ${text} at ${this.#at}`);
    this.#at += text.length;
  }

  /** Takes a character and the space behind it if it is there. */
  #takes(c) {
    if (this.#text[this.#at] !== c) return false;
    this.#at++;
    this.#skip();
    return true;
  }

  #value() {
    switch (this.#text[this.#at]) {
      case 'n':
        this.#expect('null');
        return null;
      case 't':
        this.#expect('true');
        return true;
      case 'f':
        this.#expect('false');
        return false;
      case '"':
        return this.#string();
      case '[':
        return this.#array();
      case '{':
        return this.#object();
      default:
        return this.#number();
    }
  }

  #array() {
    const elements = [];
    this.#takes('[');
    if (this.#takes(']')) return elements;
    do {
      elements.push(this.#value());
      this.#skip();
    } while (this.#takes(','));
    this.#expect(']');
    return elements;
  }

  #object() {
    const members = {};
    this.#takes('{');
    if (this.#takes('}')) return members;
    do {
      const key = this.#string();
      this.#skip();
      this.#expect(':');
      this.#skip();
      members[key] = this.#value();
      this.#skip();
    } while (this.#takes(','));
    this.#expect('}');
    return members;
  }

  #string() {
    this.#expect('"');
    let string = '';
    for (;;) {
      const c = this.#text[this.#at++];
      if (c === '"') return string;
      if (c === undefined) throw new SyntaxError('a string does not end');
      if (c !== '\\') string += c;
      else {
        const escaped = this.#text[this.#at++];
        string += escaped === 'n' ? '\n' : escaped;
      }
    }
  }

  #number() {
    const start = this.#at;
    while (/[-+.e\d]/.test(this.#text[this.#at] ?? '')) this.#at++;
    const digits = this.#text.slice(start, this.#at);
    return digits.includes('.') ? new Float(Number(digits)) : Number(digits);
  }
}

function isEqual(a, b) {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  if (a.constructor !== b.constructor) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isEqual(a[key], b[key]));
}

export const toErlang = (size) => `{${size},_}`;
