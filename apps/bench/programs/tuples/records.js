// Accounts as objects in a Map, changed by operations that are tagged objects. The Erlang program keeps records in a balanced tree, and
// makes a new tree with each operation.

class Account {
  constructor(id, owner) {
    this.id = id;
    this.owner = owner;
    this.balance = 0;
    this.history = [];
    this.open = true;
    this.limit = 1000;
  }
}

export function main() {
  const accounts = new Map();
  for (let id = 1; id <= 1023; id++) accounts.set(id, new Account(id, owner(id % 3)));
  let done = 0;
  let refused = 0;
  let seed = 5;
  for (let i = 0; i < 60000; i++) {
    seed = (seed * 3877 + 29573) % 139968;
    const problem = change(accounts.get((seed % 1023) + 1), operation(seed % 5, seed % 331));
    if (problem === undefined) done++;
    else refused++;
  }
  let total = 0;
  for (const { balance } of accounts.values()) total += balance;
  return { done, refused, total };
}

function owner(kind) {
  switch (kind) {
    case 0:
      return { kind: 'person', name: 'anna' };
    case 1:
      return { kind: 'company', name: 'Ltd' };
    default:
      return undefined;
  }
}

function operation(kind, amount) {
  switch (kind) {
    case 0:
      return { kind: 'withdraw', amount: amount * 3 };
    case 1:
      return { kind: 'deposit', amount };
    case 2:
      return { kind: 'deposit', amount: amount * 2 };
    case 3:
      return { kind: 'close' };
    default:
      return { kind: 'limit', amount: amount + 500 };
  }
}

/** Changes an account; returns why not, if it is refused. */
function change(account, { kind, amount }) {
  if (!account.open && account.owner === undefined) return 'closed';
  switch (kind) {
    case 'deposit':
      account.balance += amount;
      account.open = true;
      return undefined;
    case 'withdraw':
      if (account.balance + account.limit < amount) return 'too little';
      account.balance -= amount;
      return undefined;
    case 'limit':
      account.limit = amount;
      account.history = ['limit'];
      return undefined;
    default:
      if (account.balance < 0) return 'in debt';
      account.open = false;
      return undefined;
  }
}

export const toErlang = ({ done, refused, total }) => `{${done},${refused},${total}}`;
