// internal is what our own code gives a constructor before the state of an object that
// it has made itself. No script gets it.
export const internal = {}
