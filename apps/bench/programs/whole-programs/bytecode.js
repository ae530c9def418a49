// An interpreter loop: a stack machine's instructions as objects in an array, a stack that is an array, variables in a Map.

const PROGRAM = [
  { op: 'push', value: 0 },
  { op: 'store', name: 'sum' },
  { op: 'push', value: 30000 },
  { op: 'store', name: 'n' },
  { op: 'load', name: 'n' },
  { op: 'jump if zero', to: 20 },
  { op: 'load', name: 'sum' },
  { op: 'load', name: 'n' },
  { op: 'load', name: 'n' },
  { op: 'multiply' },
  { op: 'push', value: 1009 },
  { op: 'remainder' },
  { op: 'add' },
  { op: 'push', value: 65537 },
  { op: 'remainder' },
  { op: 'store', name: 'sum' },
  { op: 'load', name: 'n' },
  { op: 'push', value: 1 },
  { op: 'subtract' },
  { op: 'store and jump', name: 'n', to: 4 },
  { op: 'load', name: 'sum' },
  { op: 'halt' },
];

export function main() {
  const stack = [];
  const variables = new Map();
  for (let at = 0, steps = 0; ; steps++) {
    const instruction = PROGRAM[at++];
    switch (instruction.op) {
      case 'push':
        stack.push(instruction.value);
        break;
      case 'load':
        stack.push(variables.get(instruction.name));
        break;
      case 'store':
        variables.set(instruction.name, stack.pop());
        break;
      case 'store and jump':
        variables.set(instruction.name, stack.pop());
        at = instruction.to;
        break;
      case 'jump if zero':
        if (stack.pop() === 0) at = instruction.to;
        break;
      case 'add':
        binary(stack, (a, b) => a + b);
        break;
      case 'subtract':
        binary(stack, (a, b) => a - b);
        break;
      case 'multiply':
        binary(stack, (a, b) => a * b);
        break;
      case 'remainder':
        binary(stack, (a, b) => a % b);
        break;
      case 'halt':
        return { result: stack.pop(), steps };
      default:
        throw new Error(`there is no instruction ${instruction.op}`);
    }
  }
}

function binary(stack, operation) {
  const b = stack.pop();
  const a = stack.pop();
  stack.push(operation(a, b));
}

export const toErlang = ({ result, steps }) => `{${result},${steps}}`;
