import { bifIndex, HeaderTag, isSmallInteger, MachineRegister, smallTerm, TermTag } from '@beamline/machine-model';

console.log(smallTerm(3), 3 * 2 ** TermTag.integerShift + TermTag.integer); // 63 63
console.log(isSmallInteger(2 ** 27), MachineRegister.heapTop); // false 20
console.log(((3 << TermTag.arityShift) | HeaderTag.tuple).toString(2)); // 11000000, the header of a tuple of 3
console.log(bifIndex('lists', 'reverse', 2) > 0); // true
