/** A term as written in Erlang, for comparing assembly listings. Strings are lists of integers. */
export type Syntax =
  | { readonly kind: 'token'; readonly text: string }
  | { readonly kind: 'tuple' | 'list' | 'map' | 'binary'; readonly parts: readonly Syntax[] };

const TOKEN =
  /\s*(?:%[^\n]*\n\s*)*(<<|>>|=>|#\{|[{}[\],|:/]|-?\d+(?:\.\d+(?:e[-+]?\d+)?)?|'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|[a-z_ß-öø-ÿ][\w@ß-öø-ÿ]*|\.)/y;

/** Parses a file of terms that end with a full stop. */
export function parseTerms(text: string): Syntax[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const trimmed = text.trimEnd();
  while (TOKEN.lastIndex < trimmed.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(trimmed);
    if (match === null) throw new Error(`no token at ${at}: ${trimmed.slice(at, at + 60)}`);
    tokens.push(match[1] ?? '');
  }
  const terms: Syntax[] = [];
  let p = 0;
  const next = (): string => tokens[p++] ?? '';
  const expect = (token: string): void => {
    const found = next();
    if (found !== token) throw new Error(`expected ${token}, found ${found} in ${tokens.slice(p - 20, p + 5).join(' ')}`);
  };
  const until = (end: string): Syntax[] => {
    const parts: Syntax[] = [];
    if (tokens[p] === end) {
      p++;
      return parts;
    }
    for (;;) {
      parts.push(term());
      const separator = next();
      if (separator === end) return parts;
      if (separator === '|') parts.push({ kind: 'token', text: '|' });
      else if (separator !== ',' && separator !== '=>') throw new Error(`unexpected ${separator}`);
    }
  };
  const term = (): Syntax => {
    const token = next();
    if (token === '{') return { kind: 'tuple', parts: until('}') };
    if (token === '#{') return { kind: 'map', parts: until('}') };
    if (token === '[') return { kind: 'list', parts: until(']') };
    if (token === '<<') return { kind: 'binary', parts: until('>>') };
    if (token === 'fun') {
      const parts = [next(), next(), next(), next(), next()];
      return { kind: 'token', text: `fun ${parts.join('')}` };
    }
    let value: Syntax = { kind: 'token', text: token };
    if (token.startsWith('"')) value = { kind: 'list', parts: characters(token) };
    // Sizes and types of binary segments.
    while (tokens[p] === ':' || tokens[p] === '/') value = { kind: 'tuple', parts: [{ kind: 'token', text: next() }, value, term()] };
    return value;
  };
  while (p < tokens.length) {
    terms.push(term());
    expect('.');
  }
  return terms;
}

const ESCAPED: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, e: 27, b: 8, v: 11, f: 12, d: 127, s: 32 };

function characters(token: string): Syntax[] {
  const parts: Syntax[] = [];
  const inside = token.slice(1, -1);
  for (const [char] of inside.matchAll(/\\(?:x\{[0-9a-fA-F]+\}|[0-7]{3}|[\s\S])|[\s\S]/gu)) {
    let point = char.codePointAt(0) ?? 0;
    if (char.length > 1 && char.startsWith('\\')) {
      const name = char.slice(1);
      if (name.startsWith('x{')) point = Number.parseInt(name.slice(2), 16);
      else if (/^[0-7]{3}$/.test(name)) point = Number.parseInt(name, 8);
      else point = ESCAPED[name] ?? name.codePointAt(0) ?? 0;
    }
    parts.push({ kind: 'token', text: String(point) });
  }
  return parts;
}

/** Writes a term in one form only: numbers as JavaScript has them, keys of maps sorted. */
export function canonical(syntax: Syntax): string {
  if (syntax.kind === 'token') {
    return /^-?\d+\./.test(syntax.text) ? `float ${Number(syntax.text)}` : syntax.text;
  }
  const parts = syntax.parts.map(canonical);
  switch (syntax.kind) {
    case 'map': {
      const pairs = Array.from({ length: parts.length / 2 }, (_, i) => `${parts[2 * i]} => ${parts[2 * i + 1]}`);
      return `#{${pairs.sort().join(',')}}`;
    }
    case 'tuple':
      return `{${parts.join(',')}}`;
    case 'list':
      return `[${parts.join(',')}]`;
    case 'binary':
      return `<<${parts.flatMap((part) => (part.startsWith('[') ? part.slice(1, -1).split(',').filter(Boolean) : [part])).join(',')}>>`;
  }
}
