import { differential } from './suite.js';

differential('messages');
