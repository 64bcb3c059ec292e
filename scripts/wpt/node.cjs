// Runs one test in Node.js: node node.cjs DIR LOCATION SCRIPT...
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { runInThisContext } = require('node:vm')

const [folder, location, ...scripts] = process.argv.slice(2)
globalThis.readFile = path => readFileSync(join(folder, path), 'utf8')
globalThis.wptLocation = JSON.parse(location)
process.on('uncaughtException', () => {})
process.on('unhandledRejection', () => {})
for (const script of scripts) {
  runInThisContext(readFileSync(script, 'utf8'), { filename: script })
}
globalThis.wptResults.then(results => process.stdout.write(results, () => process.exit(0)))
