// Regular expressions: parsed, matched by derivatives with simplification.

const EMPTY = { kind: 'empty' };
const NONE = { kind: 'none' };

export function main() {
  const patterns = ['(a|b)*abb', 'a(b|c)*d', '(aa|bb)*(ab|ba)(aa|bb)*', '(a|b|c|d)*dcba'].map((pattern) => new Parser(pattern).whole());
  const words = Array.from({ length: 3000 }, (_, i) => randomWord((i + 1) * 7919, ((i + 1) % 7) + 3));
  return patterns.map((pattern) => words.filter((word) => matches(pattern, word)).length);
}

function randomWord(seed, length) {
  let next = seed;
  let word = '';
  for (let i = 0; i < length; i++) {
    next = (next * 3877 + 29573) % 139968;
    word += String.fromCharCode(97 + Math.trunc((next * 4) / 139968));
  }
  return word;
}

class Parser {
  #text;
  #at = 0;

  constructor(text) {
    this.#text = text;
  }

  whole() {
    const expression = this.#alternatives();
    if (this.#at < this.#text.length) throw new SyntaxError(`unexpected ${this.#text[this.#at]}`);
    return expression;
  }

  #takes(c) {
    if (this.#text[this.#at] !== c) return false;
    this.#at++;
    return true;
  }

  #alternatives() {
    const first = this.#sequence();
    return this.#takes('|') ? alternative(first, this.#alternatives()) : first;
  }

  #sequence() {
    let done = EMPTY;
    while (this.#at < this.#text.length && !'|)'.includes(this.#text[this.#at])) done = concat(done, this.#starred());
    return done;
  }

  #starred() {
    const atom = this.#atom();
    return this.#takes('*') ? { kind: 'star', a: atom } : atom;
  }

  #atom() {
    if (!this.#takes('(')) return { kind: 'char', c: this.#text[this.#at++] };
    const inner = this.#alternatives();
    if (!this.#takes(')')) throw new SyntaxError('a group does not end');
    return inner;
  }
}

function matches(pattern, word) {
  let rest = pattern;
  for (const c of word) {
    if (rest.kind === 'none') return false;
    rest = derive(rest, c);
  }
  return isNullable(rest);
}

function isNullable({ kind, a, b }) {
  switch (kind) {
    case 'empty':
    case 'star':
      return true;
    case 'concat':
      return isNullable(a) && isNullable(b);
    case 'alternative':
      return isNullable(a) || isNullable(b);
    default:
      return false;
  }
}

/** What must follow when a character has been read. */
function derive(pattern, c) {
  const { kind, a, b } = pattern;
  switch (kind) {
    case 'char':
      return pattern.c === c ? EMPTY : NONE;
    case 'star':
      return concat(derive(a, c), pattern);
    case 'alternative':
      return alternative(derive(a, c), derive(b, c));
    case 'concat': {
      const first = concat(derive(a, c), b);
      return isNullable(a) ? alternative(first, derive(b, c)) : first;
    }
    default:
      return NONE;
  }
}

function concat(a, b) {
  if (a.kind === 'none' || b.kind === 'none') return NONE;
  if (a.kind === 'empty') return b;
  if (b.kind === 'empty') return a;
  return { kind: 'concat', a, b };
}

function alternative(a, b) {
  if (a.kind === 'none') return b;
  if (b.kind === 'none' || isSame(a, b)) return a;
  return { kind: 'alternative', a, b };
}

function isSame(x, y) {
  if (x === y) return true;
  if (x === undefined || y === undefined) return false;
  return x.kind === y.kind && x.c === y.c && isSame(x.a, y.a) && isSame(x.b, y.b);
}

export const toErlang = (counts) => `[${counts.join(',')}]`;
