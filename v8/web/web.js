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
  var required = (given, least, where) => {
    if (given < least) fail(where, `${least} argument${least === 1 ? "" : "s"} required, but only ${given} present.`);
  };
  var asDOMString = (value2) => `${value2}`;
  var mostSafe = 2 ** 53 - 1;
  var isObject = (value2) => typeof value2 === "object" && value2 !== null || typeof value2 === "function";
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
  var exceptions = part(() => {
    class Identity {
      constructor(object) {
        return object;
      }
    }
    class State extends Identity {
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
        new State(error, message, name);
        define(error, "name", name);
        captureStackTrace(error, new.target);
        deleteProperty(error, "name");
        deleteProperty(error, "message");
        return error;
      }
      get name() {
        return State.nameOf(this);
      }
      get message() {
        return State.messageOf(this);
      }
      get code() {
        const name = State.nameOf(this);
        return hasOwn(codes, name) ? codes[name] : 0;
      }
    }
    setPrototypeOf(DOMException.prototype, Error2.prototype);
    exposed(DOMException, "DOMException", constants);
    return { DOMException, isDOMException: State.has };
  });
  var domException = (message, name) => {
    const { DOMException } = exceptions();
    return new DOMException(message, name);
  };

  // host.ts
  var resolve2;
  var timers = {
    __proto__: null,
    setTimeout: void 0,
    clearTimeout: void 0,
    unrefTimer: void 0
  };
  var bind2 = (functions2) => {
    resolve2 = functions2;
    const { setTimeout, clearTimeout, unrefTimer } = global;
    timers.setTimeout = setTimeout;
    timers.clearTimeout = clearTimeout;
    timers.unrefTimer = unrefTimer;
  };
  var op = (name) => {
    let f;
    return ((...args) => apply(f ??= resolve2(name), void 0, args));
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
  var setUp = (functions2, parts) => {
    bind2(functions2);
    install(parts);
  };
  return __toCommonJS(main_exports);
})();
return web.setUp
})
