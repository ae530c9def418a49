// Which code points are the same but for case, by Unicode's simple mappings, which JavaScript has where a mapping is to one code point.

function single(text: string, otherwise: number): number {
  const first = text.codePointAt(0);
  if (first === undefined) return otherwise;
  return text.length === (first > 0xffff ? 2 : 1) ? first : otherwise;
}

/** What stands for all code points that are the same but for case. */
function folded(codePoint: number): number {
  // Turkish i with and without a dot are no other letters' forms.
  if (codePoint === 0x130 || codePoint === 0x131) return codePoint;
  const upper = single(String.fromCodePoint(codePoint).toUpperCase(), codePoint);
  return single(String.fromCodePoint(upper).toLowerCase(), upper);
}

let classes: ReadonlyMap<number, readonly number[]> | undefined;

/** All code points that have others, by each of them. Only planes 0 and 1 have letters with case. */
function caseClasses(): ReadonlyMap<number, readonly number[]> {
  if (classes !== undefined) return classes;
  const byFold = new Map<number, number[]>();
  const cased = /\p{Changes_When_Casemapped}/u;
  for (let block = 0; block < 0x20000; block += 0x100) {
    if (block >= 0xd800 && block < 0xe000) continue;
    let text = '';
    for (let i = 0; i < 0x100; i++) text += String.fromCodePoint(block + i);
    if (!cased.test(text)) continue;
    for (let codePoint = block; codePoint < block + 0x100; codePoint++) {
      const key = folded(codePoint);
      if (key === codePoint && !cased.test(String.fromCodePoint(codePoint))) continue;
      const all = byFold.get(key);
      if (all === undefined) byFold.set(key, [codePoint]);
      else all.push(codePoint);
    }
  }
  const result = new Map<number, readonly number[]>();
  for (const all of byFold.values()) if (all.length > 1) for (const codePoint of all) result.set(codePoint, all);
  classes = result;
  return result;
}

const NONE: readonly number[] = [];

/** All code points that are the same as one but for case, with itself; empty if there are no others. */
export function sameButForCase(codePoint: number): readonly number[] {
  return caseClasses().get(codePoint) ?? NONE;
}

/** All code points that have others. */
export function codePointsWithCase(): Iterable<number> {
  return caseClasses().keys();
}

/** True if two code points are the same but for case. */
export function isSameButForCase(left: number, right: number): boolean {
  return left === right || sameButForCase(left).includes(right);
}
