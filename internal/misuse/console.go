package misuse

// What a programmer did wrong with package console.
const ConsoleNilHandler = "console: Handler is nil"
