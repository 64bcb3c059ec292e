// Thrown: an error with a message of half a billion characters, and causes that have it too.
// slow: it makes a text of hundreds of megabytes flat in one step, whatever the limit.
const text = '\uffff'.repeat(2 ** 29 - 100);
let e = new Error(text);
for (let i = 0; i < 20; i++) e = new Error(text, { cause: e });
throw e;
