// Engine paths: errors whose name, message, constructor and toString are traps.
class E extends Error {
  get name() { for (let i = 0; i < 1e7; i++); throw new E(); }
  get message() { throw new E(); }
  toString() { throw new E(); }
  get stack() { throw new E(); }
}
Object.defineProperty(E.prototype, 'constructor', { get() { throw new E(); } });
Object.defineProperty(Error.prototype, 'cause', { get() { throw new E(); } });
throw new E();
