// The tokens of a pattern.
//
// URL Pattern: https://urlpattern.spec.whatwg.org/#tokenizing

import { charCodeAt, codePointAt, exec, push, stringSlice, TypeError } from '../primordials'

export type TokenType = 'open' | 'close' | 'regexp' | 'name' | 'char' | 'escaped-char' | 'other-modifier' | 'asterisk' | 'end' | 'invalid-char'
export type Token = { type: TokenType, index: number, value: string }

const nameStart = /^[$_\p{ID_Start}]/u
const namePart = /^[$\u200c\u200d\p{ID_Continue}]/u

// isNameCharacter reports whether the text begins with a character that a name may have.
export const isNameCharacter = (text: string, isFirst: boolean): boolean => exec(isFirst ? nameStart : namePart, text) !== null

// tokenize takes a text apart. Where it is lenient, what is wrong is a token too.
export const tokenize = (input: string, lenient: boolean): Token[] => {
  const tokens: Token[] = []
  const end = input.length
  let index = 0
  const add = (type: TokenType, next: number, begin: number, valueEnd: number) => {
    push(tokens, { __proto__: null, type, index, value: stringSlice(input, begin, valueEnd) })
    index = next
  }
  const wrong = (next: number, begin: number) => {
    if (!lenient) throw new TypeError(`Invalid pattern at ${begin}: ${input}`)
    add('invalid-char', next, begin, next)
  }
  while (index < end) {
    const width = codePointAt(input, index)! > 0xffff ? 2 : 1
    const next = index + width
    switch (input[index]) {
      case '*':
        add('asterisk', next, index, next)
        break
      case '+': case '?':
        add('other-modifier', next, index, next)
        break
      case '\\': {
        if (next === end) {
          wrong(next, index)
          break
        }
        const after = next + (codePointAt(input, next)! > 0xffff ? 2 : 1)
        add('escaped-char', after, next, after)
        break
      }
      case '{':
        add('open', next, index, next)
        break
      case '}':
        add('close', next, index, next)
        break
      case ':': {
        let at = next
        while (at < end && isNameCharacter(stringSlice(input, at, at + 2), at === next)) at += codePointAt(input, at)! > 0xffff ? 2 : 1
        if (at === next) wrong(next, index)
        else add('name', at, next, at)
        break
      }
      case '(': {
        const close = endOfRegExp(input, next)
        if (close < 0) wrong(next, next)
        else add('regexp', close + 1, next, close)
        break
      }
      default:
        add('char', next, index, next)
    }
  }
  add('end', index, index, index)
  return tokens
}

// endOfRegExp is where the parenthesis is that ends a regular expression, or -1.
const endOfRegExp = (input: string, begin: number): number => {
  let depth = 1
  for (let n = begin; n < input.length; n++) {
    const c = charCodeAt(input, n)
    if (c > 0x7f || n === begin && c === 0x3f) return -1
    switch (input[n]) {
      case '\\':
        if (++n === input.length || charCodeAt(input, n) > 0x7f) return -1
        break
      case ')':
        if (--depth === 0) return n === begin ? -1 : n
        break
      case '(':
        depth++
        if (input[n + 1] !== '?') return -1 // it would capture something
    }
  }
  return -1
}
