// Endless: arguments from an object that says it has 64 million; a list of handles by malloc.
// uninterruptible: Object::CreateListFromArrayLike collects them in C++.
Reflect.apply(() => {}, null, { length: 2 ** 26 });
