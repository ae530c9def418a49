export { crypto } from './library/crypto-library.js';
