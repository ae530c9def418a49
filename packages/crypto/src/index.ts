export { asn1 } from './asn1/asn1-library.js';
export { crypto } from './library/crypto-library.js';
