export { FunctionValidator } from './function-validator.js';
export type { FunctionShape, TypeSpace } from './type-space.js';
export { validateModule } from './validate-module.js';
export { type Failing, ValidationContext } from './validation-context.js';
export { ValidationError, type ValidationPlace, type ValidationProblem } from './validation-error.js';
