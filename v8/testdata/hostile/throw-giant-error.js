// Thrown: an error with a message of half a billion characters, and causes that have it too.
const text = '\uffff'.repeat(2 ** 29 - 100);
let e = new Error(text);
for (let i = 0; i < 20; i++) e = new Error(text, { cause: e });
throw e;
