import { Regex } from '@beamline/regex';

const date = new Regex('(?<year>\\d{4})-(?<month>\\d\\d)(?:-(?<day>\\d\\d))?', { unicode: true });
const match = date.exec('since 2024-02');
console.log(match?.index, match?.end, match?.groups[3]); // 6 13 undefined

const nested = new Regex('\\((?:[^()]++|(?R))*+\\)');
console.log(nested.exec('f(a, g(b))')?.groups); // [ [ 1, 10 ] ]
