// Built-ins: JSON.stringify calls toJSON, getters and a replacer that make more to write.
const more = () => ({ toJSON: more, get a() { return [more(), more()]; } });
JSON.stringify({ toJSON() { return { get b() { return { c: more }; }, d: [{ get e() { return more(); } }] }; } },
  (k, v) => typeof v === 'function' ? { k, v: { v } } : v);
