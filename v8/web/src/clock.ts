import { ofHost, op } from './host'

// now is the time since the context was made, in milliseconds, as coarse as
// Options.TimeResolution says.
export const now = op<() => number>('now')

// timeOrigin is when that was, in milliseconds since 1970.
export const timeOrigin = ofHost(op<() => number>('timeOrigin'))
