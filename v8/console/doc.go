/*
Package console has JavaScript's console: what a script writes goes to a [Handler]
of Go, as text that is printed as Node.js prints it.

	c, err := iso.NewContext(ctx, v8.ContextOptions{
		Console: console.New(console.Slog(slog.Default().Handler()), console.Options{}),
	})

Handlers are [Writer] for a stream, [Slog] for a log, [Buffer] to keep messages, and
any func, by [HandlerFunc]. What one call of a script writes is kept apart by its
ctx:

	var out console.Buffer
	err := c.Eval(console.WithHandler(ctx, &out), source, nil)
	fmt.Print(out.String())

# Functions

All of the standard's are there: assert, clear, debug, error, info, log, table,
trace, warn, dir, dirxml, count, countReset, group, groupCollapsed, groupEnd, time,
timeLog, timeEnd. Without a [Console] in v8.ContextOptions a context has V8's, which
does nothing.

console.clear ends all groups, and what was written stays. timeStamp, profile and
profileEnd, which the standard does not have, do nothing.

# Values

They are printed as by util.inspect of Node.js 20, with its lines and columns, to a
depth of 2 and with at most 100 items of a collection, 10,000 characters of a text
inside something, and a bound on the whole message. Formats are %s, %d, %i, %f, %j,
%o, %O, %c and %%.

Nothing of the script runs for it: getters are printed as [Getter], Proxies as what is
behind them, and no method, such as toString, toJSON or Symbol.for
('nodejs.util.inspect.custom'), is called, whatever a script has put in the place of
a built-in function. Only handlers of templates, which are the program's own, are asked.
So some things are printed in another way than by Node.js:

  - an error with the stack that it had when it was made, and not with what its
    property stack is now;
  - %s of an object as an object to the depth 0, and not by its toString;
  - %d, %i and %f of an object as NaN;
  - %j without toJSON;
  - %o as %O to a depth of 4, without what is not enumerable;
  - iterators of Map and Set without what they have left;
  - of an array with holes no more than the first 1,000 places, of an array-like object,
    Proxies and prototypes no more than are reasonable.

# Limits

A script can't flood the program. [Options].Limit bounds what one Run may write, or
what is written under one ctx, and Options.MessageLimit a message. Counts and timers may
have 1,000 labels each in a context. What a message costs in time is the script's: a
deadline ends it.

WHATWG: [Console Standard].

[Console Standard]: https://console.spec.whatwg.org/
*/
package console
