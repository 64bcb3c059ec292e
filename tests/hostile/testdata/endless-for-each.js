// Endless: forEach over holes, whose callback is never called.
// uninterruptible: Builtins_ArrayForEachLoopContinuation has no interrupt check of its own.
Array.prototype.forEach.call({ length: 2 ** 53 - 1 }, () => {});
