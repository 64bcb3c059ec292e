// What internal/bundle gives the modules.
declare const require: (module: string) => any
declare const begin: () => void
