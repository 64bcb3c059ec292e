// The parts of a pattern, and the regular expression that they make.
//
// URL Pattern: https://urlpattern.spec.whatwg.org/#parsing

import { codePointAt, fromCodePoint, push, RegExp, stringIndexOf, TypeError } from '../primordials'
import { isNameCharacter, type Token, tokenize, type TokenType } from './tokens'

export type Options = { delimiter: string, prefix: string, ignoreCase: boolean }
export const plain: Options = { __proto__: null as never, delimiter: '', prefix: '', ignoreCase: false } as Options

type Modifier = '' | '?' | '*' | '+'
type Part = {
  type: 'fixed' | 'regexp' | 'segment' | 'wildcard'
  value: string
  modifier: Modifier
  name: string
  prefix: string
  suffix: string
}

// A Component is one of a URL's, as a pattern.
export type Component = { pattern: string, regexp: RegExp, names: string[], hasRegExpGroups: boolean }

const escape = (text: string, special: string): string => {
  let result = ''
  for (let n = 0; n < text.length; n++) result += stringIndexOf(special, text[n]) >= 0 ? '\\' + text[n] : text[n]
  return result
}
const escapeRegExp = (text: string): string => escape(text, '.+*?^${}()[]|/\\')
export const escapePattern = (text: string): string => escape(text, '+*?:{}()\\')

const segmentOf = (options: Options): string => `[^${escapeRegExp(options.delimiter)}]+?`
const everything = '.*'

const parse = (input: string, options: Options, encode: (text: string) => string): Part[] => {
  const tokens = tokenize(input, false), parts: Part[] = [], segment = segmentOf(options)
  let index = 0, pending = '', numericName = 0

  const take = (type: TokenType): Token | undefined => tokens[index].type === type ? tokens[index++] : undefined
  const require = (type: TokenType) => {
    if (take(type) === undefined) throw new TypeError(`Invalid pattern at ${tokens[index].index}: ${input}`)
  }
  const takeMatcher = (name: Token | undefined) => take('regexp') ?? (name === undefined ? take('asterisk') : undefined)
  const takeModifier = () => take('other-modifier') ?? take('asterisk')
  const takeText = (): string => {
    let text = ''
    for (;;) {
      const token = take('char') ?? take('escaped-char')
      if (token === undefined) return text
      text += token.value
    }
  }
  const add = (type: Part['type'], value: string, modifier: Modifier, name = '', prefix = '', suffix = '') => {
    push(parts, { __proto__: null, type, value, modifier, name, prefix, suffix })
  }
  const addPending = () => {
    if (pending === '') return
    const text = encode(pending)
    pending = ''
    add('fixed', text, '')
  }
  const addPart = (prefix: string, name: Token | undefined, matcher: Token | undefined, suffix: string, token: Token | undefined) => {
    const modifier = (token === undefined ? '' : token.value) as Modifier
    if (name === undefined && matcher === undefined && modifier === '') {
      pending += prefix
      return
    }
    addPending()
    if (name === undefined && matcher === undefined) {
      if (prefix !== '') add('fixed', encode(prefix), modifier)
      return
    }
    let value = matcher === undefined ? segment : matcher.type === 'asterisk' ? everything : matcher.value
    let type: Part['type'] = 'regexp'
    if (value === segment) type = 'segment'
    else if (value === everything) type = 'wildcard'
    if (type !== 'regexp') value = ''
    const called = name === undefined ? `${numericName++}` : name.value
    for (let n = 0; n < parts.length; n++) {
      if (parts[n].name === called) throw new TypeError(`Invalid pattern: the name ${called} is there twice: ${input}`)
    }
    add(type, value, modifier, called, encode(prefix), encode(suffix))
  }

  while (index < tokens.length) {
    const char = take('char'), name = take('name'), matcher = takeMatcher(name)
    if (name !== undefined || matcher !== undefined) {
      let prefix = char === undefined ? '' : char.value
      if (prefix !== '' && prefix !== options.prefix) {
        pending += prefix
        prefix = ''
      }
      addPending()
      addPart(prefix, name, matcher, '', takeModifier())
      continue
    }
    const fixed = char ?? take('escaped-char')
    if (fixed !== undefined) {
      pending += fixed.value
      continue
    }
    if (take('open') !== undefined) {
      const prefix = takeText(), inner = take('name'), by = takeMatcher(inner), suffix = takeText()
      require('close')
      addPart(prefix, inner, by, suffix, takeModifier())
      continue
    }
    addPending()
    require('end')
  }
  return parts
}

// regExpOf is the source of a regular expression.
const regExpOf = (parts: Part[], options: Options): string => {
  let result = '^'
  for (let n = 0; n < parts.length; n++) {
    const { type, modifier } = parts[n]
    if (type === 'fixed') {
      const text = escapeRegExp(parts[n].value)
      result += modifier === '' ? text : `(?:${text})${modifier}`
      continue
    }
    const value = type === 'segment' ? segmentOf(options) : type === 'wildcard' ? everything : parts[n].value
    const prefix = escapeRegExp(parts[n].prefix), suffix = escapeRegExp(parts[n].suffix)
    const isRepeated = modifier === '*' || modifier === '+'
    if (prefix === '' && suffix === '') result += isRepeated ? `((?:${value})${modifier})` : `(${value})${modifier}`
    else if (!isRepeated) result += `(?:${prefix}(${value})${suffix})${modifier}`
    else result += `(?:${prefix}((?:${value})(?:${suffix}${prefix}(?:${value}))*)${suffix})${modifier === '*' ? '?' : ''}`
  }
  return result + '$'
}

const isDigit = (text: string): boolean => text >= '0' && text <= '9'

// patternOf is the pattern as it is written anew.
const patternOf = (parts: Part[], options: Options): string => {
  let result = ''
  for (let n = 0; n < parts.length; n++) {
    const part = parts[n], previous = n > 0 ? parts[n - 1] : undefined, next = parts[n + 1] as Part | undefined
    const { type, value, modifier, name, prefix, suffix } = part
    if (type === 'fixed') {
      const text = escapePattern(value)
      result += modifier === '' ? text : `{${text}}${modifier}`
      continue
    }
    const isNamed = !isDigit(name[0])
    let isGrouped = suffix !== '' || prefix !== '' && prefix !== options.prefix
    if (!isGrouped && isNamed && type === 'segment' && modifier === '' && next !== undefined && next.prefix === '' && next.suffix === '') {
      isGrouped = next.type === 'fixed' ? isNameCharacter(next.value, false) : isDigit(next.name[0])
    }
    if (!isGrouped && prefix === '' && previous !== undefined && previous.type === 'fixed' && options.prefix !== '') {
      isGrouped = previous.value[previous.value.length - 1] === options.prefix
    }
    if (isGrouped) result += '{'
    result += escapePattern(prefix)
    if (isNamed) result += ':' + name
    if (type === 'regexp') {
      result += `(${value})`
    } else if (type === 'segment') {
      if (!isNamed) result += `(${segmentOf(options)})`
    } else if (!isNamed && (previous === undefined || previous.type === 'fixed' || previous.modifier !== '' || isGrouped || prefix !== '')) {
      result += '*'
    } else {
      result += '(.*)'
    }
    if (type === 'segment' && isNamed && suffix !== '' && isNameCharacter(fromCodePoint(codePointAt(suffix, 0)!), false)) result += '\\'
    result += escapePattern(suffix)
    if (isGrouped) result += '}'
    result += modifier
  }
  return result
}

// compile makes a component of its pattern. encode makes text of it as a URL has it.
export const compile = (input: string, encode: (text: string) => string, options: Options): Component => {
  const parts = parse(input, options, encode)
  const names: string[] = []
  let hasRegExpGroups = false
  for (let n = 0; n < parts.length; n++) {
    if (parts[n].type === 'fixed') continue
    push(names, parts[n].name)
    hasRegExpGroups ||= parts[n].type === 'regexp'
  }
  let regexp: RegExp
  try {
    regexp = new RegExp(regExpOf(parts, options), options.ignoreCase ? 'vi' : 'v')
  } catch {
    throw new TypeError(`Invalid regular expression in a pattern: ${input}`)
  }
  return { __proto__: null as never, pattern: patternOf(parts, options), regexp, names, hasRegExpGroups } as Component
}

