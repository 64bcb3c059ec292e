// Memory: errors with causes, aggregated, from inside and outside.
let e = new Error('first');
for (let i = 0; ; i++) e = new AggregateError([e, e], 'and ' + i, { cause: e });
