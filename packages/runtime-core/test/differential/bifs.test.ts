import { differential } from './suite.js';

differential('bifs');
