const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CONTINUES = 0x20;

/** An integer in base64 VLQ, as source maps have them: the sign in the lowest bit, 5 bits a digit, the lowest ones first. */
export function writeVlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const digit = rest & (CONTINUES - 1);
    rest >>>= 5;
    text += DIGITS[rest > 0 ? digit | CONTINUES : digit];
  } while (rest > 0);
  return text;
}
