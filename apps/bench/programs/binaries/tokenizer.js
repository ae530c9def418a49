// A tokenizer and an evaluator for arithmetic expressions in a string: tokens are objects in an array.

const SOURCE = 'let alpha_1 = (12 + 34) * 56 - beta / (7 + 890) ; if alpha_1 then 3 * (4 + 5) else 60 - 1 end';
const KEYWORDS = new Set(['let', 'if', 'then', 'else', 'end']);

export function main() {
  let sum = 0;
  for (let i = 0; i < 6000; i++) {
    const tokens = tokenize(SOURCE);
    const parser = new Parser(tokens, tokens.findIndex(({ kind }) => kind === 'then') + 1);
    sum += tokens.length + parser.expression();
  }
  return sum;
}

const isDigit = (c) => c >= '0' && c <= '9';
const isLetter = (c) => c >= 'a' && c <= 'z';

function tokenize(text) {
  const tokens = [];
  for (let at = 0; at < text.length; ) {
    const c = text[at];
    const start = at++;
    if (c === ' ' || c === '\n' || c === '\t') continue;
    if (isDigit(c)) {
      while (isDigit(text[at])) at++;
      tokens.push({ kind: 'number', value: Number(text.slice(start, at)) });
    } else if (isLetter(c)) {
      while (isLetter(text[at]) || isDigit(text[at]) || text[at] === '_') at++;
      const word = text.slice(start, at);
      tokens.push(KEYWORDS.has(word) ? { kind: word } : { kind: 'name', value: word });
    } else if ('+-*/()=;'.includes(c)) {
      tokens.push({ kind: c });
    } else {
      throw new SyntaxError(`unexpected ${c}`);
    }
  }
  return tokens;
}

class Parser {
  #tokens;
  #at;

  constructor(tokens, at) {
    this.#tokens = tokens;
    this.#at = at;
  }

  #kind() {
    return this.#tokens[this.#at]?.kind;
  }

  expression() {
    let value = this.#term();
    for (;;) {
      const kind = this.#kind();
      if (kind !== '+' && kind !== '-') return value;
      this.#at++;
      const other = this.#term();
      value = kind === '+' ? value + other : value - other;
    }
  }

  #term() {
    let value = this.#factor();
    for (;;) {
      const kind = this.#kind();
      if (kind !== '*' && kind !== '/') return value;
      this.#at++;
      const other = this.#factor();
      value = kind === '*' ? value * other : Math.trunc(value / other);
    }
  }

  #factor() {
    const token = this.#tokens[this.#at++];
    if (token.kind === 'number') return token.value;
    const value = this.expression();
    this.#at++;
    return value;
  }
}

export const toErlang = String;
