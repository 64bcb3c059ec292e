// Microtasks: each makes the next, after the script has ended.
Promise.resolve().then(function again() { Promise.resolve().then(again); });
