// Built-ins: iterator helpers over an endless built-in iterator.
function* numbers() { for (let i = 0; ; i++) yield i; }
numbers().filter(() => false).flatMap(x => [x]).drop(Infinity).toArray();
