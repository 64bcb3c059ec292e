// Source: ever new text for the compiler and its caches.
for (let i = 0; ; i++) eval(`(function f${i}() { return ${i} + f${i}.name; })()`);
