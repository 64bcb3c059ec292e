// Memory: symbols, also in the registry that all contexts share.
const all = {};
for (let i = 0; ; i++) {
  all[Symbol('private ' + i)] = i;
  all[Symbol.for('shared ' + i)] = i;
}
