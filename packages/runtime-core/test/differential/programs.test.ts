import { differential } from './suite.js';

differential('programs');
