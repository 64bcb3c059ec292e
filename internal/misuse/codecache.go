package misuse

// What a programmer did wrong with package codecache.
const CodeCacheLimit = "codecache: the limit of bytes is not positive"
