// A small Lisp: reader, evaluator with closures, environments that are Maps with a parent. JavaScript does not turn calls in tail
// position into jumps, so that the evaluator loops there.

const SOURCE = `(define fib (lambda (n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))))
(define range (lambda (n acc) (if (= n 0) acc (range (- n 1) (cons n acc)))))
(define map (lambda (f l) (if (null l) (quote ()) (cons (f (car l)) (map f (cdr l))))))
(define fold (lambda (f a l) (if (null l) a (fold f (f a (car l)) (cdr l)))))
(define compose (lambda (f g) (lambda (x) (f (g x)))))
(list (fib 17)
      (fold + 0 (map (compose (lambda (x) (* x x)) (lambda (x) (+ x 1))) (range 1000 (quote ()))))
      (fold (lambda (a x) (if (= 0 (rem x 7)) (+ a 1) a)) 0 (range 3000 (quote ()))))`;

/** The empty list; others are pairs. Forms of the program are arrays. */
const NIL = null;

class Pair {
  constructor(car, cdr) {
    this.car = car;
    this.cdr = cdr;
  }
}

class Closure {
  constructor(parameters, body, environment) {
    this.parameters = parameters;
    this.body = body;
    this.environment = environment;
  }
}

class Environment {
  #values;
  #parent;

  constructor(values, parent) {
    this.#values = values;
    this.#parent = parent;
  }

  get(name) {
    if (this.#values.has(name)) return this.#values.get(name);
    if (this.#parent === undefined) throw new ReferenceError(`${name} is not defined`);
    return this.#parent.get(name);
  }

  set(name, value) {
    this.#values.set(name, value);
  }
}

const NATIVES = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  rem: (a, b) => a % b,
  '<': (a, b) => a < b,
  '=': (a, b) => a === b,
  cons: (a, b) => new Pair(a, b),
  car: (pair) => pair.car,
  cdr: (pair) => pair.cdr,
  null: (a) => a === NIL,
  list: (...values) => values.reduceRight((rest, value) => new Pair(value, rest), NIL),
};

export function main() {
  const globals = new Environment(new Map(Object.entries(NATIVES)), undefined);
  let result;
  for (const form of read(SOURCE)) {
    if (form[0] === 'define') globals.set(form[1], evaluate(form[2], globals));
    else result = evaluate(form, globals);
  }
  return result;
}

function read(text) {
  const tokens = text.match(/[()]|[^\s()]+/g);
  let at = 0;
  const form = () => {
    const token = tokens[at++];
    if (token !== '(') return /^\d/.test(token) ? Number(token) : token;
    const forms = [];
    while (tokens[at] !== ')') forms.push(form());
    at++;
    return forms;
  };
  const forms = [];
  while (at < tokens.length) forms.push(form());
  return forms;
}

function evaluate(start, within) {
  let form = start;
  let environment = within;
  for (;;) {
    if (typeof form === 'number') return form;
    if (typeof form === 'string') return environment.get(form);
    switch (form[0]) {
      case 'quote':
        // The program quotes nothing but the empty list.
        return NIL;
      case 'lambda':
        return new Closure(form[1], form[2], environment);
      case 'if':
        form = evaluate(form[1], environment) === false ? form[3] : form[2];
        break;
      default: {
        const [f, ...args] = form.map((part) => evaluate(part, environment));
        if (!(f instanceof Closure)) return f(...args);
        environment = new Environment(new Map(f.parameters.map((name, i) => [name, args[i]])), f.environment);
        form = f.body;
      }
    }
  }
}

export function toErlang(list) {
  const values = [];
  for (let rest = list; rest !== NIL; rest = rest.cdr) values.push(rest.car);
  return `[${values.join(',')}]`;
}
