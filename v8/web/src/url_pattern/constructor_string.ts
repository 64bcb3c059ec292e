// Patterns that are written as a URL is.
//
// URL Pattern: https://urlpattern.spec.whatwg.org/#constructor-string-parsing

import { indexOf, stringSlice } from '../primordials'
import * as canonical from './canonical'
import { matchesSpecial } from './schemes'
import { compile, plain } from './parts'
import { type Token, tokenize } from './tokens'

export type Init = Partial<Record<
  'baseURL' | 'protocol' | 'username' | 'password' | 'hostname' | 'port' | 'pathname' | 'search' | 'hash', string>>

type Place = 'init' | 'protocol' | 'authority' | 'username' | 'password' | 'hostname' | 'port' | 'pathname' | 'search' | 'hash' | 'done'
const order: Place[] = ['init', 'protocol', 'authority', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash', 'done']
const at = (place: Place): number => indexOf(order, place)

export const parseConstructorString = (input: string): Init => {
  const tokens = tokenize(input, true)
  const result: any = { __proto__: null }
  let start = 0, index = 0, increment = 1, depth = 0, brackets = 0, isSpecial = false
  let state = 'init' as Place

  const token = (n: number): Token => n < tokens.length ? tokens[n] : tokens[tokens.length - 1]
  const is = (n: number, value: string): boolean => {
    const { type, value: text } = token(n)
    return text === value && (type === 'char' || type === 'escaped-char' || type === 'invalid-char')
  }
  const isSearch = (): boolean => {
    if (is(index, '?')) return true
    if (token(index).value !== '?') return false
    if (index === 0) return true
    const { type } = token(index - 1)
    return type !== 'name' && type !== 'regexp' && type !== 'close' && type !== 'asterisk'
  }
  const isHash = (): boolean => is(index, '#')
  const component = (): string => stringSlice(input, token(start).index, tokens[index].index)
  const rewind = (to?: Place) => {
    index = start
    increment = 0
    if (to !== undefined) state = to
  }
  const change = (to: Place, skip: number) => {
    if (state !== 'init' && state !== 'authority' && state !== 'done') result[state] = component()
    if (state !== 'init' && to !== 'done') {
      if (at(state) <= at('password') && at(to) >= at('port')) result.hostname ??= ''
      if (at(state) <= at('port') && at(to) >= at('search')) result.pathname ??= isSpecial ? '/' : ''
      if (at(state) <= at('pathname') && to === 'hash') result.search ??= ''
    }
    state = to
    index += skip
    start = index
    increment = 0
  }
  // endsAt goes on to what ends a hostname, a port or a path.
  const endsAt = (withPath: boolean): boolean => {
    if (withPath && is(index, '/')) change('pathname', 0)
    else if (isSearch()) change('search', 1)
    else if (isHash()) change('hash', 1)
    else return false
    return true
  }

  for (; index < tokens.length; index += increment) {
    increment = 1
    const { type } = tokens[index]
    if (type === 'end') {
      if (state === 'init') {
        rewind()
        if (isHash()) change('hash', 1)
        else if (isSearch()) change('search', 1)
        else change('pathname', 0)
        continue
      }
      if (state === 'authority') {
        rewind('hostname')
        continue
      }
      change('done', 0)
      break
    }
    if (type === 'open') {
      depth++
      continue
    }
    if (depth > 0) {
      if (type !== 'close') continue
      depth--
    }
    switch (state) {
      case 'init':
        if (is(index, ':')) rewind('protocol')
        break
      case 'protocol':
        if (!is(index, ':')) break
        isSpecial = matchesSpecial(compile(component(), canonical.protocol, plain))
        if (is(index + 1, '/') && is(index + 2, '/')) change('authority', 3)
        else change(isSpecial ? 'authority' : 'pathname', 1)
        break
      case 'authority':
        if (is(index, '@')) rewind('username')
        else if (is(index, '/') || isSearch() || isHash()) rewind('hostname')
        break
      case 'username':
        if (is(index, ':')) change('password', 1)
        else if (is(index, '@')) change('hostname', 1)
        break
      case 'password':
        if (is(index, '@')) change('hostname', 1)
        break
      case 'hostname':
        if (is(index, '[')) brackets++
        else if (is(index, ']')) brackets--
        else if (is(index, ':') && brackets === 0) change('port', 1)
        else endsAt(true)
        break
      case 'port':
        endsAt(true)
        break
      case 'pathname':
        endsAt(false)
        break
      case 'search':
        if (isHash()) change('hash', 1)
    }
  }
  if (result.hostname !== undefined) result.port ??= ''
  return result
}
