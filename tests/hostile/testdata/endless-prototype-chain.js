// Endless: each SetPrototype looks through the whole chain for a circle.
// uninterruptible: JSObject::SetPrototype walks a million objects, a million times.
let p = {};
for (let i = 0; i < 1e6; i++) p = { __proto__: p };
p.x;
