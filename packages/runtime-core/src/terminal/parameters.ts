/** Skips a branch of a conditional: from behind `%t` or `%e` to behind the `%e` (if `stopsAtElse`) or `%;` that it ends with. */
function skipBranch(text: string, from: number, stopsAtElse: boolean): number {
  let depth = 0;
  for (let at = text.indexOf('%', from); at >= 0; at = text.indexOf('%', at + 2)) {
    const kind = text[at + 1];
    if (kind === '?') depth++;
    else if (kind === ';' && depth === 0) return at + 2;
    else if (kind === ';') depth--;
    else if (kind === 'e' && depth === 0 && stopsAtElse) return at + 2;
  }
  return text.length;
}

const OPERATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0 ? 0 : Math.trunc(a / b)),
  m: (a, b) => (b === 0 ? 0 : a % b),
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '=': (a, b) => Number(a === b),
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  A: (a, b) => Number(a !== 0 && b !== 0),
  O: (a, b) => Number(a !== 0 || b !== 0),
};

/** Puts parameters into a capability, as `tparm(3)`: its text is a program for a stack. Padding (`$<…>`) is left out. */
export function withParameters(capability: string, parameters: readonly number[]): string {
  const text = capability.replace(/\$<[^>]*>/g, '');
  const given = [...parameters];
  const stack: number[] = [];
  const pop = (): number => stack.pop() ?? 0;
  let result = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '%') {
      result += text[at] ?? '';
      continue;
    }
    at++;
    const kind = text[at] ?? '';
    const operation = OPERATIONS[kind];
    if (operation !== undefined) {
      const second = pop();
      stack.push(operation(pop(), second));
      continue;
    }
    switch (kind) {
      case '%':
        result += '%';
        break;
      case 'p':
        at++;
        stack.push(given[Number(text[at]) - 1] ?? 0);
        break;
      case 'i':
        given[0] = (given[0] ?? 0) + 1;
        given[1] = (given[1] ?? 0) + 1;
        break;
      case '{': {
        const end = text.indexOf('}', at);
        stack.push(Number(text.slice(at + 1, end)));
        at = end;
        break;
      }
      case "'":
        stack.push(text.codePointAt(at + 1) ?? 0);
        at += 2;
        break;
      case '!':
        stack.push(Number(pop() === 0));
        break;
      case '~':
        stack.push(~pop());
        break;
      case 'd':
        result += String(stack.length > 0 ? pop() : (given.shift() ?? 0));
        break;
      case 'c':
        result += String.fromCodePoint(pop());
        break;
      case 't':
        if (pop() === 0) at = skipBranch(text, at + 1, true) - 1;
        break;
      case 'e':
        at = skipBranch(text, at + 1, false) - 1;
        break;
      default:
        // The ends of conditionals.
        break;
    }
  }
  return result;
}
