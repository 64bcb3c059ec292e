// Memory: a list so long that marking it must not recurse.
let head = null;
for (;;) head = { next: head };
