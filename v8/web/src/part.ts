// part is something that is built when it is first used. Where the stack or the time of
// a script ends midway, the next use builds it anew: a build has no other effect than
// what it returns.
export const part = <T>(build: () => T): (() => T) => {
  let built: T | undefined
  return () => built ??= build()
}
