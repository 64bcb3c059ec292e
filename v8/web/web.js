// Generated from src by go generate. DO NOT EDIT.
(function () {
"use strict";
var web = (() => {
  var __defProp = Object.defineProperty;
  var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __hasOwnProp = Object.prototype.hasOwnProperty;
  var __export = (target, all) => {
    for (var name in all)
      __defProp(target, name, { get: all[name], enumerable: true });
  };
  var __copyProps = (to, from, except, desc) => {
    if (from && typeof from === "object" || typeof from === "function") {
      for (let key of __getOwnPropNames(from))
        if (!__hasOwnProp.call(to, key) && key !== except)
          __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
    }
    return to;
  };
  var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

  // main.ts
  var main_exports = {};
  __export(main_exports, {
    setUp: () => setUp
  });

  // primordials.ts
  var { bind, call } = Function.prototype;
  var uncurryThis = bind.bind(call);
  var global = globalThis;
  var { apply, construct, defineProperty, deleteProperty, get, getOwnPropertyDescriptor, getPrototypeOf, has, ownKeys, setPrototypeOf } = Reflect;
  var {
    Array,
    ArrayBuffer,
    BigInt,
    DataView,
    Error: Error2,
    Map,
    Number,
    Object: Object2,
    Promise: Promise2,
    Proxy: Proxy2,
    RangeError,
    Set,
    String,
    Symbol: Symbol2,
    TypeError: TypeError2,
    Uint8Array: Uint8Array2,
    isFinite,
    isNaN,
    parseInt
  } = globalThis;
  var { create, freeze, is, hasOwn, keys } = Object2;
  var { isArray } = Array;
  var { isInteger } = Number;
  var { abs, floor, min, max, pow, trunc, fround } = Math;
  var { fromCharCode, fromCodePoint } = String;
  var { parse: parseJSON, stringify: stringifyJSON } = JSON;
  var { asyncIterator, iterator, hasInstance, species, toStringTag } = Symbol2;
  var { captureStackTrace } = Error2;
  var push = uncurryThis([].push);
  var join = uncurryThis([].join);
  var slice = uncurryThis([].slice);
  var splice = uncurryThis([].splice);
  var shift = uncurryThis([].shift);
  var sort = uncurryThis([].sort);
  var indexOf = uncurryThis([].indexOf);
  var string = "";
  var charCodeAt = uncurryThis(string.charCodeAt);
  var codePointAt = uncurryThis(string.codePointAt);
  var stringIndexOf = uncurryThis(string.indexOf);
  var stringLastIndexOf = uncurryThis(string.lastIndexOf);
  var stringSlice = uncurryThis(string.slice);
  var startsWith = uncurryThis(string.startsWith);
  var endsWith = uncurryThis(string.endsWith);
  var toLowerCase = uncurryThis(string.toLowerCase);
  var toUpperCase = uncurryThis(string.toUpperCase);
  var toWellFormed = uncurryThis(string.toWellFormed);
  var padStart = uncurryThis(string.padStart);
  var repeat = uncurryThis(string.repeat);
  var numberToString = uncurryThis(0 .toString);
  var symbolToString = uncurryThis(Symbol2.prototype.toString);
  var exec = uncurryThis(/ /.exec);
  var then = uncurryThis(Promise2.prototype.then);
  var { resolve, reject } = Promise2;
  var getter = (object, key) => uncurryThis(getOwnPropertyDescriptor(object, key).get);
  var typedArray = getPrototypeOf(Uint8Array2.prototype);
  var typedArrayName = getter(typedArray, toStringTag);
  var typedArrayBuffer = getter(typedArray, "buffer");
  var typedArrayByteOffset = getter(typedArray, "byteOffset");
  var typedArrayByteLength = getter(typedArray, "byteLength");
  var typedArrayLength = getter(typedArray, "length");
  var typedArraySet = uncurryThis(Uint8Array2.prototype.set);
  var typedArraySubarray = uncurryThis(Uint8Array2.prototype.subarray);
  var typedArraySlice = uncurryThis(Uint8Array2.prototype.slice);
  var dataViewBuffer = getter(DataView.prototype, "buffer");
  var dataViewByteOffset = getter(DataView.prototype, "byteOffset");
  var dataViewByteLength = getter(DataView.prototype, "byteLength");
  var bufferByteLength = getter(ArrayBuffer.prototype, "byteLength");
  var bufferResizable = getter(ArrayBuffer.prototype, "resizable");
  var bufferDetached = getter(ArrayBuffer.prototype, "detached");
  var bufferSlice = uncurryThis(ArrayBuffer.prototype.slice);
  var bufferTransfer = uncurryThis(ArrayBuffer.prototype.transfer);
  var { SharedArrayBuffer } = globalThis;
  var sharedBufferByteLength = SharedArrayBuffer && getter(SharedArrayBuffer.prototype, "byteLength");
  var sharedBufferGrowable = SharedArrayBuffer && getter(SharedArrayBuffer.prototype, "growable");
  var { isView } = ArrayBuffer;
  var mapGet = uncurryThis(Map.prototype.get);
  var mapSet = uncurryThis(Map.prototype.set);
  var mapHas = uncurryThis(Map.prototype.has);
  var mapDelete = uncurryThis(Map.prototype.delete);
  var mapForEach = uncurryThis(Map.prototype.forEach);
  var mapSize = getter(Map.prototype, "size");
  var setAdd = uncurryThis(Set.prototype.add);
  var setHas = uncurryThis(Set.prototype.has);
  var setDelete = uncurryThis(Set.prototype.delete);
  var setForEach = uncurryThis(Set.prototype.forEach);
  var setSize = getter(Set.prototype, "size");
  var iteratorPrototype = getPrototypeOf(getPrototypeOf([][iterator]()));
  var asyncIteratorPrototype = getPrototypeOf(getPrototypeOf((async function* () {
  }).prototype));
  var WeakRef = globalThis.WeakRef;
  var deref = uncurryThis(WeakRef.prototype.deref);

  // webidl.ts
  var fail = (where, what) => {
    throw new TypeError2(`${where}: ${what}`);
  };
  var executing = (name, of) => of === void 0 ? `Failed to execute '${name}'` : `Failed to execute '${name}' on '${of}'`;
  var constructing = (name) => `Failed to construct '${name}'`;
  var required = (given, least, where) => {
    if (given < least) fail(where, `${least} argument${least === 1 ? "" : "s"} required, but only ${given} present.`);
  };
  var illegal = () => {
    throw new TypeError2("Illegal constructor");
  };
  var asDOMString = (value2) => `${value2}`;
  var asUSVString = (value2) => toWellFormed(`${value2}`);
  var mostSafe = 2 ** 53 - 1;
  var asInteger = (value2, bits, signed, where, extended) => {
    let number = +value2;
    const most = bits === 64 ? mostSafe : signed ? pow(2, bits - 1) - 1 : pow(2, bits) - 1;
    const least = !signed ? 0 : bits === 64 ? -mostSafe : -pow(2, bits - 1);
    if (extended === "EnforceRange") {
      if (!isFinite(number)) fail(where, "The value is not a finite number.");
      number = trunc(number) + 0;
      if (number < least || number > most) fail(where, `The value is outside the range from ${least} to ${most}.`);
      return number;
    }
    if (isNaN(number)) return 0;
    if (extended === "Clamp") {
      number = min(max(number, least), most);
      const down = floor(number);
      const rest = number - down;
      if (rest < 0.5 || rest === 0.5 && down % 2 === 0) return down + 0;
      return down + 1;
    }
    if (!isFinite(number)) return 0;
    const all = pow(2, bits);
    number = trunc(number) % all;
    if (signed && number >= all / 2) number -= all;
    else if (signed && number < -all / 2) number += all;
    else if (!signed && number < 0) number += all;
    return number + 0;
  };
  var isObject = (value2) => typeof value2 === "object" && value2 !== null || typeof value2 === "function";
  var asDictionary = (value2, where) => {
    if (value2 === void 0 || value2 === null) return empty;
    if (!isObject(value2)) fail(where, "The provided value is not of type 'object'.");
    return value2;
  };
  var empty = { __proto__: null };
  var asSequence = (value2, item, where) => {
    const method = isObject(value2) ? value2[iterator] : void 0;
    if (typeof method !== "function") fail(where, "The provided value cannot be converted to a sequence.");
    return iterate(value2, method, item, where);
  };
  var iterate = (value2, method, item, where) => {
    const list = [];
    const items = apply(method, value2, []);
    if (!isObject(items)) fail(where, "The iterator is not an object.");
    const { next } = items;
    for (; ; ) {
      const result = apply(next, items, []);
      if (!isObject(result)) fail(where, "The result of the iterator is not an object.");
      if (result.done) return list;
      push(list, item(result.value));
    }
  };
  var isFunction = (value2) => typeof value2 === "function";
  var define = (object, key, value2, { enumerable: enumerable2 = false, writable = true, configurable = true } = {}) => defineProperty(object, key, { __proto__: null, value: value2, enumerable: enumerable2, writable, configurable });
  var exposed = (of, name, constants2) => {
    define(of, "name", name, { writable: false });
    enumerate(of, notStatic);
    enumerate(of.prototype, notMember);
    define(of.prototype, toStringTag, name, { writable: false });
    if (constants2 !== void 0) {
      const names = ownKeys(constants2);
      for (let n = 0; n < names.length; n++) {
        const value2 = constants2[names[n]];
        define(of, names[n], value2, { enumerable: true, writable: false, configurable: false });
        define(of.prototype, names[n], value2, { enumerable: true, writable: false, configurable: false });
      }
    }
    return of;
  };
  var enumerate = (object, except) => {
    const all = ownKeys(object);
    for (let n = 0; n < all.length; n++) {
      const key = all[n];
      if (typeof key === "string" && indexOf(except, key) < 0) defineProperty(object, key, enumerable);
    }
  };
  var notStatic = ["prototype", "name", "length"];
  var notMember = ["constructor"];
  var enumerable = { __proto__: null, enumerable: true };

  // host.ts
  var resolve2;
  var timers = {
    __proto__: null,
    setTimeout: void 0,
    clearTimeout: void 0,
    refTimer: void 0,
    unrefTimer: void 0
  };
  var bind2 = (functions3) => {
    resolve2 = functions3;
    const { setTimeout, clearTimeout, refTimer, unrefTimer } = global;
    timers.setTimeout = setTimeout;
    timers.clearTimeout = clearTimeout;
    timers.refTimer = refTimer;
    timers.unrefTimer = unrefTimer;
  };
  var op = (name) => {
    let f;
    return ((...args) => apply(f ??= resolve2(name), void 0, args));
  };

  // part.ts
  var part = (build) => {
    let built;
    return () => built ??= build();
  };

  // dom_exception.ts
  var codes = {
    __proto__: null,
    IndexSizeError: 1,
    HierarchyRequestError: 3,
    WrongDocumentError: 4,
    InvalidCharacterError: 5,
    NoModificationAllowedError: 7,
    NotFoundError: 8,
    NotSupportedError: 9,
    InUseAttributeError: 10,
    InvalidStateError: 11,
    SyntaxError: 12,
    InvalidModificationError: 13,
    NamespaceError: 14,
    InvalidAccessError: 15,
    TypeMismatchError: 17,
    SecurityError: 18,
    NetworkError: 19,
    AbortError: 20,
    URLMismatchError: 21,
    QuotaExceededError: 22,
    TimeoutError: 23,
    InvalidNodeTypeError: 24,
    DataCloneError: 25
  };
  var constants = {
    __proto__: null,
    INDEX_SIZE_ERR: 1,
    DOMSTRING_SIZE_ERR: 2,
    HIERARCHY_REQUEST_ERR: 3,
    WRONG_DOCUMENT_ERR: 4,
    INVALID_CHARACTER_ERR: 5,
    NO_DATA_ALLOWED_ERR: 6,
    NO_MODIFICATION_ALLOWED_ERR: 7,
    NOT_FOUND_ERR: 8,
    NOT_SUPPORTED_ERR: 9,
    INUSE_ATTRIBUTE_ERR: 10,
    INVALID_STATE_ERR: 11,
    SYNTAX_ERR: 12,
    INVALID_MODIFICATION_ERR: 13,
    NAMESPACE_ERR: 14,
    INVALID_ACCESS_ERR: 15,
    VALIDATION_ERR: 16,
    TYPE_MISMATCH_ERR: 17,
    SECURITY_ERR: 18,
    NETWORK_ERR: 19,
    ABORT_ERR: 20,
    URL_MISMATCH_ERR: 21,
    QUOTA_EXCEEDED_ERR: 22,
    TIMEOUT_ERR: 23,
    INVALID_NODE_TYPE_ERR: 24,
    DATA_CLONE_ERR: 25
  };
  var setErrorText = op("setErrorText");
  var exceptions = part(() => {
    class Identity {
      constructor(object) {
        return object;
      }
    }
    class State2 extends Identity {
      #message;
      #name;
      constructor(error, message, name) {
        super(error);
        this.#message = message;
        this.#name = name;
      }
      static messageOf(of) {
        return of.#message;
      }
      static nameOf(of) {
        return of.#name;
      }
      static has(value2) {
        return #message in value2;
      }
    }
    class DOMException {
      constructor(message = "", name = "Error") {
        message = asDOMString(message);
        name = asDOMString(name);
        const error = new Error2(message);
        setPrototypeOf(error, new.target.prototype);
        new State2(error, message, name);
        define(error, "name", name);
        captureStackTrace(error, new.target);
        deleteProperty(error, "name");
        deleteProperty(error, "message");
        setErrorText(error, message === "" ? name : `${name}: ${message}`);
        return error;
      }
      get name() {
        return State2.nameOf(this);
      }
      get message() {
        return State2.messageOf(this);
      }
      get code() {
        const name = State2.nameOf(this);
        return hasOwn(codes, name) ? codes[name] : 0;
      }
    }
    setPrototypeOf(DOMException.prototype, Error2.prototype);
    exposed(DOMException, "DOMException", constants);
    return { DOMException, isDOMException: State2.has };
  });
  var domException = (message, name) => {
    const { DOMException } = exceptions();
    return new DOMException(message, name);
  };

  // base64.ts
  var decode = op("base64Decode");
  var encode = op("base64Encode");
  var functions = {
    atob(data) {
      required(arguments.length, 1, executing("atob"));
      const text = decode(asDOMString(data));
      if (text === void 0) throw domException("The string to be decoded is not correctly encoded.", "InvalidCharacterError");
      return text;
    },
    btoa(data) {
      required(arguments.length, 1, executing("btoa"));
      const text = encode(asDOMString(data));
      if (text === void 0) throw domException("The string to be encoded contains characters outside of the Latin1 range.", "InvalidCharacterError");
      return text;
    }
  };
  var { atob, btoa } = functions;

  // clock.ts
  var now = op("now");
  var timeOrigin = op("timeOrigin");

  // report.ts
  var report = (error) => {
    timers.setTimeout(() => {
      throw error;
    }, 0);
  };
  var functions2 = {
    reportError(error) {
      required(arguments.length, 1, executing("reportError"));
      report(error);
    }
  };
  var { reportError } = functions2;

  // events.ts
  var construct2 = constructing("Event");
  var events = part(() => {
    let isEvent;
    let typeOf;
    let isDispatched;
    let isStopped;
    let cancel;
    let setPassive;
    let begin;
    let end;
    let isTrusted;
    class Event {
      #type;
      #bubbles;
      #cancelable;
      #composed;
      #target = null;
      #dispatched = false;
      #stopped = false;
      #stoppedAtOnce = false;
      #canceled = false;
      #passive = false;
      #trusted = false;
      #timeStamp = now();
      constructor(type, init = void 0) {
        required(arguments.length, 1, construct2);
        this.#type = asDOMString(type);
        const members = asDictionary(init, construct2);
        this.#bubbles = !!members.bubbles;
        this.#cancelable = !!members.cancelable;
        this.#composed = !!members.composed;
        defineProperty(this, "isTrusted", isTrusted);
      }
      get type() {
        return this.#type;
      }
      get target() {
        return this.#target;
      }
      get srcElement() {
        return this.#target;
      }
      get currentTarget() {
        return this.#dispatched ? this.#target : null;
      }
      get eventPhase() {
        return this.#dispatched ? phases.AT_TARGET : phases.NONE;
      }
      get bubbles() {
        return this.#bubbles;
      }
      get cancelable() {
        return this.#cancelable;
      }
      get composed() {
        return this.#composed;
      }
      get defaultPrevented() {
        return this.#canceled;
      }
      get timeStamp() {
        return this.#timeStamp;
      }
      get returnValue() {
        return !this.#canceled;
      }
      set returnValue(value2) {
        if (!value2) cancel(this);
      }
      get cancelBubble() {
        return this.#stopped;
      }
      set cancelBubble(value2) {
        if (value2) this.#stopped = true;
      }
      composedPath() {
        return this.#dispatched ? [this.#target] : [];
      }
      stopPropagation() {
        this.#stopped = true;
      }
      stopImmediatePropagation() {
        this.#stopped = this.#stoppedAtOnce = true;
      }
      preventDefault() {
        cancel(this);
      }
      initEvent(type, bubbles = false, cancelable = false) {
        const dispatched = this.#dispatched;
        required(arguments.length, 1, executing("initEvent", "Event"));
        const text = asDOMString(type);
        if (dispatched) return;
        this.#type = text;
        this.#bubbles = !!bubbles;
        this.#cancelable = !!cancelable;
        this.#stopped = this.#stoppedAtOnce = this.#canceled = this.#trusted = false;
        this.#target = null;
      }
      static {
        isEvent = (value2) => #type in value2;
        typeOf = (event) => event.#type;
        isDispatched = (event) => event.#dispatched;
        isStopped = (event) => event.#stoppedAtOnce;
        cancel = (event) => {
          if (event.#cancelable && !event.#passive) event.#canceled = true;
        };
        setPassive = (event, passive) => {
          event.#passive = passive;
        };
        begin = (event, target, trusted) => {
          event.#trusted = trusted;
          event.#dispatched = true;
          event.#target = target;
        };
        end = (event) => {
          event.#dispatched = event.#stopped = event.#stoppedAtOnce = false;
          return !event.#canceled;
        };
        isTrusted = getOwnPropertyDescriptor({ get isTrusted() {
          return this.#trusted;
        } }, "isTrusted");
        isTrusted.configurable = false;
      }
    }
    const phases = { __proto__: null, NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 };
    exposed(Event, "Event", phases);
    class CustomEvent extends Event {
      #detail = null;
      constructor(type, init = void 0) {
        required(arguments.length, 1, constructing("CustomEvent"));
        super(type, init);
        const { detail } = asDictionary(init, constructing("CustomEvent"));
        if (detail !== void 0) this.#detail = detail;
      }
      get detail() {
        return this.#detail;
      }
      initCustomEvent(type, bubbles = false, cancelable = false, detail = null) {
        this.#detail;
        required(arguments.length, 1, executing("initCustomEvent", "CustomEvent"));
        const dispatched = isDispatched(this);
        apply(initEvent, this, [type, bubbles, cancelable]);
        if (!dispatched) this.#detail = detail;
      }
    }
    const { initEvent } = Event.prototype;
    exposed(CustomEvent, "CustomEvent");
    class ErrorEvent extends Event {
      #message = "";
      #filename = "";
      #lineno = 0;
      #colno = 0;
      #error = void 0;
      constructor(type, init = void 0) {
        const where = constructing("ErrorEvent");
        required(arguments.length, 1, where);
        super(type, init);
        const { colno, error, filename, lineno, message } = asDictionary(init, where);
        if (colno !== void 0) this.#colno = asInteger(colno, 32, false, where);
        this.#error = error;
        if (filename !== void 0) this.#filename = asUSVString(filename);
        if (lineno !== void 0) this.#lineno = asInteger(lineno, 32, false, where);
        if (message !== void 0) this.#message = asDOMString(message);
      }
      get message() {
        return this.#message;
      }
      get filename() {
        return this.#filename;
      }
      get lineno() {
        return this.#lineno;
      }
      get colno() {
        return this.#colno;
      }
      get error() {
        return this.#error;
      }
    }
    exposed(ErrorEvent, "ErrorEvent");
    let listen;
    let silence;
    let dispatch;
    let observe;
    class EventTarget {
      #listeners = [];
      #changed;
      // what another part wants to know
      addEventListener(type, callback, options = void 0) {
        this.#listeners;
        const where = executing("addEventListener", "EventTarget");
        required(arguments.length, 2, where);
        const name = asDOMString(type);
        const call3 = asCallback(callback, where);
        let capture = !!options, once = false, passive = false, signal;
        if (isObject(options) || options === void 0 || options === null) {
          const members = asDictionary(options, where);
          capture = !!members.capture;
          once = !!members.once;
          passive = !!members.passive;
          signal = members.signal;
          if (signal !== void 0 && !(isObject(signal) && aborting().isSignal(signal))) fail(where, "member signal is not of type 'AbortSignal'.");
        }
        if (signal !== void 0 && aborting().isAborted(signal) || call3 === null) return;
        const listener = { type: name, callback: call3, capture, once, passive, removed: false, isHandler: false };
        if (!listen(this, listener) || signal === void 0) return;
        aborting().add(signal, () => silence(this, (other) => other === listener));
      }
      removeEventListener(type, callback, options = void 0) {
        this.#listeners;
        const where = executing("removeEventListener", "EventTarget");
        required(arguments.length, 2, where);
        const name = asDOMString(type);
        const call3 = asCallback(callback, where);
        const capture = isObject(options) ? !!options.capture : !!options;
        silence(this, (other) => !other.isHandler && other.type === name && other.callback === call3 && other.capture === capture);
      }
      dispatchEvent(event) {
        this.#listeners;
        const where = executing("dispatchEvent", "EventTarget");
        required(arguments.length, 1, where);
        if (!isObject(event) || !isEvent(event)) return fail(where, "parameter 1 is not of type 'Event'.");
        if (isDispatched(event)) throw domException("The event is already being dispatched.", "InvalidStateError");
        return dispatch(this, event, false);
      }
      #count(type) {
        if (this.#changed === void 0) return;
        let count = 0;
        const all = this.#listeners;
        for (let n = 0; n < all.length; n++) if (all[n].type === type) count++;
        this.#changed(type, count);
      }
      static {
        listen = (target, listener) => {
          const all = target.#listeners;
          for (let n = 0; n < all.length; n++) {
            const { type, callback, capture, isHandler } = all[n];
            if (!isHandler && !listener.isHandler && type === listener.type && callback === listener.callback && capture === listener.capture) return false;
          }
          push(all, listener);
          target.#count(listener.type);
          return true;
        };
        silence = (target, match) => {
          const all = target.#listeners;
          for (let n = 0; n < all.length; n++) {
            const listener = all[n];
            if (!match(listener)) continue;
            listener.removed = true;
            const rest = slice(all, 0, n);
            for (let after = n + 1; after < all.length; after++) push(rest, all[after]);
            target.#listeners = rest;
            return target.#count(listener.type);
          }
        };
        observe = (target, changed) => {
          target.#changed = changed;
        };
        dispatch = (target, event, trusted) => {
          begin(event, target, trusted);
          const type = typeOf(event);
          const all = target.#listeners;
          const { length } = all;
          for (let phase = 0; phase < 2; phase++) {
            for (let n = 0; n < length && !isStopped(event); n++) {
              const listener = all[n];
              if (listener.removed || listener.type !== type || listener.capture !== (phase === 0)) continue;
              if (listener.once) silence(target, (other) => other === listener);
              if (listener.passive) setPassive(event, true);
              try {
                call2(listener, target, event);
              } catch (error) {
                report(error);
              }
              setPassive(event, false);
            }
          }
          return end(event);
        };
      }
    }
    exposed(EventTarget, "EventTarget");
    const call2 = ({ callback, isHandler }, target, event) => {
      if (isFunction(callback)) {
        const result = apply(callback, target, [event]);
        if (isHandler && result === false) cancel(event);
        return;
      }
      if (isHandler) return;
      const method = callback.handleEvent;
      if (!isFunction(method)) return fail("EventListener", "handleEvent is not a function.");
      apply(method, callback, [event]);
    };
    const handlers = () => {
      let listener;
      return {
        get: () => listener === void 0 ? null : listener.callback,
        set: (target, type, value2) => {
          if (!isObject(value2)) {
            if (listener !== void 0) silence(target, (other) => other === listener);
            listener = void 0;
          } else if (listener !== void 0) {
            listener.callback = value2;
          } else {
            listener = { type, callback: value2, capture: false, once: false, passive: false, removed: false, isHandler: true };
            listen(target, listener);
          }
        }
      };
    };
    return { Event, CustomEvent, ErrorEvent, EventTarget, dispatch, observe, handlers };
  });
  var asCallback = (value2, where) => {
    if (value2 === void 0 || value2 === null) return null;
    if (!isObject(value2)) fail(where, "parameter 2 is not of type 'Object'.");
    return value2;
  };

  // abort.ts
  var aborting = part(() => {
    const { Event, EventTarget, dispatch, observe, handlers } = events();
    const internal = {};
    let isSignal;
    let isAborted;
    let reasonOf;
    let abort;
    let add;
    let remove;
    let dependOn;
    class AbortSignal extends EventTarget {
      #aborted = false;
      #reason = void 0;
      #algorithms = [];
      #onabort = handlers();
      #sources;
      // of a dependent signal; they depend on none
      #dependents = [];
      #prune = 16;
      // how many dependents make it look for those that are gone
      #kept = [];
      // dependents that somebody listens to
      #timer;
      #listeners = 0;
      constructor(key) {
        if (key !== internal) illegal();
        super();
        observe(this, (type, count) => {
          if (type !== "abort") return;
          this.#listeners = count;
          this.#heard();
        });
      }
      static abort(reason = void 0) {
        const signal = new AbortSignal(internal);
        signal.#aborted = true;
        signal.#reason = orAbortError(reason);
        return signal;
      }
      static any(signals) {
        const where = executing("any", "AbortSignal");
        required(arguments.length, 1, where);
        return dependOn(asSequence(signals, (value2) => {
          if (!isObject(value2) || !isSignal(value2)) fail(where, "The sequence has what is not of type 'AbortSignal'.");
          return value2;
        }, where));
      }
      static timeout(milliseconds) {
        const where = executing("timeout", "AbortSignal");
        required(arguments.length, 1, where);
        const delay = asInteger(milliseconds, 64, false, where, "EnforceRange");
        const signal = new AbortSignal(internal);
        signal.#timer = timers.setTimeout(() => {
          signal.#timer = void 0;
          abort(signal, domException("The operation was aborted due to timeout.", "TimeoutError"));
        }, delay);
        timers.unrefTimer(signal.#timer);
        return signal;
      }
      get aborted() {
        return this.#aborted;
      }
      get reason() {
        return this.#reason;
      }
      throwIfAborted() {
        if (this.#aborted) throw this.#reason;
      }
      get onabort() {
        return this.#onabort.get();
      }
      set onabort(value2) {
        this.#onabort.set(this, "abort", value2);
      }
      // A signal that somebody listens to is kept alive by its sources, and its timer is
      // waited for.
      #heard() {
        const isHeard = !this.#aborted && (this.#listeners > 0 || this.#algorithms.length > 0);
        if (this.#timer !== void 0) (isHeard ? timers.refTimer : timers.unrefTimer)(this.#timer);
        if (this.#sources === void 0) return;
        for (let n = 0; n < this.#sources.length; n++) {
          const source = this.#sources[n];
          const kept = [];
          for (let k = 0; k < source.#kept.length; k++) if (source.#kept[k] !== this) push(kept, source.#kept[k]);
          if (isHeard) push(kept, this);
          const changed = kept.length > 0 !== source.#kept.length > 0;
          source.#kept = kept;
          if (changed && source.#timer !== void 0) (isHeard ? timers.refTimer : timers.unrefTimer)(source.#timer);
        }
      }
      #depend(dependent) {
        if (this.#dependents.length >= this.#prune) {
          const alive = [];
          for (let n = 0; n < this.#dependents.length; n++) if (deref(this.#dependents[n]) !== void 0) push(alive, this.#dependents[n]);
          this.#dependents = alive;
          this.#prune = alive.length * 2 + 16;
        }
        push(this.#dependents, new WeakRef(dependent));
      }
      #run() {
        const algorithms = this.#algorithms;
        this.#algorithms = [];
        for (let n = 0; n < algorithms.length; n++) algorithms[n]();
        dispatch(this, new Event("abort"), true);
        this.#heard();
      }
      static {
        isSignal = (value2) => #aborted in value2;
        isAborted = (signal) => signal.#aborted;
        reasonOf = (signal) => signal.#reason;
        abort = (signal, reason) => {
          if (signal.#aborted) return;
          signal.#aborted = true;
          signal.#reason = orAbortError(reason);
          if (signal.#timer !== void 0) {
            timers.clearTimeout(signal.#timer);
            signal.#timer = void 0;
          }
          const dependents = [];
          for (let n = 0; n < signal.#dependents.length; n++) {
            const dependent = deref(signal.#dependents[n]);
            if (dependent === void 0 || dependent.#aborted) continue;
            dependent.#aborted = true;
            dependent.#reason = signal.#reason;
            push(dependents, dependent);
          }
          signal.#dependents = [];
          signal.#run();
          for (let n = 0; n < dependents.length; n++) dependents[n].#run();
        };
        add = (signal, algorithm) => {
          if (signal.#aborted) return;
          push(signal.#algorithms, algorithm);
          signal.#heard();
        };
        remove = (signal, algorithm) => {
          const rest = [];
          for (let n = 0; n < signal.#algorithms.length; n++) if (signal.#algorithms[n] !== algorithm) push(rest, signal.#algorithms[n]);
          signal.#algorithms = rest;
          signal.#heard();
        };
        dependOn = (signals) => {
          const result = new AbortSignal(internal);
          for (let n = 0; n < signals.length; n++) {
            if (!signals[n].#aborted) continue;
            result.#aborted = true;
            result.#reason = signals[n].#reason;
            return result;
          }
          const sources = result.#sources = [];
          const from = (source) => {
            for (let n = 0; n < sources.length; n++) if (sources[n] === source) return;
            push(sources, source);
            source.#depend(result);
          };
          for (let n = 0; n < signals.length; n++) {
            const of = signals[n].#sources;
            if (of === void 0) from(signals[n]);
            else for (let k = 0; k < of.length; k++) from(of[k]);
          }
          return result;
        };
      }
    }
    exposed(AbortSignal, "AbortSignal");
    class AbortController {
      #signal = new AbortSignal(internal);
      get signal() {
        return this.#signal;
      }
      abort(reason = void 0) {
        abort(this.#signal, reason);
      }
    }
    exposed(AbortController, "AbortController");
    const newSignal = () => new AbortSignal(internal);
    return {
      AbortController,
      AbortSignal,
      newSignal,
      isSignal,
      isAborted,
      reasonOf,
      abort,
      add,
      remove,
      dependOn
    };
  });
  var orAbortError = (reason) => reason === void 0 ? domException("This operation was aborted", "AbortError") : reason;

  // iterable.ts
  var iterable = (of, name, at) => {
    class State2 {
      #object;
      #kind;
      #index = 0;
      constructor(object, kind) {
        this.#object = object;
        this.#kind = kind;
      }
      static next(of2) {
        const pair = at(of2.#object, of2.#index);
        if (pair === void 0) return { value: void 0, done: true };
        of2.#index++;
        const value2 = of2.#kind === "key" ? pair[0] : of2.#kind === "value" ? pair[1] : [pair[0], pair[1]];
        return { value: value2, done: false };
      }
      static has(value2) {
        return #object in value2;
      }
    }
    const { next, has: has2 } = State2;
    const prototype = create(iteratorPrototype);
    const { next: method } = {
      next() {
        if (typeof this !== "object" || this === null || !has2(this)) throw new TypeError2("Illegal invocation");
        return next(this);
      }
    };
    define(prototype, "next", method, { enumerable: true });
    define(prototype, toStringTag, `${name} Iterator`, { writable: false });
    const begin = (object, kind) => {
      at(object, 0);
      const state = new State2(object, kind);
      setPrototypeOf(state, prototype);
      return state;
    };
    const methods = {
      entries() {
        return begin(this, "key+value");
      },
      keys() {
        return begin(this, "key");
      },
      values() {
        return begin(this, "value");
      },
      forEach(callback, thisArgument = void 0) {
        at(this, 0);
        const where = executing("forEach", name);
        required(arguments.length, 1, where);
        if (!isFunction(callback)) return fail(where, "parameter 1 is not of type 'Function'.");
        for (let n = 0; ; n++) {
          const pair = at(this, n);
          if (pair === void 0) return;
          apply(callback, thisArgument, [pair[1], pair[0], this]);
        }
      }
    };
    define(of.prototype, "entries", methods.entries, { enumerable: true });
    define(of.prototype, "keys", methods.keys, { enumerable: true });
    define(of.prototype, "values", methods.values, { enumerable: true });
    define(of.prototype, "forEach", methods.forEach, { enumerable: true });
    define(of.prototype, iterator, methods.entries);
  };

  // percent.ts
  var controlSet = 1;
  var fragmentSet = 2;
  var querySet = 4;
  var specialQuerySet = 8;
  var pathSet = 16;
  var userinfoSet = 32;
  var componentSet = 64;
  var formSet = 128;
  var sets = part(() => {
    const table = new Uint8Array2(128);
    for (let n = 0; n < 32; n++) table[n] = 255;
    table[127] = 255;
    const add = (bits, characters) => {
      for (let n = 0; n < characters.length; n++) table[charCodeAt(characters, n)] |= bits;
    };
    add(fragmentSet, ' "<>`');
    const query = ' "#<>';
    const queryAndMore = querySet | specialQuerySet | pathSet | userinfoSet | componentSet | formSet;
    add(queryAndMore, query);
    add(specialQuerySet, "'");
    const path = pathSet | userinfoSet | componentSet | formSet;
    add(path, "?^`{}");
    const userinfo = userinfoSet | componentSet | formSet;
    add(userinfo, "/:;=@[\\]|");
    add(componentSet | formSet, "$%&+,");
    add(formSet, "!'()~");
    return table;
  });
  var hex = "0123456789ABCDEF";
  var encodeByte = (byte) => "%" + hex[byte >> 4] + hex[byte & 15];
  var encodeCodePoint = (c) => {
    if (c < 128) return encodeByte(c);
    if (c < 2048) return encodeByte(192 | c >> 6) + encodeByte(128 | c & 63);
    if (c < 65536) return encodeByte(224 | c >> 12) + encodeByte(128 | c >> 6 & 63) + encodeByte(128 | c & 63);
    return encodeByte(240 | c >> 18) + encodeByte(128 | c >> 12 & 63) + encodeByte(128 | c >> 6 & 63) + encodeByte(128 | c & 63);
  };
  var percentEncode = (text, set, spaceAsPlus = false) => {
    const table = sets();
    let result = "", done = 0;
    for (let n = 0; n < text.length; n++) {
      const c = charCodeAt(text, n);
      if (c < 128 && (table[c] & set) === 0) continue;
      if (done < n) result += stringSlice(text, done, n);
      if (c < 128) {
        result += spaceAsPlus && c === 32 ? "+" : encodeByte(c);
      } else {
        const point = codePointAt(text, n);
        result += encodeCodePoint(point);
        if (point > 65535) n++;
      }
      done = n + 1;
    }
    return done === 0 ? text : result + stringSlice(text, done);
  };
  var hexDigit = (c) => {
    if (c >= 48 && c <= 57) return c - 48;
    const lower = c | 32;
    return lower >= 97 && lower <= 102 ? lower - 87 : -1;
  };
  var percentDecode = (text) => {
    if (stringIndexOf(text, "%") < 0) return text;
    let result = "";
    const bytes = [];
    for (let n = 0; n < text.length; n++) {
      const c = charCodeAt(text, n);
      const high = c === 37 && n + 2 < text.length ? hexDigit(charCodeAt(text, n + 1)) : -1;
      const low = high >= 0 ? hexDigit(charCodeAt(text, n + 2)) : -1;
      if (low >= 0) {
        bytes[bytes.length] = high << 4 | low;
        n += 2;
        continue;
      }
      if (bytes.length > 0) {
        result += decodeUTF8(bytes);
        bytes.length = 0;
      }
      result += text[n];
    }
    return bytes.length > 0 ? result + decodeUTF8(bytes) : result;
  };
  var decodeUTF8 = (bytes) => {
    let result = "", point = 0, missing = 0, least = 128, most = 191;
    for (let n = 0; n < bytes.length; n++) {
      const byte = bytes[n];
      if (missing > 0) {
        if (byte >= least && byte <= most) {
          point = point << 6 | byte & 63;
          least = 128;
          most = 191;
          if (--missing === 0) result += fromCodePoint(point);
          continue;
        }
        result += "\uFFFD";
        missing = 0;
        least = 128;
        most = 191;
      }
      if (byte < 128) {
        result += fromCodePoint(byte);
      } else if (byte >= 194 && byte <= 223) {
        missing = 1;
        point = byte & 31;
      } else if (byte >= 224 && byte <= 239) {
        missing = 2;
        point = byte & 15;
        if (byte === 224) least = 160;
        if (byte === 237) most = 159;
      } else if (byte >= 240 && byte <= 244) {
        missing = 3;
        point = byte & 7;
        if (byte === 240) least = 144;
        if (byte === 244) most = 143;
      } else {
        result += "\uFFFD";
      }
    }
    return missing > 0 ? result + "\uFFFD" : result;
  };

  // url_encoded.ts
  var decode2 = (text) => {
    let plus = stringIndexOf(text, "+");
    if (plus >= 0) {
      let result = "", done = 0;
      for (; plus >= 0; plus = stringIndexOf(text, "+", done)) {
        result += stringSlice(text, done, plus) + " ";
        done = plus + 1;
      }
      text = result + stringSlice(text, done);
    }
    return percentDecode(text);
  };
  var parseForm = (text) => {
    const list = [];
    for (let begin = 0; begin < text.length; ) {
      let end = stringIndexOf(text, "&", begin);
      if (end < 0) end = text.length;
      if (end > begin) {
        const piece = stringSlice(text, begin, end);
        const equal = stringIndexOf(piece, "=");
        if (equal < 0) push(list, decode2(piece), "");
        else push(list, decode2(stringSlice(piece, 0, equal)), decode2(stringSlice(piece, equal + 1)));
      }
      begin = end + 1;
    }
    return list;
  };
  var serializeForm = (list) => {
    let text = "";
    for (let n = 0; n < list.length; n += 2) {
      if (n > 0) text += "&";
      text += percentEncode(list[n], formSet, true) + "=" + percentEncode(list[n + 1], formSet, true);
    }
    return text;
  };

  // url_host.ts
  var domainToASCII = op("domainToASCII");
  var parseHost = (input, isOpaque) => {
    if (input[0] === "[") {
      if (input[input.length - 1] !== "]") return void 0;
      const pieces = parseIPv6(stringSlice(input, 1, -1));
      return pieces === void 0 ? void 0 : `[${serializeIPv6(pieces)}]`;
    }
    if (isOpaque) return hasForbidden(input, false) ? void 0 : percentEncode(input, controlSet);
    const decoded = percentDecode(input);
    const domain = isASCII(decoded) ? toLowerCase(decoded) : domainToASCII(decoded);
    if (domain === void 0 || domain === "" || hasForbidden(domain, true)) return void 0;
    if (!endsInNumber(domain)) return domain;
    const address = parseIPv4(domain);
    return address === void 0 ? void 0 : serializeIPv4(address);
  };
  var isASCII = (domain) => {
    for (let n = 0; n < domain.length; n++) if (charCodeAt(domain, n) >= 128) return false;
    return true;
  };
  var hasForbidden = (host, isDomain) => {
    for (let n = 0; n < host.length; n++) {
      const c = charCodeAt(host, n);
      switch (c) {
        case 0:
        case 9:
        case 10:
        case 13:
        case 32:
        case 35:
        case 47:
        case 58:
        case 60:
        case 62:
        case 63:
        case 64:
        case 91:
        case 92:
        case 93:
        case 94:
        case 124:
          return true;
      }
      if (isDomain && (c <= 31 || c === 37 || c === 127)) return true;
    }
    return false;
  };
  var isDigits = (text) => {
    for (let n = 0; n < text.length; n++) {
      const c = charCodeAt(text, n);
      if (c < 48 || c > 57) return false;
    }
    return text !== "";
  };
  var lastPart = (domain) => {
    let end = domain.length;
    if (domain[end - 1] === ".") end--;
    let begin = end;
    while (begin > 0 && domain[begin - 1] !== ".") begin--;
    return stringSlice(domain, begin, end);
  };
  var endsInNumber = (domain) => {
    const last = lastPart(domain);
    return isDigits(last) || parseNumber(last) !== void 0;
  };
  var parseNumber = (text) => {
    let radix = 10, n = 0;
    if (text === "") return void 0;
    if (text.length >= 2 && text[0] === "0") {
      radix = text[1] === "x" || text[1] === "X" ? 16 : 8;
      n = radix === 16 ? 2 : 1;
    }
    let value2 = 0;
    for (; n < text.length; n++) {
      const digit = hexDigit(charCodeAt(text, n));
      if (digit < 0 || digit >= radix) return void 0;
      value2 = value2 * radix + digit;
    }
    return value2;
  };
  var parseIPv4 = (domain) => {
    if (domain[domain.length - 1] === ".") domain = stringSlice(domain, 0, -1);
    let address = 0, parts = 0;
    for (; ; ) {
      const dot = stringIndexOf(domain, ".");
      const number = parseNumber(dot < 0 ? domain : stringSlice(domain, 0, dot));
      if (number === void 0 || ++parts > 4) return void 0;
      if (dot < 0) {
        if (number >= 256 ** (5 - parts)) return void 0;
        return address * 256 ** (5 - parts) + number;
      }
      if (number > 255) return void 0;
      address = address * 256 + number;
      domain = stringSlice(domain, dot + 1);
    }
  };
  var serializeIPv4 = (address) => `${floor(address / 16777216)}.${floor(address / 65536) % 256}.${floor(address / 256) % 256}.${address % 256}`;
  var parseIPv6 = (input) => {
    const address = [0, 0, 0, 0, 0, 0, 0, 0];
    let piece = 0, compress = -1, n = 0;
    if (input[0] === ":") {
      if (input[1] !== ":") return void 0;
      n = 2;
      compress = ++piece;
    }
    while (n < input.length) {
      if (piece === 8) return void 0;
      if (input[n] === ":") {
        if (compress >= 0) return void 0;
        n++;
        compress = ++piece;
        continue;
      }
      let value2 = 0, length = 0;
      for (; length < 4 && n < input.length; length++, n++) {
        const digit = hexDigit(charCodeAt(input, n));
        if (digit < 0) break;
        value2 = value2 * 16 + digit;
      }
      if (input[n] === ".") {
        if (length === 0 || piece > 6) return void 0;
        n -= length;
        for (let seen = 0; n < input.length; ) {
          if (seen > 0) {
            if (input[n] !== "." || seen === 4) return void 0;
            n++;
          }
          const begin = n;
          let part2 = 0;
          for (; n < input.length; n++) {
            const digit = charCodeAt(input, n) - 48;
            if (digit < 0 || digit > 9) break;
            if (n > begin && part2 === 0) return void 0;
            part2 = part2 * 10 + digit;
            if (part2 > 255) return void 0;
          }
          if (n === begin) return void 0;
          address[piece] = address[piece] * 256 + part2;
          seen++;
          if (seen === 2 || seen === 4) piece++;
          if (n === input.length && seen !== 4) return void 0;
        }
        break;
      }
      if (input[n] === ":") {
        n++;
        if (n === input.length) return void 0;
      } else if (n < input.length) {
        return void 0;
      }
      address[piece++] = value2;
    }
    if (compress >= 0) {
      let swaps = piece - compress;
      piece = 7;
      while (piece !== 0 && swaps > 0) {
        const other = compress + swaps - 1, value2 = address[piece];
        address[piece] = address[other];
        address[other] = value2;
        piece--;
        swaps--;
      }
    } else if (piece !== 8) {
      return void 0;
    }
    return address;
  };
  var serializeIPv6 = (address) => {
    let compress = -1, longest = 1;
    for (let n = 0; n < 8; n++) {
      let length = 0;
      while (n + length < 8 && address[n + length] === 0) length++;
      if (length > longest) {
        compress = n;
        longest = length;
      }
      n += length;
    }
    let text = "";
    for (let n = 0; n < 8; n++) {
      if (n === compress) {
        text += n === 0 ? "::" : ":";
        n += longest - 1;
        continue;
      }
      text += numberToString(address[n], 16);
      if (n < 7) text += ":";
    }
    return text;
  };

  // url_parser.ts
  var defaultPort = (scheme) => {
    switch (scheme) {
      case "http":
      case "ws":
        return 80;
      case "https":
      case "wss":
        return 443;
      case "ftp":
        return 21;
    }
    return null;
  };
  var isSpecial = (url) => isSpecialScheme(url.scheme);
  var isSpecialScheme = (scheme) => scheme === "file" || defaultPort(scheme) !== null;
  var isAlpha = (c) => c >= 65 && c <= 90 || c >= 97 && c <= 122;
  var isDigit = (c) => c >= 48 && c <= 57;
  var isWindowsLetter = (text, normalized) => text.length === 2 && isAlpha(charCodeAt(text, 0)) && (text[1] === ":" || !normalized && text[1] === "|");
  var startsWithWindowsLetter = (text, at) => text.length >= at + 2 && isWindowsLetter(stringSlice(text, at, at + 2), false) && (text.length === at + 2 || text[at + 2] === "/" || text[at + 2] === "\\" || text[at + 2] === "?" || text[at + 2] === "#");
  var shorten = (url) => {
    const { path } = url;
    if (url.scheme === "file" && path.length === 1 && isWindowsLetter(path[0], true)) return;
    if (path.length > 0) path.length--;
  };
  var isSingleDot = (segment) => segment === "." || segment.length === 3 && toLowerCase(segment) === "%2e";
  var isDoubleDot = (segment) => {
    if (segment === "..") return true;
    const { length } = segment;
    if (length !== 4 && length !== 6) return false;
    const lower = toLowerCase(segment);
    return lower === ".%2e" || lower === "%2e." || lower === "%2e%2e";
  };
  var clean = (input, trim) => {
    let begin = 0, end = input.length;
    if (trim) {
      while (begin < end && charCodeAt(input, begin) <= 32) begin++;
      while (end > begin && charCodeAt(input, end - 1) <= 32) end--;
    }
    let result = "", done = begin;
    for (let n = begin; n < end; n++) {
      const c = charCodeAt(input, n);
      if (c !== 9 && c !== 10 && c !== 13) continue;
      result += stringSlice(input, done, n);
      done = n + 1;
    }
    return done === 0 && end === input.length ? input : result + stringSlice(input, done, end);
  };
  var parseURL = (input, base = null) => {
    const url = {
      __proto__: null,
      scheme: "",
      username: "",
      password: "",
      host: null,
      port: null,
      path: [],
      opaquePath: null,
      query: null,
      fragment: null
    };
    return run(clean(input, true), base, url, 1 /* SchemeStart */, false) ? url : null;
  };
  var setURL = (url, input, state) => run(clean(input, false), null, url, state, true);
  var run = (input, base, url, state, override) => {
    const end = input.length;
    let buffer = "", atSeen = false, inBrackets = false, passwordSeen = false;
    const first = state;
    for (let n = 0; n <= end; n++) {
      const c = n < end ? charCodeAt(input, n) : -1;
      switch (state) {
        case 1 /* SchemeStart */:
          if (isAlpha(c)) {
            buffer = toLowerCase(input[n]);
            state = 2 /* Scheme */;
          } else if (!override) {
            state = 3 /* NoScheme */;
            n--;
          } else {
            return false;
          }
          break;
        case 2 /* Scheme */:
          if (isAlpha(c) || isDigit(c) || c === 43 || c === 45 || c === 46) {
            buffer += toLowerCase(input[n]);
          } else if (c === 58) {
            if (override) {
              if (isSpecial(url) !== isSpecialScheme(buffer)) return false;
              if ((url.username !== "" || url.password !== "" || url.port !== null) && buffer === "file") return false;
              if (url.scheme === "file" && (url.host === "" || url.host === null)) return false;
            }
            url.scheme = buffer;
            if (override) {
              if (url.port === defaultPort(url.scheme)) url.port = null;
              return true;
            }
            buffer = "";
            if (url.scheme === "file") {
              state = 14 /* File */;
            } else if (isSpecial(url)) {
              state = base !== null && base.scheme === url.scheme ? 4 /* SpecialRelativeOrAuthority */ : 8 /* SpecialAuthoritySlashes */;
            } else if (input[n + 1] === "/") {
              state = 5 /* PathOrAuthority */;
              n++;
            } else {
              url.opaquePath = "";
              state = 19 /* OpaquePath */;
            }
          } else if (!override) {
            buffer = "";
            state = 3 /* NoScheme */;
            n = -1;
          } else {
            return false;
          }
          break;
        case 3 /* NoScheme */:
          if (base === null || base.opaquePath !== null && c !== 35) return false;
          if (base.opaquePath !== null) {
            url.scheme = base.scheme;
            url.opaquePath = base.opaquePath;
            url.query = base.query;
            url.fragment = "";
            state = 21 /* Fragment */;
          } else {
            state = base.scheme === "file" ? 14 /* File */ : 6 /* Relative */;
            n--;
          }
          break;
        case 4 /* SpecialRelativeOrAuthority */:
          if (c === 47 && input[n + 1] === "/") {
            state = 9 /* SpecialAuthorityIgnoreSlashes */;
            n++;
          } else {
            state = 6 /* Relative */;
            n--;
          }
          break;
        case 5 /* PathOrAuthority */:
          if (c === 47) {
            state = 10 /* Authority */;
          } else {
            state = 18 /* Path */;
            n--;
          }
          break;
        case 6 /* Relative */: {
          const from = base;
          url.scheme = from.scheme;
          if (c === 47 || isSpecial(url) && c === 92) {
            state = 7 /* RelativeSlash */;
            break;
          }
          url.username = from.username;
          url.password = from.password;
          url.host = from.host;
          url.port = from.port;
          url.path = slice(from.path, 0);
          url.query = from.query;
          if (c === 63) {
            url.query = "";
            state = 20 /* Query */;
          } else if (c === 35) {
            url.fragment = "";
            state = 21 /* Fragment */;
          } else if (c !== -1) {
            url.query = null;
            shorten(url);
            state = 18 /* Path */;
            n--;
          }
          break;
        }
        case 7 /* RelativeSlash */:
          if (isSpecial(url) && (c === 47 || c === 92)) {
            state = 9 /* SpecialAuthorityIgnoreSlashes */;
          } else if (c === 47) {
            state = 10 /* Authority */;
          } else {
            const from = base;
            url.username = from.username;
            url.password = from.password;
            url.host = from.host;
            url.port = from.port;
            state = 18 /* Path */;
            n--;
          }
          break;
        case 8 /* SpecialAuthoritySlashes */:
          state = 9 /* SpecialAuthorityIgnoreSlashes */;
          if (c === 47 && input[n + 1] === "/") n++;
          else n--;
          break;
        case 9 /* SpecialAuthorityIgnoreSlashes */:
          if (c !== 47 && c !== 92) {
            state = 10 /* Authority */;
            n--;
          }
          break;
        case 10 /* Authority */:
          if (c === 64) {
            if (atSeen) buffer = "%40" + buffer;
            atSeen = true;
            const colon = passwordSeen ? 0 : stringIndexOf(buffer, ":");
            if (passwordSeen) {
              url.password += percentEncode(buffer, userinfoSet);
            } else if (colon >= 0) {
              passwordSeen = true;
              url.username += percentEncode(stringSlice(buffer, 0, colon), userinfoSet);
              url.password += percentEncode(stringSlice(buffer, colon + 1), userinfoSet);
            } else {
              url.username += percentEncode(buffer, userinfoSet);
            }
            buffer = "";
          } else if (c === -1 || c === 47 || c === 63 || c === 35 || isSpecial(url) && c === 92) {
            if (atSeen && buffer === "") return false;
            n -= buffer.length + 1;
            buffer = "";
            state = 11 /* Host */;
          } else {
            buffer += input[n];
          }
          break;
        case 11 /* Host */:
        case 12 /* Hostname */:
          if (override && url.scheme === "file") {
            n--;
            state = 16 /* FileHost */;
          } else if (c === 58 && !inBrackets) {
            if (buffer === "" || first === 12 /* Hostname */) return false;
            const host = parseHost(buffer, !isSpecial(url));
            if (host === void 0) return false;
            url.host = host;
            buffer = "";
            state = 13 /* Port */;
          } else if (c === -1 || c === 47 || c === 63 || c === 35 || isSpecial(url) && c === 92) {
            n--;
            if (isSpecial(url) && buffer === "") return false;
            if (override && buffer === "" && (url.username !== "" || url.password !== "" || url.port !== null)) return false;
            const host = parseHost(buffer, !isSpecial(url));
            if (host === void 0) return false;
            url.host = host;
            buffer = "";
            state = 17 /* PathStart */;
            if (override) return true;
          } else {
            if (c === 91) inBrackets = true;
            if (c === 93) inBrackets = false;
            buffer += input[n];
          }
          break;
        case 13 /* Port */:
          if (isDigit(c)) {
            buffer += input[n];
          } else if (c === -1 || c === 47 || c === 63 || c === 35 || isSpecial(url) && c === 92 || override) {
            if (buffer !== "") {
              let port = 0;
              for (let k = 0; k < buffer.length; k++) {
                port = port * 10 + charCodeAt(buffer, k) - 48;
                if (port > 65535) return false;
              }
              url.port = port === defaultPort(url.scheme) ? null : port;
              buffer = "";
              if (override) return true;
            }
            if (override) return false;
            state = 17 /* PathStart */;
            n--;
          } else {
            return false;
          }
          break;
        case 14 /* File */:
          url.scheme = "file";
          url.host = "";
          if (c === 47 || c === 92) {
            state = 15 /* FileSlash */;
          } else if (base !== null && base.scheme === "file") {
            url.host = base.host;
            url.path = slice(base.path, 0);
            url.query = base.query;
            if (c === 63) {
              url.query = "";
              state = 20 /* Query */;
            } else if (c === 35) {
              url.fragment = "";
              state = 21 /* Fragment */;
            } else if (c !== -1) {
              url.query = null;
              if (startsWithWindowsLetter(input, n)) url.path = [];
              else shorten(url);
              state = 18 /* Path */;
              n--;
            }
          } else {
            state = 18 /* Path */;
            n--;
          }
          break;
        case 15 /* FileSlash */:
          if (c === 47 || c === 92) {
            state = 16 /* FileHost */;
            break;
          }
          if (base !== null && base.scheme === "file") {
            url.host = base.host;
            if (!startsWithWindowsLetter(input, n) && base.path.length > 0 && isWindowsLetter(base.path[0], true)) push(url.path, base.path[0]);
          }
          state = 18 /* Path */;
          n--;
          break;
        case 16 /* FileHost */:
          if (c !== -1 && c !== 47 && c !== 92 && c !== 63 && c !== 35) {
            buffer += input[n];
            break;
          }
          n--;
          if (!override && isWindowsLetter(buffer, false)) {
            state = 18 /* Path */;
          } else if (buffer === "") {
            url.host = "";
            if (override) return true;
            state = 17 /* PathStart */;
          } else {
            const host = parseHost(buffer, !isSpecial(url));
            if (host === void 0) return false;
            url.host = host === "localhost" ? "" : host;
            if (override) return true;
            buffer = "";
            state = 17 /* PathStart */;
          }
          break;
        case 17 /* PathStart */:
          if (isSpecial(url)) {
            state = 18 /* Path */;
            if (c !== 47 && c !== 92) n--;
          } else if (!override && c === 63) {
            url.query = "";
            state = 20 /* Query */;
          } else if (!override && c === 35) {
            url.fragment = "";
            state = 21 /* Fragment */;
          } else if (c !== -1) {
            state = 18 /* Path */;
            if (c !== 47) n--;
          } else if (override && url.host === null) {
            push(url.path, "");
          }
          break;
        case 18 /* Path */: {
          const isSlash = c === 47 || isSpecial(url) && c === 92;
          if (c !== -1 && !isSlash && (override || c !== 63 && c !== 35)) {
            const begin = n;
            while (n + 1 < end) {
              const next = charCodeAt(input, n + 1);
              if (next === 47 || next === 92 || next === 63 || next === 35) break;
              n++;
            }
            buffer += percentEncode(stringSlice(input, begin, n + 1), pathSet);
            break;
          }
          if (isDoubleDot(buffer)) {
            shorten(url);
            if (!isSlash) push(url.path, "");
          } else if (isSingleDot(buffer)) {
            if (!isSlash) push(url.path, "");
          } else {
            if (url.scheme === "file" && url.path.length === 0 && isWindowsLetter(buffer, false)) buffer = buffer[0] + ":";
            push(url.path, buffer);
          }
          buffer = "";
          if (c === 63 && !override) {
            url.query = "";
            state = 20 /* Query */;
          } else if (c === 35 && !override) {
            url.fragment = "";
            state = 21 /* Fragment */;
          }
          break;
        }
        case 19 /* OpaquePath */: {
          const begin = n;
          while (n < end && input[n] !== "?" && input[n] !== "#") n++;
          let path = percentEncode(stringSlice(input, begin, n), controlSet);
          if (n < end && path[path.length - 1] === " ") path = stringSlice(path, 0, -1) + "%20";
          url.opaquePath = path;
          if (input[n] === "?") {
            url.query = "";
            state = 20 /* Query */;
          } else if (input[n] === "#") {
            url.fragment = "";
            state = 21 /* Fragment */;
          }
          break;
        }
        case 20 /* Query */: {
          const begin = n;
          while (n < end && (override || input[n] !== "#")) n++;
          url.query += percentEncode(stringSlice(input, begin, n), isSpecial(url) ? specialQuerySet | querySet : querySet);
          if (n < end) {
            url.fragment = "";
            state = 21 /* Fragment */;
          }
          break;
        }
        case 21 /* Fragment */:
          url.fragment += percentEncode(stringSlice(input, n), fragmentSet);
          n = end;
          break;
      }
    }
    return true;
  };
  var serializePath = (url) => url.opaquePath !== null ? url.opaquePath : url.path.length === 0 ? "" : "/" + join(url.path, "/");
  var serializeURL = (url, withoutFragment = false) => {
    let text = url.scheme + ":";
    if (url.host !== null) {
      text += "//";
      if (url.username !== "" || url.password !== "") {
        text += url.username;
        if (url.password !== "") text += ":" + url.password;
        text += "@";
      }
      text += serializeHost(url);
    } else if (url.opaquePath === null && url.path.length > 1 && url.path[0] === "") {
      text += "/.";
    }
    text += serializePath(url);
    if (url.query !== null) text += "?" + url.query;
    if (url.fragment !== null && !withoutFragment) text += "#" + url.fragment;
    return text;
  };
  var serializeHost = (url) => url.host === null ? "" : url.port === null ? url.host : url.host + ":" + url.port;
  var originOf = (url) => {
    switch (url.scheme) {
      case "http":
      case "https":
      case "ftp":
      case "ws":
      case "wss":
        return url.scheme + "://" + serializeHost(url);
      case "blob": {
        const inner = url.opaquePath === null ? null : parseURL(url.opaquePath);
        if (inner !== null && (inner.scheme === "http" || inner.scheme === "https")) return originOf(inner);
      }
    }
    return "null";
  };

  // url.ts
  var urls = part(() => {
    let paramsOf;
    let setList;
    let listOf;
    let isParams;
    class URLSearchParams {
      #list = [];
      #record;
      constructor(init = "") {
        const where = constructing("URLSearchParams");
        if (!isObject(init)) {
          let text = asUSVString(init);
          if (text[0] === "?") text = stringSlice(text, 1);
          this.#list = parseForm(text);
          return;
        }
        const method = init[iterator];
        if (method === void 0 || method === null) {
          this.#list = fromRecord(init);
          return;
        }
        if (typeof method !== "function") fail(where, "The object must have a callable @@iterator property.");
        const list = [];
        iterate(init, method, (pair) => {
          const two = asSequence(pair, asUSVString, where);
          if (two.length !== 2) fail(where, "Sequence initializer must only contain pair elements.");
          push(list, two[0], two[1]);
        }, where);
        this.#list = list;
      }
      #changed() {
        if (this.#record === void 0) return;
        this.#record.query = this.#list.length === 0 ? null : serializeForm(this.#list);
      }
      append(name, value2) {
        this.#list;
        required(arguments.length, 2, executing("append", "URLSearchParams"));
        const key = asUSVString(name), item = asUSVString(value2);
        push(this.#list, key, item);
        this.#changed();
      }
      delete(name, value2 = void 0) {
        this.#list;
        required(arguments.length, 1, executing("delete", "URLSearchParams"));
        const key = asUSVString(name), item = value2 === void 0 ? void 0 : asUSVString(value2);
        const rest = [], list = this.#list;
        for (let n = 0; n < list.length; n += 2) {
          if (list[n] !== key || item !== void 0 && list[n + 1] !== item) push(rest, list[n], list[n + 1]);
        }
        this.#list = rest;
        this.#changed();
      }
      get(name) {
        this.#list;
        required(arguments.length, 1, executing("get", "URLSearchParams"));
        const key = asUSVString(name);
        const list = this.#list;
        for (let n = 0; n < list.length; n += 2) if (list[n] === key) return list[n + 1];
        return null;
      }
      getAll(name) {
        this.#list;
        required(arguments.length, 1, executing("getAll", "URLSearchParams"));
        const key = asUSVString(name);
        const all = [], list = this.#list;
        for (let n = 0; n < list.length; n += 2) if (list[n] === key) push(all, list[n + 1]);
        return all;
      }
      has(name, value2 = void 0) {
        this.#list;
        required(arguments.length, 1, executing("has", "URLSearchParams"));
        const key = asUSVString(name), item = value2 === void 0 ? void 0 : asUSVString(value2);
        const list = this.#list;
        for (let n = 0; n < list.length; n += 2) if (list[n] === key && (item === void 0 || list[n + 1] === item)) return true;
        return false;
      }
      set(name, value2) {
        this.#list;
        required(arguments.length, 2, executing("set", "URLSearchParams"));
        const key = asUSVString(name), item = asUSVString(value2);
        const rest = [], list = this.#list;
        let isSet = false;
        for (let n = 0; n < list.length; n += 2) {
          if (list[n] !== key) push(rest, list[n], list[n + 1]);
          else if (!isSet) {
            push(rest, key, item);
            isSet = true;
          }
        }
        if (!isSet) push(rest, key, item);
        this.#list = rest;
        this.#changed();
      }
      sort() {
        const list = this.#list;
        const pairs = [];
        for (let n = 0; n < list.length; n += 2) push(pairs, [list[n], list[n + 1]]);
        sort(pairs, (a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);
        const sorted = [];
        for (let n = 0; n < pairs.length; n++) push(sorted, pairs[n][0], pairs[n][1]);
        this.#list = sorted;
        this.#changed();
      }
      get size() {
        return this.#list.length / 2;
      }
      toString() {
        return serializeForm(this.#list);
      }
      static {
        isParams = (value2) => #list in value2;
        listOf = (params) => params.#list;
        setList = (params, query) => {
          params.#list = query === null ? [] : parseForm(query);
        };
        paramsOf = (record) => {
          const params = new URLSearchParams();
          params.#record = record;
          setList(params, record.query);
          return params;
        };
      }
    }
    exposed(URLSearchParams, "URLSearchParams");
    iterable(URLSearchParams, "URLSearchParams", (params, n) => {
      const list = listOf(params);
      return 2 * n < list.length ? [list[2 * n], list[2 * n + 1]] : void 0;
    });
    class URL {
      #record;
      #params;
      constructor(url, base = void 0) {
        required(arguments.length, 1, constructing("URL"));
        const record = parse(url, base);
        if (record === null) throw new TypeError2(`${constructing("URL")}: Invalid URL`);
        this.#record = record;
      }
      static parse(url, base = void 0) {
        required(arguments.length, 1, executing("parse", "URL"));
        const record = parse(url, base);
        if (record === null) return null;
        const made = new URL("x:");
        made.#record = record;
        return made;
      }
      static canParse(url, base = void 0) {
        required(arguments.length, 1, executing("canParse", "URL"));
        return parse(url, base) !== null;
      }
      get href() {
        return serializeURL(this.#record);
      }
      set href(value2) {
        const record = parseURL(asUSVString(value2));
        if (record === null) throw new TypeError2("Failed to set the 'href' property on 'URL': Invalid URL");
        const to = this.#record;
        to.scheme = record.scheme;
        to.username = record.username;
        to.password = record.password;
        to.host = record.host;
        to.port = record.port;
        to.path = record.path;
        to.opaquePath = record.opaquePath;
        to.query = record.query;
        to.fragment = record.fragment;
        this.#queryChanged();
      }
      get origin() {
        return originOf(this.#record);
      }
      get protocol() {
        return this.#record.scheme + ":";
      }
      set protocol(value2) {
        setURL(this.#record, asUSVString(value2) + ":", 1 /* SchemeStart */);
      }
      get username() {
        return this.#record.username;
      }
      set username(value2) {
        const text = asUSVString(value2);
        if (hasAuthority(this.#record)) this.#record.username = percentEncode(text, userinfoSet);
      }
      get password() {
        return this.#record.password;
      }
      set password(value2) {
        const text = asUSVString(value2);
        if (hasAuthority(this.#record)) this.#record.password = percentEncode(text, userinfoSet);
      }
      get host() {
        return serializeHost(this.#record);
      }
      set host(value2) {
        const text = asUSVString(value2);
        if (this.#record.opaquePath === null) setURL(this.#record, text, 11 /* Host */);
      }
      get hostname() {
        return this.#record.host ?? "";
      }
      set hostname(value2) {
        const text = asUSVString(value2);
        if (this.#record.opaquePath === null) setURL(this.#record, text, 12 /* Hostname */);
      }
      get port() {
        return this.#record.port === null ? "" : `${this.#record.port}`;
      }
      set port(value2) {
        const text = asUSVString(value2);
        if (!hasAuthority(this.#record)) return;
        if (text === "") this.#record.port = null;
        else setURL(this.#record, text, 13 /* Port */);
      }
      get pathname() {
        return serializePath(this.#record);
      }
      set pathname(value2) {
        const text = asUSVString(value2);
        if (this.#record.opaquePath !== null) return;
        this.#record.path = [];
        setURL(this.#record, text, 17 /* PathStart */);
      }
      get search() {
        return this.#record.query === null || this.#record.query === "" ? "" : "?" + this.#record.query;
      }
      set search(value2) {
        const text = asUSVString(value2);
        if (text === "") {
          this.#record.query = null;
        } else {
          this.#record.query = "";
          setURL(this.#record, text[0] === "?" ? stringSlice(text, 1) : text, 20 /* Query */);
        }
        this.#queryChanged();
      }
      get searchParams() {
        return this.#params ??= paramsOf(this.#record);
      }
      get hash() {
        return this.#record.fragment === null || this.#record.fragment === "" ? "" : "#" + this.#record.fragment;
      }
      set hash(value2) {
        const text = asUSVString(value2);
        if (text === "") {
          this.#record.fragment = null;
          return;
        }
        this.#record.fragment = "";
        setURL(this.#record, text[0] === "#" ? stringSlice(text, 1) : text, 21 /* Fragment */);
      }
      toString() {
        return serializeURL(this.#record);
      }
      toJSON() {
        return serializeURL(this.#record);
      }
      #queryChanged() {
        if (this.#params !== void 0) setList(this.#params, this.#record.query);
      }
    }
    exposed(URL, "URL");
    return { URL, URLSearchParams, isParams, listOf };
  });
  var parse = (url, base) => {
    const text = asUSVString(url);
    if (base === void 0) return parseURL(text);
    const record = parseURL(asUSVString(base));
    return record === null ? null : parseURL(text, record);
  };
  var hasAuthority = (url) => url.host !== null && url.host !== "" && url.scheme !== "file";
  var fromRecord = (init) => {
    const list = [], places = new Map();
    const keys2 = ownKeys(init);
    for (let n = 0; n < keys2.length; n++) {
      const descriptor = getOwnPropertyDescriptor(init, keys2[n]);
      if (descriptor === void 0 || !descriptor.enumerable) continue;
      const name = asUSVString(keys2[n]), value2 = asUSVString(init[keys2[n]]);
      const place = mapGet(places, name);
      if (place !== void 0) {
        list[place] = value2;
      } else {
        mapSet(places, name, list.length + 1);
        push(list, name, value2);
      }
    }
    return list;
  };

  // globals.ts
  var interfaces = (part2, built, ...names) => {
    const list = [];
    for (let n = 0; n < names.length; n++) {
      const name = names[n];
      list[n] = { part: part2, name, enumerable: false, build: () => built()[name] };
    }
    return list;
  };
  var value = (part2, name, build) => ({ part: part2, name, enumerable: true, build });
  var properties = [
    ...interfaces("DOMException", exceptions, "DOMException"),
    ...interfaces("Events", events, "Event", "EventTarget", "CustomEvent", "ErrorEvent"),
    ...interfaces("Abort", aborting, "AbortController", "AbortSignal"),
    value("ReportError", "reportError", () => reportError),
    ...interfaces("URL", urls, "URL", "URLSearchParams"),
    value("Base64", "atob", () => atob),
    value("Base64", "btoa", () => btoa)
  ];
  var lazy = ({ name, enumerable: enumerable2, build }) => {
    const accessors = {
      get [name]() {
        const built = build();
        define(global, name, built, { enumerable: enumerable2 });
        return built;
      },
      set [name](value2) {
        define(isObject(this) ? this : global, name, value2, { enumerable: enumerable2 });
      }
    };
    const descriptor = Object.getOwnPropertyDescriptor(accessors, name);
    defineProperty(global, name, {
      __proto__: null,
      get: descriptor.get,
      set: descriptor.set,
      enumerable: enumerable2,
      configurable: true
    });
  };
  var install = (parts) => {
    for (const property of properties) if (parts.includes(property.part)) lazy(property);
  };

  // main.ts
  var setUp = (functions3, parts) => {
    bind2(functions3);
    install(parts);
  };
  return __toCommonJS(main_exports);
})();
return web.setUp
})
