// Generated from src by go generate. DO NOT EDIT.
(function () {
"use strict"
let attempt = 0
const begin = () => { attempt++ }
"use strict";var web=(()=>{var __defProp=Object.defineProperty;var __getOwnPropDesc=Object.getOwnPropertyDescriptor;var __getOwnPropNames=Object.getOwnPropertyNames;var __hasOwnProp=Object.prototype.hasOwnProperty;var __esm=modules=>{let isDone=false,ran=-1
return()=>{if(isDone||ran===attempt)return
ran=attempt;modules[__getOwnPropNames(modules)[0]]();isDone=true}};var __export=(module,all)=>{module.$all=all};var __copyProps=(to,from,except,desc)=>{if(from&&typeof from===
"object"||typeof from==="function"){for(let key of __getOwnPropNames(from))if(!__hasOwnProp.call(to,key)&&key!==except)__defProp(to,key,{get:()=>from[key],enumerable:!(desc=
__getOwnPropDesc(from,key))||desc.enumerable})}return to};var __toCommonJS=module=>{const all=module.$all
if(all===undefined)return module
const names=__getOwnPropNames(all)
for(let n=0;n<names.length;n++)__defProp(module,names[n],{__proto__:null,get:all[names[n]],enumerable:true})
module.$all=undefined;return module};var bind,call,uncurryThis,global,apply,construct,defineProperty,deleteProperty,get,getOwnPropertyDescriptor,getPrototypeOf,has,ownKeys,setPrototypeOf,Array,ArrayBuffer,
BigInt,DataView,Error2,Map,Number,Object2,Promise2,Proxy2,RangeError,RegExp,Set,String,Symbol2,TypeError2,Uint8Array2,isFinite,isNaN,parseInt,create,freeze,is,hasOwn,
keys,isArray,isInteger,abs,floor,min,max,pow,trunc,fround,fromCharCode,fromCodePoint,parseJSON,stringifyJSON,asyncIterator,iterator,hasInstance,species,toStringTag,
captureStackTrace,push,join,slice,shift,sort,indexOf,string,charCodeAt,codePointAt,stringIndexOf,stringLastIndexOf,stringSlice,startsWith,endsWith,toLowerCase,toUpperCase,
toWellFormed,padStart,repeat,numberToString,symbolToString,exec,then,resolve,reject,resolved,rejected,getter,typedArray,typedArrayName,typedArrayBuffer,typedArrayByteOffset,
typedArrayByteLength,typedArrayLength,typedArraySet,bytesFrom,copyBytesFrom,dataViewBuffer,dataViewByteOffset,dataViewByteLength,bufferByteLength,bufferResizable,
bufferDetached,bufferTransfer,sharedBufferByteLength,sharedBufferGrowable,readShared,isView,mapGet,mapSet,mapHas,mapDelete,mapForEach,mapSize,setAdd,setHas,setDelete,
setForEach,setSize,iteratorPrototype,asyncIteratorPrototype,WeakRef,deref,dateNow;var init_primordials=__esm({"primordials.ts"(){"use strict";({bind,call}=Function.
prototype);uncurryThis=bind.bind(call);global=globalThis;({apply,construct,defineProperty,deleteProperty,get,getOwnPropertyDescriptor,getPrototypeOf,has,ownKeys,
setPrototypeOf}=Reflect);({Array,ArrayBuffer,BigInt,DataView,Error:Error2,Map,Number,Object:Object2,Promise:Promise2,Proxy:Proxy2,RangeError,RegExp,Set,String,Symbol:Symbol2,
TypeError:TypeError2,Uint8Array:Uint8Array2,isFinite,isNaN,parseInt}=globalThis);({create,freeze,is,hasOwn,keys}=Object2);({isArray}=Array);({isInteger}=Number);
({abs,floor,min,max,pow,trunc,fround}=Math);({fromCharCode,fromCodePoint}=String);({parse:parseJSON,stringify:stringifyJSON}=JSON);({asyncIterator,iterator,hasInstance,
species,toStringTag}=Symbol2);({captureStackTrace}=Error2);push=uncurryThis([].push);join=uncurryThis([].join);slice=(list,begin3=0,end4=list.length)=>{const some=[];
for(let n=begin3;n<end4;n++)push(some,list[n]);return some};shift=uncurryThis([].shift);sort=uncurryThis([].sort);indexOf=uncurryThis([].indexOf);string="";charCodeAt=
uncurryThis(string.charCodeAt);codePointAt=uncurryThis(string.codePointAt);stringIndexOf=uncurryThis(string.indexOf);stringLastIndexOf=uncurryThis(string.lastIndexOf);
stringSlice=uncurryThis(string.slice);startsWith=uncurryThis(string.startsWith);endsWith=uncurryThis(string.endsWith);toLowerCase=uncurryThis(string.toLowerCase);
toUpperCase=uncurryThis(string.toUpperCase);toWellFormed=uncurryThis(string.toWellFormed);padStart=uncurryThis(string.padStart);repeat=uncurryThis(string.repeat);
numberToString=uncurryThis(0 .toString);symbolToString=uncurryThis(Symbol2.prototype.toString);exec=uncurryThis(/ /.exec);then=uncurryThis(Promise2.prototype.then);
({resolve,reject}=Promise2);resolved=value2=>apply(resolve,Promise2,[value2]);rejected=reason=>apply(reject,Promise2,[reason]);getter=(object,key)=>uncurryThis(
getOwnPropertyDescriptor(object,key).get);typedArray=getPrototypeOf(Uint8Array2.prototype);typedArrayName=getter(typedArray,toStringTag);typedArrayBuffer=getter(
typedArray,"buffer");typedArrayByteOffset=getter(typedArray,"byteOffset");typedArrayByteLength=getter(typedArray,"byteLength");typedArrayLength=getter(typedArray,
"length");typedArraySet=uncurryThis(Uint8Array2.prototype.set);bytesFrom=(bytes,begin3,end4=typedArrayLength(bytes))=>new Uint8Array2(typedArrayBuffer(bytes),typedArrayByteOffset(
bytes)+begin3,end4-begin3);copyBytesFrom=(bytes,begin3,end4=typedArrayLength(bytes))=>new Uint8Array2(bytesFrom(bytes,begin3,end4));dataViewBuffer=getter(DataView.
prototype,"buffer");dataViewByteOffset=getter(DataView.prototype,"byteOffset");dataViewByteLength=getter(DataView.prototype,"byteLength");bufferByteLength=getter(
ArrayBuffer.prototype,"byteLength");bufferResizable=getter(ArrayBuffer.prototype,"resizable");bufferDetached=getter(ArrayBuffer.prototype,"detached");bufferTransfer=
uncurryThis(ArrayBuffer.prototype.transfer);readShared=()=>{const{SharedArrayBuffer}=globalThis;if(SharedArrayBuffer===void 0)return;sharedBufferByteLength=getter(
SharedArrayBuffer.prototype,"byteLength");sharedBufferGrowable=getter(SharedArrayBuffer.prototype,"growable")};({isView}=ArrayBuffer);mapGet=uncurryThis(Map.prototype.
get);mapSet=uncurryThis(Map.prototype.set);mapHas=uncurryThis(Map.prototype.has);mapDelete=uncurryThis(Map.prototype.delete);mapForEach=uncurryThis(Map.prototype.
forEach);mapSize=getter(Map.prototype,"size");setAdd=uncurryThis(Set.prototype.add);setHas=uncurryThis(Set.prototype.has);setDelete=uncurryThis(Set.prototype.delete);
setForEach=uncurryThis(Set.prototype.forEach);setSize=getter(Set.prototype,"size");iteratorPrototype=getPrototypeOf(getPrototypeOf([][iterator]()));asyncIteratorPrototype=
getPrototypeOf(getPrototypeOf((async function*(){}).prototype));WeakRef=globalThis.WeakRef;deref=uncurryThis(WeakRef.prototype.deref);({now:dateNow}=Date)}});var fail,executing,constructing,required,illegal,asDOMString,asUSVString,asByteString,asDouble,mostSafe,asInteger,isObject,asDictionary,empty,asSequence,iterate,
isFunction,asEnum,isArrayBuffer,isSharedArrayBuffer,asBytes,define,newInterfaces,exposed,enumerate,notStatic,notMember,enumerable;var init_webidl=__esm({"webidl\
.ts"(){"use strict";init_primordials();fail=(where,what)=>{throw new TypeError2(`${where}: ${what}`)};executing=(name,of)=>of===void 0?`Failed to execute '${name}\
'`:`Failed to execute '${name}' on '${of}'`;constructing=name=>`Failed to construct '${name}'`;required=(given,least,where)=>{if(given<least)fail(where,`${least}\
 argument${least===1?"":"s"} required, but only ${given} present.`)};illegal=()=>{throw new TypeError2("Illegal constructor")};asDOMString=value2=>`${value2}`;asUSVString=
value2=>toWellFormed(`${value2}`);asByteString=(value2,where)=>{const text=`${value2}`;for(let n=0;n<text.length;n++){if(charCodeAt(text,n)>255)fail(where,`The \
string has a character at index ${n} that is greater than 255.`)}return text};asDouble=(value2,where)=>{const number=+value2;if(!isFinite(number))fail(where,"Th\
e provided double value is non-finite.");return number};mostSafe=2**53-1;asInteger=(value2,bits,signed,where,extended)=>{let number=+value2;const most=bits===64?
mostSafe:signed?pow(2,bits-1)-1:pow(2,bits)-1;const least=!signed?0:bits===64?-mostSafe:-pow(2,bits-1);if(extended==="EnforceRange"){if(!isFinite(number))fail(where,
"The value is not a finite number.");number=trunc(number)+0;if(number<least||number>most)fail(where,`The value is outside the range from ${least} to ${most}.`);
return number}if(isNaN(number))return 0;if(extended==="Clamp"){number=min(max(number,least),most);const down=floor(number);const rest2=number-down;if(rest2<.5||
rest2===.5&&down%2===0)return down+0;return down+1}if(!isFinite(number))return 0;const all=pow(2,bits);number=trunc(number)%all;if(signed&&number>=all/2)number-=
all;else if(signed&&number<-all/2)number+=all;else if(!signed&&number<0)number+=all;return number+0};isObject=value2=>typeof value2==="object"&&value2!==null||typeof value2===
"function";asDictionary=(value2,where)=>{if(value2===void 0||value2===null)return empty;if(!isObject(value2))fail(where,"The provided value is not of type 'obje\
ct'.");return value2};empty={__proto__:null};asSequence=(value2,item,where)=>{const method2=isObject(value2)?value2[iterator]:void 0;if(typeof method2!=="functi\
on")fail(where,"The provided value cannot be converted to a sequence.");return iterate(value2,method2,item,where)};iterate=(value2,method2,item,where)=>{const list=[];
const items=apply(method2,value2,[]);if(!isObject(items))fail(where,"The iterator is not an object.");const{next}=items;for(;;){const result=apply(next,items,[]);
if(!isObject(result))fail(where,"The result of the iterator is not an object.");if(result.done)return list;push(list,item(result.value))}};isFunction=value2=>typeof value2===
"function";asEnum=(value2,of,where)=>{const text=`${value2}`;for(let n=0;n<of.length;n++)if(of[n]===text)return of[n];return fail(where,`The provided value '${text}\
' is not a valid enum value.`)};isArrayBuffer=value2=>{try{bufferByteLength(value2);return true}catch{return false}};isSharedArrayBuffer=value2=>{if(sharedBufferByteLength===
void 0)return false;try{sharedBufferByteLength(value2);return true}catch{return false}};asBytes=(value2,where,allow)=>{let buffer3=value2,offset=0,length;if(isView(
value2)){if(typedArrayName(value2)===void 0){buffer3=dataViewBuffer(value2);offset=dataViewByteOffset(value2);length=dataViewByteLength(value2)}else{buffer3=typedArrayBuffer(
value2);offset=typedArrayByteOffset(value2);length=typedArrayByteLength(value2)}}if(isObject(buffer3)&&isArrayBuffer(buffer3)){if(bufferResizable(buffer3)&&!allow?.
resizable)fail(where,"The buffer must not be resizable.");length??=bufferByteLength(buffer3)}else if(isObject(buffer3)&&isSharedArrayBuffer(buffer3)){if(!allow?.
shared)fail(where,"The buffer must not be shared.");if(sharedBufferGrowable(buffer3)&&!allow?.resizable)fail(where,"The buffer must not be growable.");length??=
sharedBufferByteLength(buffer3)}else{fail(where,"The provided value is not of type '(ArrayBuffer or ArrayBufferView)'.")}return length===0?new Uint8Array2(0):new Uint8Array2(
buffer3,offset,length)};define=(object,key,value2,{enumerable:enumerable2=false,writable=true,configurable=true}={})=>defineProperty(object,key,{__proto__:null,
value:value2,enumerable:enumerable2,writable,configurable});newInterfaces=[];exposed=(of,name,constants2)=>{define(of,"name",name,{writable:false});enumerate(of,
notStatic);enumerate(of.prototype,notMember);define(of.prototype,toStringTag,name,{writable:false});push(newInterfaces,of.prototype);if(constants2!==void 0){const names4=ownKeys(
constants2);for(let n=0;n<names4.length;n++){const value2=constants2[names4[n]];define(of,names4[n],value2,{enumerable:true,writable:false,configurable:false});
define(of.prototype,names4[n],value2,{enumerable:true,writable:false,configurable:false})}}return of};enumerate=(object,except)=>{const all=ownKeys(object);for(let n=0;n<
all.length;n++){const key=all[n];if(typeof key==="string"&&indexOf(except,key)<0)defineProperty(object,key,enumerable)}};notStatic=["prototype","name","length"];
notMember=["constructor"];enumerable={__proto__:null,enumerable:true}}});var typedArrays,names,dataView,bytesType,viewType,viewBuffer,viewByteOffset,viewByteLength,asView,transferBuffer,isDetached,byteLength,copyOf,copyBytes;var init_buffers=__esm(
{"buffers.ts"(){"use strict";init_primordials();init_webidl();typedArrays={__proto__:null};names=["Int8Array","Uint8Array","Uint8ClampedArray","Int16Array","Uin\
t16Array","Int32Array","Uint32Array","Float16Array","Float32Array","Float64Array","BigInt64Array","BigUint64Array"];for(let n=0;n<names.length;n++){const View=global[names[n]];
if(View!==void 0)typedArrays[names[n]]={elementSize:View.BYTES_PER_ELEMENT,View}}dataView={elementSize:1,View:DataView};bytesType=typedArrays.Uint8Array;viewType=
view=>{const name=typedArrayName(view);return name===void 0?dataView:typedArrays[name]};viewBuffer=view=>typedArrayName(view)===void 0?dataViewBuffer(view):typedArrayBuffer(
view);viewByteOffset=view=>{if(typedArrayName(view)!==void 0)return typedArrayByteOffset(view);return bufferDetached(dataViewBuffer(view))?0:dataViewByteOffset(
view)};viewByteLength=view=>{if(typedArrayName(view)!==void 0)return typedArrayByteLength(view);return bufferDetached(dataViewBuffer(view))?0:dataViewByteLength(
view)};asView=(value2,where)=>{if(!isView(value2))fail(where,"The provided value is not of type 'ArrayBufferView'.");const buffer3=viewBuffer(value2);if(!isArrayBuffer(
buffer3))fail(where,"The provided ArrayBufferView must not be shared.");if(bufferResizable(buffer3))fail(where,"The provided ArrayBufferView must not be resizab\
le.");return value2};transferBuffer=buffer3=>bufferTransfer(buffer3);isDetached=buffer3=>bufferDetached(buffer3);byteLength=buffer3=>bufferByteLength(buffer3);copyOf=
(buffer3,start,count)=>{const copy4=new Uint8Array2(count);typedArraySet(copy4,new Uint8Array2(buffer3,start,count));return typedArrayBuffer(copy4)};copyBytes=(to,at2,from,start,count)=>{
typedArraySet(new Uint8Array2(to,at2,count),new Uint8Array2(from,start,count))}}});var resolve2,keeps,begun,timers,bind2,begin2,op,ofHost;var init_host=__esm({"host.ts"(){"use strict";init_primordials();keeps=false;begun=0;timers={__proto__:null,
setTimeout:void 0,clearTimeout:void 0,refTimer:void 0,unrefTimer:void 0};bind2=functions5=>{resolve2=functions5;const{setTimeout,clearTimeout,refTimer,unrefTimer}=global;
timers.setTimeout=setTimeout;timers.clearTimeout=clearTimeout;timers.refTimer=refTimer;timers.unrefTimer=unrefTimer};begin2=keep=>{keeps=keep;readShared();return begun++};
op=name=>{const f=ofHost(()=>resolve2(name));return((...args)=>apply(f(),void 0,args))};ofHost=get2=>{let kept;return()=>{if(kept!==void 0)return kept;const got=get2();
if(keeps)kept=got;return got}}}});var part;var init_part=__esm({"part.ts"(){"use strict";part=build=>{let built;return()=>built??=build()}}});var dom_exception_exports={};__export(dom_exception_exports,{domException:()=>domException,exceptions:()=>exceptions});var codes,constants,setErrorText,exceptions,
domException;var init_dom_exception=__esm({"dom_exception.ts"(){"use strict";init_host();init_primordials();init_webidl();init_part();codes={__proto__:null,IndexSizeError:1,
HierarchyRequestError:3,WrongDocumentError:4,InvalidCharacterError:5,NoModificationAllowedError:7,NotFoundError:8,NotSupportedError:9,InUseAttributeError:10,InvalidStateError:11,
SyntaxError:12,InvalidModificationError:13,NamespaceError:14,InvalidAccessError:15,TypeMismatchError:17,SecurityError:18,NetworkError:19,AbortError:20,URLMismatchError:21,
QuotaExceededError:22,TimeoutError:23,InvalidNodeTypeError:24,DataCloneError:25};constants={__proto__:null,INDEX_SIZE_ERR:1,DOMSTRING_SIZE_ERR:2,HIERARCHY_REQUEST_ERR:3,
WRONG_DOCUMENT_ERR:4,INVALID_CHARACTER_ERR:5,NO_DATA_ALLOWED_ERR:6,NO_MODIFICATION_ALLOWED_ERR:7,NOT_FOUND_ERR:8,NOT_SUPPORTED_ERR:9,INUSE_ATTRIBUTE_ERR:10,INVALID_STATE_ERR:11,
SYNTAX_ERR:12,INVALID_MODIFICATION_ERR:13,NAMESPACE_ERR:14,INVALID_ACCESS_ERR:15,VALIDATION_ERR:16,TYPE_MISMATCH_ERR:17,SECURITY_ERR:18,NETWORK_ERR:19,ABORT_ERR:20,
URL_MISMATCH_ERR:21,QUOTA_EXCEEDED_ERR:22,TIMEOUT_ERR:23,INVALID_NODE_TYPE_ERR:24,DATA_CLONE_ERR:25};setErrorText=op("setErrorText");exceptions=part(()=>{class Identity{constructor(object){
return object}}class State2 extends Identity{#message;#name;constructor(error,message,name){super(error);this.#message=message;this.#name=name}static messageOf(of){
return of.#message}static nameOf(of){return of.#name}static has(value2){return#message in value2}}class DOMException{constructor(message="",name="Error"){message=
asDOMString(message);name=asDOMString(name);const error=new Error2(message);setPrototypeOf(error,new.target.prototype);new State2(error,message,name);define(error,
"name",name);captureStackTrace(error,new.target);deleteProperty(error,"name");deleteProperty(error,"message");setErrorText(error,message===""?name:`${name}: ${message}`);
return error}get name(){return State2.nameOf(this)}get message(){return State2.messageOf(this)}get code(){const name=State2.nameOf(this);return hasOwn(codes,name)?
codes[name]:0}}setPrototypeOf(DOMException.prototype,Error2.prototype);exposed(DOMException,"DOMException",constants);return{DOMException,isDOMException:State2.
has}});domException=(message,name)=>{const{DOMException}=exceptions();return new DOMException(message,name)}}});var abort_exports={};__export(abort_exports,{aborting:()=>aborting});var aborting,orAbortError;var init_abort=__esm({"abort.ts"(){"use strict";init_dom_exception();
init_events();init_host();init_part();init_primordials();init_webidl();aborting=part(()=>{const{Event,EventTarget,dispatch,observe,handlers}=events();const internal3={};
let isSignal2;let isAborted;let reasonOf;let abort;let add;let remove;let dependOn;class AbortSignal extends EventTarget{#aborted=false;#reason=void 0;#algorithms=[];#onabort=handlers();#sources;#dependents=[];#prune=16;#kept=[];#timer;#listeners=0;constructor(key){
if(key!==internal3)illegal();super();observe(this,(type,count)=>{if(type!=="abort")return;this.#listeners=count;this.#heard()})}static abort(reason=void 0){const signal=new AbortSignal(
internal3);signal.#aborted=true;signal.#reason=orAbortError(reason);return signal}static any(signals){const where=executing("any","AbortSignal");required(arguments.
length,1,where);return dependOn(asSequence(signals,value2=>{if(!isObject(value2)||!isSignal2(value2))fail(where,"The sequence has what is not of type 'AbortSign\
al'.");return value2},where))}static timeout(milliseconds){const where=executing("timeout","AbortSignal");required(arguments.length,1,where);const delay=asInteger(
milliseconds,64,false,where,"EnforceRange");const signal=new AbortSignal(internal3);signal.#timer=timers.setTimeout(()=>{signal.#timer=void 0;abort(signal,domException(
"The operation was aborted due to timeout.","TimeoutError"))},delay);timers.unrefTimer(signal.#timer);return signal}get aborted(){return this.#aborted}get reason(){
return this.#reason}throwIfAborted(){if(this.#aborted)throw this.#reason}get onabort(){return this.#onabort.get()}set onabort(value2){this.#onabort.set(this,"ab\
ort",value2)}#heard(){const isHeard=!this.#aborted&&(this.#listeners>0||this.#algorithms.length>0);if(this.#timer!==void 0)(isHeard?timers.refTimer:timers.unrefTimer)(
this.#timer);if(this.#sources===void 0)return;for(let n=0;n<this.#sources.length;n++){const source=this.#sources[n];const kept=[];for(let k=0;k<source.#kept.length;k++)
if(source.#kept[k]!==this)push(kept,source.#kept[k]);if(isHeard)push(kept,this);const changed=kept.length>0!==source.#kept.length>0;source.#kept=kept;if(changed&&
source.#timer!==void 0)(isHeard?timers.refTimer:timers.unrefTimer)(source.#timer)}}#depend(dependent){if(this.#dependents.length>=this.#prune){const alive=[];for(let n=0;n<
this.#dependents.length;n++)if(deref(this.#dependents[n])!==void 0)push(alive,this.#dependents[n]);this.#dependents=alive;this.#prune=alive.length*2+16}push(this.#dependents,
new WeakRef(dependent))}#run(){const algorithms=this.#algorithms;this.#algorithms=[];for(let n=0;n<algorithms.length;n++)algorithms[n]();dispatch(this,new Event(
"abort"),true);this.#heard()}static{isSignal2=value2=>#aborted in value2;isAborted=signal=>signal.#aborted;reasonOf=signal=>signal.#reason;abort=(signal,reason)=>{
if(signal.#aborted)return;signal.#aborted=true;signal.#reason=orAbortError(reason);if(signal.#timer!==void 0){timers.clearTimeout(signal.#timer);signal.#timer=void 0}
const dependents=[];for(let n=0;n<signal.#dependents.length;n++){const dependent=deref(signal.#dependents[n]);if(dependent===void 0||dependent.#aborted)continue;
dependent.#aborted=true;dependent.#reason=signal.#reason;push(dependents,dependent)}signal.#dependents=[];signal.#run();for(let n=0;n<dependents.length;n++)dependents[n].#run()};
add=(signal,algorithm)=>{if(signal.#aborted)return;push(signal.#algorithms,algorithm);signal.#heard()};remove=(signal,algorithm)=>{const rest2=[];for(let n=0;n<
signal.#algorithms.length;n++)if(signal.#algorithms[n]!==algorithm)push(rest2,signal.#algorithms[n]);signal.#algorithms=rest2;signal.#heard()};dependOn=signals=>{
const result=new AbortSignal(internal3);for(let n=0;n<signals.length;n++){if(!signals[n].#aborted)continue;result.#aborted=true;result.#reason=signals[n].#reason;
return result}const sources=result.#sources=[];const from=source=>{for(let n=0;n<sources.length;n++)if(sources[n]===source)return;push(sources,source);source.#depend(
result)};for(let n=0;n<signals.length;n++){const of=signals[n].#sources;if(of===void 0)from(signals[n]);else for(let k=0;k<of.length;k++)from(of[k])}return result}}}
exposed(AbortSignal,"AbortSignal");class AbortController{#signal=new AbortSignal(internal3);get signal(){return this.#signal}abort(reason=void 0){abort(this.#signal,
reason)}}exposed(AbortController,"AbortController");const newSignal=()=>new AbortSignal(internal3);return{AbortController,AbortSignal,newSignal,isSignal:isSignal2,
isAborted,reasonOf,abort,add,remove,dependOn}});orAbortError=reason=>reason===void 0?domException("This operation was aborted","AbortError"):reason}});var now,timeOrigin;var init_clock=__esm({"clock.ts"(){"use strict";init_host();now=op("now");timeOrigin=ofHost(op("timeOrigin"))}});var report_exports={};__export(report_exports,{report:()=>report,reportError:()=>reportError});var report,functions,reportError;var init_report=__esm({"report.t\
s"(){"use strict";init_webidl();init_host();report=error=>{timers.setTimeout(()=>{throw error},0)};functions={reportError(error){required(arguments.length,1,executing(
"reportError"));report(error)}};({reportError}=functions)}});var events_exports={};__export(events_exports,{events:()=>events});var construct2,events,asCallback;var init_events=__esm({"events.ts"(){"use strict";init_abort();
init_clock();init_dom_exception();init_part();init_primordials();init_report();init_webidl();construct2=constructing("Event");events=part(()=>{let isEvent;let typeOf;
let isDispatched;let isStopped;let cancel;let setPassive;let begin3;let end4;let isTrusted;class Event{#type;#bubbles;#cancelable;#composed;#target=null;#dispatched=false;#stopped=false;#stoppedAtOnce=false;#canceled=false;#passive=false;#trusted=false;#timeStamp=now();constructor(type,init=void 0){
required(arguments.length,1,construct2);this.#type=asDOMString(type);const members2=asDictionary(init,construct2);this.#bubbles=!!members2.bubbles;this.#cancelable=
!!members2.cancelable;this.#composed=!!members2.composed;defineProperty(this,"isTrusted",isTrusted)}get type(){return this.#type}get target(){return this.#target}get srcElement(){
return this.#target}get currentTarget(){return this.#dispatched?this.#target:null}get eventPhase(){return this.#dispatched?phases.AT_TARGET:phases.NONE}get bubbles(){
return this.#bubbles}get cancelable(){return this.#cancelable}get composed(){return this.#composed}get defaultPrevented(){return this.#canceled}get timeStamp(){
return this.#timeStamp}get returnValue(){return!this.#canceled}set returnValue(value2){if(!value2)cancel(this)}get cancelBubble(){return this.#stopped}set cancelBubble(value2){
if(value2)this.#stopped=true}composedPath(){return this.#dispatched?[this.#target]:[]}stopPropagation(){this.#stopped=true}stopImmediatePropagation(){this.#stopped=
this.#stoppedAtOnce=true}preventDefault(){cancel(this)}initEvent(type,bubbles=false,cancelable=false){const dispatched=this.#dispatched;required(arguments.length,
1,executing("initEvent","Event"));const text=asDOMString(type);if(dispatched)return;this.#type=text;this.#bubbles=!!bubbles;this.#cancelable=!!cancelable;this.#stopped=
this.#stoppedAtOnce=this.#canceled=this.#trusted=false;this.#target=null}static{isEvent=value2=>#type in value2;typeOf=event=>event.#type;isDispatched=event=>event.#dispatched;
isStopped=event=>event.#stoppedAtOnce;cancel=event=>{if(event.#cancelable&&!event.#passive)event.#canceled=true};setPassive=(event,passive)=>{event.#passive=passive};
begin3=(event,target,trusted)=>{event.#trusted=trusted;event.#dispatched=true;event.#target=target};end4=event=>{event.#dispatched=event.#stopped=event.#stoppedAtOnce=
false;return!event.#canceled};isTrusted=getOwnPropertyDescriptor({get isTrusted(){return this.#trusted}},"isTrusted");isTrusted.configurable=false}}const phases={
__proto__:null,NONE:0,CAPTURING_PHASE:1,AT_TARGET:2,BUBBLING_PHASE:3};exposed(Event,"Event",phases);class CustomEvent extends Event{#detail=null;constructor(type,init=void 0){
required(arguments.length,1,constructing("CustomEvent"));super(type,init);const{detail}=asDictionary(init,constructing("CustomEvent"));if(detail!==void 0)this.#detail=
detail}get detail(){return this.#detail}initCustomEvent(type,bubbles=false,cancelable=false,detail=null){this.#detail;required(arguments.length,1,executing("ini\
tCustomEvent","CustomEvent"));const dispatched=isDispatched(this);apply(initEvent,this,[type,bubbles,cancelable]);if(!dispatched)this.#detail=detail}}const{initEvent}=Event.
prototype;exposed(CustomEvent,"CustomEvent");class ErrorEvent extends Event{#message="";#filename="";#lineno=0;#colno=0;#error=void 0;constructor(type,init=void 0){
const where=constructing("ErrorEvent");required(arguments.length,1,where);super(type,init);const{colno,error,filename,lineno,message}=asDictionary(init,where);if(colno!==
void 0)this.#colno=asInteger(colno,32,false,where);this.#error=error;if(filename!==void 0)this.#filename=asUSVString(filename);if(lineno!==void 0)this.#lineno=asInteger(
lineno,32,false,where);if(message!==void 0)this.#message=asDOMString(message)}get message(){return this.#message}get filename(){return this.#filename}get lineno(){
return this.#lineno}get colno(){return this.#colno}get error(){return this.#error}}exposed(ErrorEvent,"ErrorEvent");let listen;let silence;let dispatch;let observe;
class EventTarget{#listeners=[];#changed;addEventListener(type,callback,options=void 0){this.#listeners;const where=executing("addEventListener","EventTarget");
required(arguments.length,2,where);const name=asDOMString(type);const call4=asCallback(callback,where);let capture=!!options,once=false,passive=false,signal;if(isObject(
options)||options===void 0||options===null){const members2=asDictionary(options,where);capture=!!members2.capture;once=!!members2.once;passive=!!members2.passive;
signal=members2.signal;if(signal!==void 0&&!(isObject(signal)&&aborting().isSignal(signal)))fail(where,"member signal is not of type 'AbortSignal'.")}if(signal!==
void 0&&aborting().isAborted(signal)||call4===null)return;const listener={type:name,callback:call4,capture,once,passive,removed:false,isHandler:false};if(!listen(
this,listener)||signal===void 0)return;aborting().add(signal,()=>silence(this,other=>other===listener))}removeEventListener(type,callback,options=void 0){this.#listeners;
const where=executing("removeEventListener","EventTarget");required(arguments.length,2,where);const name=asDOMString(type);const call4=asCallback(callback,where);
const capture=isObject(options)?!!options.capture:!!options;silence(this,other=>!other.isHandler&&other.type===name&&other.callback===call4&&other.capture===capture)}dispatchEvent(event){
this.#listeners;const where=executing("dispatchEvent","EventTarget");required(arguments.length,1,where);if(!isObject(event)||!isEvent(event))return fail(where,"\
parameter 1 is not of type 'Event'.");if(isDispatched(event))throw domException("The event is already being dispatched.","InvalidStateError");return dispatch(this,
event,false)}#count(type){if(this.#changed===void 0)return;let count=0;const all=this.#listeners;for(let n=0;n<all.length;n++)if(all[n].type===type)count++;this.#changed(
type,count)}static{listen=(target,listener)=>{const all=target.#listeners;for(let n=0;n<all.length;n++){const{type,callback,capture,isHandler}=all[n];if(!isHandler&&
!listener.isHandler&&type===listener.type&&callback===listener.callback&&capture===listener.capture)return false}push(all,listener);target.#count(listener.type);
return true};silence=(target,match)=>{const all=target.#listeners;for(let n=0;n<all.length;n++){const listener=all[n];if(!match(listener))continue;listener.removed=
true;const rest2=slice(all,0,n);for(let after=n+1;after<all.length;after++)push(rest2,all[after]);target.#listeners=rest2;return target.#count(listener.type)}};
observe=(target,changed)=>{target.#changed=changed};dispatch=(target,event,trusted)=>{begin3(event,target,trusted);const type=typeOf(event);const all=target.#listeners;
const{length}=all;for(let phase=0;phase<2;phase++){for(let n=0;n<length&&!isStopped(event);n++){const listener=all[n];if(listener.removed||listener.type!==type||
listener.capture!==(phase===0))continue;if(listener.once)silence(target,other=>other===listener);if(listener.passive)setPassive(event,true);try{call3(listener,target,
event)}catch(error){report(error)}setPassive(event,false)}}return end4(event)}}}exposed(EventTarget,"EventTarget");const call3=({callback,isHandler},target,event)=>{
if(isFunction(callback)){const result=apply(callback,target,[event]);if(isHandler&&result===false)cancel(event);return}if(isHandler)return;const method2=callback.
handleEvent;if(!isFunction(method2))return fail("EventListener","handleEvent is not a function.");apply(method2,callback,[event])};const handlers=()=>{let listener;
return{get:()=>listener===void 0?null:listener.callback,set:(target,type,value2)=>{if(!isObject(value2)){if(listener!==void 0)silence(target,other=>other===listener);
listener=void 0}else if(listener!==void 0){listener.callback=value2}else{listener={type,callback:value2,capture:false,once:false,passive:false,removed:false,isHandler:true};
listen(target,listener)}}}};return{Event,CustomEvent,ErrorEvent,EventTarget,dispatch,observe,handlers}});asCallback=(value2,where)=>{if(value2===void 0||value2===
null)return null;if(!isObject(value2))fail(where,"parameter 2 is not of type 'Object'.");return value2}}});var iterable;var init_iterable=__esm({"iterable.ts"(){"use strict";init_primordials();init_webidl();iterable=(of,name,at2)=>{class State2{#object;#kind;#index=0;constructor(object,kind){
this.#object=object;this.#kind=kind}static next(of2){const pair=at2(of2.#object,of2.#index);if(pair===void 0)return{value:void 0,done:true};of2.#index++;const value2=of2.#kind===
"key"?pair[0]:of2.#kind==="value"?pair[1]:[pair[0],pair[1]];return{value:value2,done:false}}static has(value2){return#object in value2}}const{next,has:has3}=State2;
const prototype=create(iteratorPrototype);const{next:method2}={next(){if(typeof this!=="object"||this===null||!has3(this))throw new TypeError2("Illegal invocati\
on");return next(this)}};define(prototype,"next",method2,{enumerable:true});define(prototype,toStringTag,`${name} Iterator`,{writable:false});const begin3=(object,kind)=>{
at2(object,0);const state=new State2(object,kind);setPrototypeOf(state,prototype);return state};const methods={entries(){return begin3(this,"key+value")},keys(){
return begin3(this,"key")},values(){return begin3(this,"value")},forEach(callback,thisArgument=void 0){at2(this,0);const where=executing("forEach",name);required(
arguments.length,1,where);if(!isFunction(callback))return fail(where,"parameter 1 is not of type 'Function'.");for(let n=0;;n++){const pair=at2(this,n);if(pair===
void 0)return;apply(callback,thisArgument,[pair[1],pair[0],this])}}};define(of.prototype,"entries",methods.entries,{enumerable:true});define(of.prototype,"keys",
methods.keys,{enumerable:true});define(of.prototype,"values",methods.values,{enumerable:true});define(of.prototype,"forEach",methods.forEach,{enumerable:true});
define(of.prototype,iterator,methods.entries)}}});var controlSet,fragmentSet,querySet,specialQuerySet,pathSet,userinfoSet,componentSet,formSet,sets,hex,encodeByte,encodeCodePoint,percentEncode,hexDigit,percentDecode,
decodeUTF8;var init_percent=__esm({"percent.ts"(){"use strict";init_part();init_primordials();controlSet=1;fragmentSet=2;querySet=4;specialQuerySet=8;pathSet=16;
userinfoSet=32;componentSet=64;formSet=128;sets=part(()=>{const table=new Uint8Array2(128);for(let n=0;n<32;n++)table[n]=255;table[127]=255;const add=(bits,characters)=>{
for(let n=0;n<characters.length;n++)table[charCodeAt(characters,n)]|=bits};add(fragmentSet,' "<>`');const query=' "#<>';const queryAndMore=querySet|specialQuerySet|
pathSet|userinfoSet|componentSet|formSet;add(queryAndMore,query);add(specialQuerySet,"'");const path=pathSet|userinfoSet|componentSet|formSet;add(path,"?^`{}");
const userinfo2=userinfoSet|componentSet|formSet;add(userinfo2,"/:;=@[\\]|");add(componentSet|formSet,"$%&+,");add(formSet,"!'()~");return table});hex="01234567\
89ABCDEF";encodeByte=byte=>"%"+hex[byte>>4]+hex[byte&15];encodeCodePoint=c=>{if(c<128)return encodeByte(c);if(c<2048)return encodeByte(192|c>>6)+encodeByte(128|
c&63);if(c<65536)return encodeByte(224|c>>12)+encodeByte(128|c>>6&63)+encodeByte(128|c&63);return encodeByte(240|c>>18)+encodeByte(128|c>>12&63)+encodeByte(128|
c>>6&63)+encodeByte(128|c&63)};percentEncode=(text,set,spaceAsPlus=false)=>{const table=sets();let result="",done=0;for(let n=0;n<text.length;n++){const c=charCodeAt(
text,n);if(c<128&&(table[c]&set)===0)continue;if(done<n)result+=stringSlice(text,done,n);if(c<128){result+=spaceAsPlus&&c===32?"+":encodeByte(c)}else{const point=codePointAt(
text,n);result+=encodeCodePoint(point);if(point>65535)n++}done=n+1}return done===0?text:result+stringSlice(text,done)};hexDigit=c=>{if(c>=48&&c<=57)return c-48;
const lower=c|32;return lower>=97&&lower<=102?lower-87:-1};percentDecode=text=>{if(stringIndexOf(text,"%")<0)return text;let result="";const bytes=[];for(let n=0;n<
text.length;n++){const c=charCodeAt(text,n);const high=c===37&&n+2<text.length?hexDigit(charCodeAt(text,n+1)):-1;const low=high>=0?hexDigit(charCodeAt(text,n+2)):
-1;if(low>=0){bytes[bytes.length]=high<<4|low;n+=2;continue}if(bytes.length>0){result+=decodeUTF8(bytes);bytes.length=0}result+=text[n]}return bytes.length>0?result+
decodeUTF8(bytes):result};decodeUTF8=bytes=>{let result="",point=0,missing=0,least=128,most=191;for(let n=0;n<bytes.length;n++){const byte=bytes[n];if(missing>0){
if(byte>=least&&byte<=most){point=point<<6|byte&63;least=128;most=191;if(--missing===0)result+=fromCodePoint(point);continue}result+="\uFFFD";missing=0;least=128;
most=191}if(byte<128){result+=fromCodePoint(byte)}else if(byte>=194&&byte<=223){missing=1;point=byte&31}else if(byte>=224&&byte<=239){missing=2;point=byte&15;if(byte===
224)least=160;if(byte===237)most=159}else if(byte>=240&&byte<=244){missing=3;point=byte&7;if(byte===240)least=144;if(byte===244)most=143}else{result+="\uFFFD"}}
return missing>0?result+"\uFFFD":result}}});var decode,parseForm,serializeForm;var init_url_encoded=__esm({"url_encoded.ts"(){"use strict";init_percent();init_primordials();decode=text=>{let plus=stringIndexOf(
text,"+");if(plus>=0){let result="",done=0;for(;plus>=0;plus=stringIndexOf(text,"+",done)){result+=stringSlice(text,done,plus)+" ";done=plus+1}text=result+stringSlice(
text,done)}return percentDecode(text)};parseForm=text=>{const list=[];for(let begin3=0;begin3<text.length;){let end4=stringIndexOf(text,"&",begin3);if(end4<0)end4=
text.length;if(end4>begin3){const piece=stringSlice(text,begin3,end4);const equal=stringIndexOf(piece,"=");if(equal<0)push(list,decode(piece),"");else push(list,
decode(stringSlice(piece,0,equal)),decode(stringSlice(piece,equal+1)))}begin3=end4+1}return list};serializeForm=list=>{let text="";for(let n=0;n<list.length;n+=
2){if(n>0)text+="&";text+=percentEncode(list[n],formSet,true)+"="+percentEncode(list[n+1],formSet,true)}return text}}});var domainToASCII,parseHost,isASCII,hasForbidden,isDigits,lastPart,endsInNumber,parseNumber,parseIPv4,serializeIPv4,parseIPv6,serializeIPv6;var init_url_host=__esm(
{"url_host.ts"(){"use strict";init_host();init_percent();init_primordials();domainToASCII=op("domainToASCII");parseHost=(input,isOpaque)=>{if(input[0]==="["){if(input[input.
length-1]!=="]")return void 0;const pieces=parseIPv6(stringSlice(input,1,-1));return pieces===void 0?void 0:`[${serializeIPv6(pieces)}]`}if(isOpaque)return hasForbidden(
input,false)?void 0:percentEncode(input,controlSet);const decoded=percentDecode(input);const domain=isASCII(decoded)?toLowerCase(decoded):domainToASCII(decoded);
if(domain===void 0||domain===""||hasForbidden(domain,true))return void 0;if(!endsInNumber(domain))return domain;const address=parseIPv4(domain);return address===
void 0?void 0:serializeIPv4(address)};isASCII=domain=>{for(let n=0;n<domain.length;n++)if(charCodeAt(domain,n)>=128)return false;return true};hasForbidden=(host,isDomain)=>{
for(let n=0;n<host.length;n++){const c=charCodeAt(host,n);switch(c){case 0:case 9:case 10:case 13:case 32:case 35:case 47:case 58:case 60:case 62:case 63:case 64:case 91:case 92:case 93:case 94:case 124:
return true}if(isDomain&&(c<=31||c===37||c===127))return true}return false};isDigits=text=>{for(let n=0;n<text.length;n++){const c=charCodeAt(text,n);if(c<48||c>
57)return false}return text!==""};lastPart=domain=>{let end4=domain.length;if(domain[end4-1]===".")end4--;let begin3=end4;while(begin3>0&&domain[begin3-1]!==".")
begin3--;return stringSlice(domain,begin3,end4)};endsInNumber=domain=>{const last=lastPart(domain);return isDigits(last)||parseNumber(last)!==void 0};parseNumber=
text=>{let radix=10,n=0;if(text==="")return void 0;if(text.length>=2&&text[0]==="0"){radix=text[1]==="x"||text[1]==="X"?16:8;n=radix===16?2:1}let value2=0;for(;n<
text.length;n++){const digit=hexDigit(charCodeAt(text,n));if(digit<0||digit>=radix)return void 0;value2=value2*radix+digit}return value2};parseIPv4=domain=>{if(domain[domain.
length-1]===".")domain=stringSlice(domain,0,-1);let address=0,parts=0;for(;;){const dot=stringIndexOf(domain,".");const number=parseNumber(dot<0?domain:stringSlice(
domain,0,dot));if(number===void 0||++parts>4)return void 0;if(dot<0){if(number>=256**(5-parts))return void 0;return address*256**(5-parts)+number}if(number>255)
return void 0;address=address*256+number;domain=stringSlice(domain,dot+1)}};serializeIPv4=address=>`${floor(address/16777216)}.${floor(address/65536)%256}.${floor(
address/256)%256}.${address%256}`;parseIPv6=input=>{const address=[0,0,0,0,0,0,0,0];let piece=0,compress=-1,n=0;if(input[0]===":"){if(input[1]!==":")return void 0;
n=2;compress=++piece}while(n<input.length){if(piece===8)return void 0;if(input[n]===":"){if(compress>=0)return void 0;n++;compress=++piece;continue}let value2=0,
length=0;for(;length<4&&n<input.length;length++,n++){const digit=hexDigit(charCodeAt(input,n));if(digit<0)break;value2=value2*16+digit}if(input[n]==="."){if(length===
0||piece>6)return void 0;n-=length;for(let seen=0;n<input.length;){if(seen>0){if(input[n]!=="."||seen===4)return void 0;n++}const begin3=n;let part3=0;for(;n<input.
length;n++){const digit=charCodeAt(input,n)-48;if(digit<0||digit>9)break;if(n>begin3&&part3===0)return void 0;part3=part3*10+digit;if(part3>255)return void 0}if(n===
begin3)return void 0;address[piece]=address[piece]*256+part3;seen++;if(seen===2||seen===4)piece++;if(n===input.length&&seen!==4)return void 0}break}if(input[n]===
":"){n++;if(n===input.length)return void 0}else if(n<input.length){return void 0}address[piece++]=value2}if(compress>=0){let swaps=piece-compress;piece=7;while(piece!==
0&&swaps>0){const other=compress+swaps-1,value2=address[piece];address[piece]=address[other];address[other]=value2;piece--;swaps--}}else if(piece!==8){return void 0}
return address};serializeIPv6=address=>{let compress=-1,longest2=1;for(let n=0;n<8;n++){let length=0;while(n+length<8&&address[n+length]===0)length++;if(length>
longest2){compress=n;longest2=length}n+=length}let text="";for(let n=0;n<8;n++){if(n===compress){text+=n===0?"::":":";n+=longest2-1;continue}text+=numberToString(
address[n],16);if(n<7)text+=":"}return text}}});var defaultPort,isSpecial,isSpecialScheme,isAlpha,isDigit,isWindowsLetter,startsWithWindowsLetter,shorten,isSingleDot,isDoubleDot,clean,parseURL,setURL,run;var init_url_parser=__esm(
{"url_parser.ts"(){"use strict";init_percent();init_primordials();init_url_host();defaultPort=scheme=>{switch(scheme){case"http":case"ws":return 80;case"https":case"\
wss":return 443;case"ftp":return 21}return null};isSpecial=url=>isSpecialScheme(url.scheme);isSpecialScheme=scheme=>scheme==="file"||defaultPort(scheme)!==null;
isAlpha=c=>c>=65&&c<=90||c>=97&&c<=122;isDigit=c=>c>=48&&c<=57;isWindowsLetter=(text,normalized)=>text.length===2&&isAlpha(charCodeAt(text,0))&&(text[1]===":"||
!normalized&&text[1]==="|");startsWithWindowsLetter=(text,at2)=>text.length>=at2+2&&isWindowsLetter(stringSlice(text,at2,at2+2),false)&&(text.length===at2+2||text[at2+
2]==="/"||text[at2+2]==="\\"||text[at2+2]==="?"||text[at2+2]==="#");shorten=url=>{const{path}=url;if(url.scheme==="file"&&path.length===1&&isWindowsLetter(path[0],
true))return;if(path.length>0)path.length--};isSingleDot=segment=>segment==="."||segment.length===3&&toLowerCase(segment)==="%2e";isDoubleDot=segment=>{if(segment===
"..")return true;const{length}=segment;if(length!==4&&length!==6)return false;const lower=toLowerCase(segment);return lower===".%2e"||lower==="%2e."||lower==="%\
2e%2e"};clean=(input,trim)=>{let begin3=0,end4=input.length;if(trim){while(begin3<end4&&charCodeAt(input,begin3)<=32)begin3++;while(end4>begin3&&charCodeAt(input,
end4-1)<=32)end4--}let result="",done=begin3;for(let n=begin3;n<end4;n++){const c=charCodeAt(input,n);if(c!==9&&c!==10&&c!==13)continue;result+=stringSlice(input,
done,n);done=n+1}return done===0&&end4===input.length?input:result+stringSlice(input,done,end4)};parseURL=(input,base2=null)=>{const url={__proto__:null,scheme:"",
username:"",password:"",host:null,port:null,path:[],opaquePath:null,query:null,fragment:null};return run(clean(input,true),base2,url,1,false)?url:null};setURL=(url,input,state)=>run(
clean(input,false),null,url,state,true);run=(input,base2,url,state,override)=>{const end4=input.length;let buffer3="",atSeen=false,inBrackets=false,passwordSeen=false;
const first=state;for(let n=0;n<=end4;n++){const c=n<end4?charCodeAt(input,n):-1;switch(state){case 1:if(isAlpha(c)){buffer3=toLowerCase(input[n]);state=2}else if(!override){
state=3;n--}else{return false}break;case 2:if(isAlpha(c)||isDigit(c)||c===43||c===45||c===46){buffer3+=toLowerCase(input[n])}else if(c===58){if(override){if(isSpecial(
url)!==isSpecialScheme(buffer3))return false;if((url.username!==""||url.password!==""||url.port!==null)&&buffer3==="file")return false;if(url.scheme==="file"&&(url.
host===""||url.host===null))return false}url.scheme=buffer3;if(override){if(url.port===defaultPort(url.scheme))url.port=null;return true}buffer3="";if(url.scheme===
"file"){state=14}else if(isSpecial(url)){state=base2!==null&&base2.scheme===url.scheme?4:8}else if(input[n+1]==="/"){state=5;n++}else{url.opaquePath="";state=19}}else if(!override){
buffer3="";state=3;n=-1}else{return false}break;case 3:if(base2===null||base2.opaquePath!==null&&c!==35)return false;if(base2.opaquePath!==null){url.scheme=base2.
scheme;url.opaquePath=base2.opaquePath;url.query=base2.query;url.fragment="";state=21}else{state=base2.scheme==="file"?14:6;n--}break;case 4:if(c===47&&input[n+
1]==="/"){state=9;n++}else{state=6;n--}break;case 5:if(c===47){state=10}else{state=18;n--}break;case 6:{const from=base2;url.scheme=from.scheme;if(c===47||isSpecial(
url)&&c===92){state=7;break}url.username=from.username;url.password=from.password;url.host=from.host;url.port=from.port;url.path=slice(from.path,0);url.query=from.
query;if(c===63){url.query="";state=20}else if(c===35){url.fragment="";state=21}else if(c!==-1){url.query=null;shorten(url);state=18;n--}break}case 7:if(isSpecial(
url)&&(c===47||c===92)){state=9}else if(c===47){state=10}else{const from=base2;url.username=from.username;url.password=from.password;url.host=from.host;url.port=
from.port;state=18;n--}break;case 8:state=9;if(c===47&&input[n+1]==="/")n++;else n--;break;case 9:if(c!==47&&c!==92){state=10;n--}break;case 10:if(c===64){if(atSeen)
buffer3="%40"+buffer3;atSeen=true;const colon=passwordSeen?0:stringIndexOf(buffer3,":");if(passwordSeen){url.password+=percentEncode(buffer3,userinfoSet)}else if(colon>=
0){passwordSeen=true;url.username+=percentEncode(stringSlice(buffer3,0,colon),userinfoSet);url.password+=percentEncode(stringSlice(buffer3,colon+1),userinfoSet)}else{
url.username+=percentEncode(buffer3,userinfoSet)}buffer3=""}else if(c===-1||c===47||c===63||c===35||isSpecial(url)&&c===92){if(atSeen&&buffer3==="")return false;
n-=buffer3.length+1;buffer3="";state=11}else{buffer3+=input[n]}break;case 11:case 12:if(override&&url.scheme==="file"){n--;state=16}else if(c===58&&!inBrackets){
if(buffer3===""||first===12)return false;const host=parseHost(buffer3,!isSpecial(url));if(host===void 0)return false;url.host=host;buffer3="";state=13}else if(c===
-1||c===47||c===63||c===35||isSpecial(url)&&c===92){n--;if(isSpecial(url)&&buffer3==="")return false;if(override&&buffer3===""&&(url.username!==""||url.password!==
""||url.port!==null))return false;const host=parseHost(buffer3,!isSpecial(url));if(host===void 0)return false;url.host=host;buffer3="";state=17;if(override)return true}else{
if(c===91)inBrackets=true;if(c===93)inBrackets=false;buffer3+=input[n]}break;case 13:if(isDigit(c)){buffer3+=input[n]}else if(c===-1||c===47||c===63||c===35||isSpecial(
url)&&c===92||override){if(buffer3!==""){let port2=0;for(let k=0;k<buffer3.length;k++){port2=port2*10+charCodeAt(buffer3,k)-48;if(port2>65535)return false}url.port=
port2===defaultPort(url.scheme)?null:port2;buffer3="";if(override)return true}if(override)return false;state=17;n--}else{return false}break;case 14:url.scheme="\
file";url.host="";if(c===47||c===92){state=15}else if(base2!==null&&base2.scheme==="file"){url.host=base2.host;url.path=slice(base2.path,0);url.query=base2.query;
if(c===63){url.query="";state=20}else if(c===35){url.fragment="";state=21}else if(c!==-1){url.query=null;if(startsWithWindowsLetter(input,n))url.path=[];else shorten(
url);state=18;n--}}else{state=18;n--}break;case 15:if(c===47||c===92){state=16;break}if(base2!==null&&base2.scheme==="file"){url.host=base2.host;if(!startsWithWindowsLetter(
input,n)&&base2.path.length>0&&isWindowsLetter(base2.path[0],true))push(url.path,base2.path[0])}state=18;n--;break;case 16:if(c!==-1&&c!==47&&c!==92&&c!==63&&c!==
35){buffer3+=input[n];break}n--;if(!override&&isWindowsLetter(buffer3,false)){state=18}else if(buffer3===""){url.host="";if(override)return true;state=17}else{const host=parseHost(
buffer3,!isSpecial(url));if(host===void 0)return false;url.host=host==="localhost"?"":host;if(override)return true;buffer3="";state=17}break;case 17:if(isSpecial(
url)){state=18;if(c!==47&&c!==92)n--}else if(!override&&c===63){url.query="";state=20}else if(!override&&c===35){url.fragment="";state=21}else if(c!==-1){state=
18;if(c!==47)n--}else if(override&&url.host===null){push(url.path,"")}break;case 18:{const isSlash=c===47||isSpecial(url)&&c===92;if(c!==-1&&!isSlash&&(override||
c!==63&&c!==35)){const begin3=n;while(n+1<end4){const next=charCodeAt(input,n+1);if(next===47||next===92||next===63||next===35)break;n++}buffer3+=percentEncode(
stringSlice(input,begin3,n+1),pathSet);break}if(isDoubleDot(buffer3)){shorten(url);if(!isSlash)push(url.path,"")}else if(isSingleDot(buffer3)){if(!isSlash)push(
url.path,"")}else{if(url.scheme==="file"&&url.path.length===0&&isWindowsLetter(buffer3,false))buffer3=buffer3[0]+":";push(url.path,buffer3)}buffer3="";if(c===63&&
!override){url.query="";state=20}else if(c===35&&!override){url.fragment="";state=21}break}case 19:{const begin3=n;while(n<end4&&input[n]!=="?"&&input[n]!=="#")
n++;let path=percentEncode(stringSlice(input,begin3,n),controlSet);if(n<end4&&path[path.length-1]===" ")path=stringSlice(path,0,-1)+"%20";url.opaquePath=path;if(input[n]===
"?"){url.query="";state=20}else if(input[n]==="#"){url.fragment="";state=21}break}case 20:{const begin3=n;while(n<end4&&(override||input[n]!=="#"))n++;url.query+=
percentEncode(stringSlice(input,begin3,n),isSpecial(url)?specialQuerySet|querySet:querySet);if(n<end4){url.fragment="";state=21}break}case 21:url.fragment+=percentEncode(
stringSlice(input,n),fragmentSet);n=end4;break}}return true}}});var serializePath,serializeURL,serializeHost,originOf;var init_url_serializer=__esm({"url_serializer.ts"(){"use strict";init_primordials();init_url_parser();serializePath=
url=>url.opaquePath!==null?url.opaquePath:url.path.length===0?"":"/"+join(url.path,"/");serializeURL=(url,withoutFragment=false)=>{let text=url.scheme+":";if(url.
host!==null){text+="//";if(url.username!==""||url.password!==""){text+=url.username;if(url.password!=="")text+=":"+url.password;text+="@"}text+=serializeHost(url)}else if(url.
opaquePath===null&&url.path.length>1&&url.path[0]===""){text+="/."}text+=serializePath(url);if(url.query!==null)text+="?"+url.query;if(url.fragment!==null&&!withoutFragment)
text+="#"+url.fragment;return text};serializeHost=url=>url.host===null?"":url.port===null?url.host:url.host+":"+url.port;originOf=url=>{switch(url.scheme){case"\
http":case"https":case"ftp":case"ws":case"wss":return url.scheme+"://"+serializeHost(url);case"blob":{const inner=url.opaquePath===null?null:parseURL(url.opaquePath);
if(inner!==null&&(inner.scheme==="http"||inner.scheme==="https"))return originOf(inner)}}return"null"}}});var randomBytes,newUUID;var init_uuid=__esm({"uuid.ts"(){"use strict";init_host();init_primordials();randomBytes=op("randomBytes");newUUID=()=>{const bytes=new Uint8Array2(
16);randomBytes(bytes);bytes[6]=bytes[6]&15|64;bytes[8]=bytes[8]&63|128;let text="";for(let n=0;n<16;n++){if(n===4||n===6||n===8||n===10)text+="-";text+=padStart(
numberToString(bytes[n],16),2,"0")}return text}}});var internal;var init_internal=__esm({"internal.ts"(){"use strict";internal={}}});var Queue;var init_queue=__esm({"streams/queue.ts"(){"use strict";Queue=class{#head;#tail;length=0;push(value2){const link={value:value2,next:void 0};if(this.#tail===
void 0)this.#head=link;else this.#tail.next=link;this.#tail=link;this.length++}peek(){return this.#head.value}shift(){const link=this.#head;this.#head=link.next;
if(this.#head===void 0)this.#tail=void 0;this.length--;return link.value}clear(){this.#head=this.#tail=void 0;this.length=0}drain(fn){let link=this.#head;this.clear();
for(;link!==void 0;link=link.next)fn(link.value)}}}});var ByteList,longest;var init_byte_list=__esm({"byte_list.ts"(){"use strict";init_primordials();init_queue();ByteList=class{#parts=new Queue;length=0;push(bytes){
const length=typedArrayByteLength(bytes);if(length===0)return;if(this.length+length>longest)throw new RangeError("More bytes than a buffer can have");this.#parts.
push(bytes);this.length+=length}toBytes(){if(this.#parts.length===1){this.length=0;return this.#parts.shift()}const all=new Uint8Array2(this.length);let at2=0;this.#parts.
drain(part3=>{typedArraySet(all,part3,at2);at2+=typedArrayByteLength(part3)});this.length=0;return all}};longest=2**32}});var deferred,promiseResolvedWith,promiseRejectedWith,nothing,uponPromise,transformPromise,thenUndefined,setHandled,soon,promiseCall,promiseOf;var init_promises=__esm(
{"promises.ts"(){"use strict";init_primordials();init_webidl();deferred=()=>{let resolve3,reject2;const promise=new Promise2((a,b)=>{resolve3=a;reject2=b});return{
promise,resolve:resolve3,reject:reject2}};promiseResolvedWith=value2=>isObject(value2)?new Promise2(resolve3=>resolve3(value2)):resolved(value2);promiseRejectedWith=
reason=>rejected(reason);nothing=()=>void 0;uponPromise=(promise,fulfilled,rejected2=nothing)=>{then(promise,fulfilled,rejected2)};transformPromise=(promise,fulfilled,rejected2)=>then(
promise,fulfilled,rejected2);thenUndefined=promise=>then(promise,nothing);setHandled=promise=>{then(promise,void 0,nothing)};soon=fn=>{then(resolved(void 0),fn)};
promiseCall=fn=>{try{return fn()}catch(error){return rejected(error)}};promiseOf=fn=>{try{return promiseResolvedWith(fn())}catch(error){return rejected(error)}}}});var PromiseCell;var init_promise_cell=__esm({"streams/promise_cell.ts"(){"use strict";init_promises();PromiseCell=class _PromiseCell{#state="pending";#result;#deferred;#promise;static fulfilled(value2){
const cell=new _PromiseCell;cell.resolve(value2);return cell}static rejected(reason){const cell=new _PromiseCell;cell.reject(reason);return cell}get isPending(){
return this.#state==="pending"}resolve(value2){if(this.#state!=="pending")return;this.#state="fulfilled";this.#result=value2;this.#deferred?.resolve(value2)}reject(reason){
if(this.#state!=="pending")return;this.#state="rejected";this.#result=reason;this.#deferred?.reject(reason)}get promise(){if(this.#promise!==void 0)return this.#promise;
if(this.#state==="fulfilled")return this.#promise=promiseResolvedWith(this.#result);if(this.#state==="rejected"){this.#promise=promiseRejectedWith(this.#result)}else{
this.#deferred=deferred();this.#promise=this.#deferred.promise}setHandled(this.#promise);return this.#promise}}}});function released(){return new TypeError2("The reader has no stream any more")}function checkReader(reader){if(reader.stream===void 0)throw released()}var GenericReader;
var init_generic_reader=__esm({"streams/generic_reader.ts"(){"use strict";init_primordials();init_promises();init_promise_cell();GenericReader=class{stream;closed;constructor(stream){
this.stream=stream;stream.reader=this;if(stream.state==="readable")this.closed=new PromiseCell;else if(stream.state==="closed")this.closed=PromiseCell.fulfilled(
void 0);else this.closed=PromiseCell.rejected(stream.storedError)}cancel(reason){if(this.stream===void 0)return promiseRejectedWith(released());return this.stream.
cancel(reason)}release(){const stream=this.stream;if(stream===void 0)return;const reason=new TypeError2("The reader was released");if(stream.state==="readable")
this.closed.reject(reason);else this.closed=PromiseCell.rejected(reason);stream.controller.releaseSteps();stream.reader=void 0;this.stream=void 0;this.errorRequests(
reason)}}}});var BYOBReader;var init_byob_reader=__esm({"streams/byob_reader.ts"(){"use strict";init_generic_reader();init_queue();BYOBReader=class extends GenericReader{requests=new Queue;read(view,min2,request){
const stream=this.stream;stream.disturbed=true;if(stream.state==="errored")request.error(stream.storedError);else stream.controller.pullInto(view,min2,request)}errorRequests(reason){
this.requests.drain(request=>request.error(reason))}}}});var DefaultReader;var init_default_reader=__esm({"streams/default_reader.ts"(){"use strict";init_generic_reader();init_queue();DefaultReader=class extends GenericReader{requests=new Queue;read(request){
const stream=this.stream;stream.disturbed=true;if(stream.state==="closed")request.close();else if(stream.state==="errored")request.error(stream.storedError);else
stream.controller.pullSteps(request)}errorRequests(reason){this.requests.drain(request=>request.error(reason))}}}});var Readable;var init_readable=__esm({"streams/readable.ts"(){"use strict";init_primordials();init_promises();init_byob_reader();init_default_reader();Readable=
class{state="readable";storedError;disturbed=false;reader;controller;facade;get locked(){return this.reader!==void 0}get isByteStream(){return this.controller.isByteController}get defaultReader(){
return this.reader instanceof DefaultReader?this.reader:void 0}get byobReader(){return this.reader instanceof BYOBReader?this.reader:void 0}get readRequestCount(){
return this.defaultReader?.requests.length??0}cancel(reason){this.disturbed=true;if(this.state==="closed")return promiseResolvedWith(void 0);if(this.state==="er\
rored")return promiseRejectedWith(this.storedError);this.close();this.byobReader?.requests.drain(request=>request.close(void 0));return thenUndefined(this.controller.
cancelSteps(reason))}close(){this.state="closed";const reader=this.reader;if(reader===void 0)return;reader.closed.resolve(void 0);this.defaultReader?.requests.drain(
request=>request.close())}error(reason){this.state="errored";this.storedError=reason;const reader=this.reader;if(reader===void 0)return;reader.closed.reject(reason);
reader.errorRequests(reason)}acquireDefaultReader(){this.checkUnlocked();return new DefaultReader(this)}acquireBYOBReader(){this.checkUnlocked();if(!this.isByteStream)
throw new TypeError2("A BYOB reader needs a stream of bytes");return new BYOBReader(this)}checkUnlocked(){if(this.locked)throw new TypeError2("The stream is loc\
ked by a reader")}}}});var SizedQueue;var init_sized_queue=__esm({"streams/sized_queue.ts"(){"use strict";init_primordials();init_queue();SizedQueue=class{#queue=new Queue;total=0;get length(){
return this.#queue.length}push(value2,size3){if(!(size3>=0)||size3===Infinity){throw new RangeError("The size of a chunk must be a finite, non-negative number")}
this.#queue.push({value:value2,size:size3});this.total+=size3}peek(){return this.#queue.peek().value}shift(){const{value:value2,size:size3}=this.#queue.shift();
this.total-=size3;if(this.total<0)this.total=0;return value2}clear(){this.#queue.clear();this.total=0}}}});var ReadableDefaultController;var init_readable_default_controller=__esm({"streams/readable_default_controller.ts"(){"use strict";init_primordials();init_promises();
init_sized_queue();ReadableDefaultController=class{isByteController=false;stream;#queue=new SizedQueue;#highWaterMark;#size;#source;#started=false;#pulling=false;#pullAgain=false;#closeRequested=false;facade;constructor(stream,source,highWaterMark,size3){
this.stream=stream;this.#source=source;this.#highWaterMark=highWaterMark;this.#size=size3;stream.controller=this}start(){const started=promiseResolvedWith(this.#source.
start?.(this));uponPromise(started,()=>{this.#started=true;this.#pullIfNeeded()},reason=>this.error(reason))}get desiredSize(){if(this.stream.state==="errored")
return null;if(this.stream.state==="closed")return 0;return this.#highWaterMark-this.#queue.total}get hasBackpressure(){return!this.#shouldPull()}get canCloseOrEnqueue(){
return!this.#closeRequested&&this.stream.state==="readable"}close(){if(!this.canCloseOrEnqueue)return;this.#closeRequested=true;if(this.#queue.length===0){this.#clearAlgorithms();
this.stream.close()}}enqueue(chunk){if(!this.canCloseOrEnqueue)return;const reader=this.stream.defaultReader;if(reader!==void 0&&reader.requests.length>0){reader.
requests.shift().chunk(chunk)}else{try{this.#queue.push(chunk,this.#size===void 0?1:this.#size(chunk))}catch(error){this.error(error);throw error}}this.#pullIfNeeded()}error(reason){
if(this.stream.state!=="readable")return;this.#queue.clear();this.#clearAlgorithms();this.stream.error(reason)}cancelSteps(reason){this.#queue.clear();const source=this.#source;
const result=source?.cancel===void 0?promiseResolvedWith(void 0):source.cancel(reason);this.#clearAlgorithms();return result}pullSteps(request){if(this.#queue.length===
0){this.stream.defaultReader.requests.push(request);this.#pullIfNeeded();return}const chunk=this.#queue.shift();if(this.#closeRequested&&this.#queue.length===0){
this.#clearAlgorithms();this.stream.close()}else{this.#pullIfNeeded()}request.chunk(chunk)}releaseSteps(){}checkCanClose(){if(!this.canCloseOrEnqueue)throw new TypeError2(
"The stream is closed already, or has failed")}#pullIfNeeded(){if(!this.#shouldPull())return;if(this.#pulling){this.#pullAgain=true;return}this.#pulling=true;const source=this.#source;
uponPromise(source.pull===void 0?promiseResolvedWith(void 0):source.pull(this),()=>{this.#pulling=false;if(!this.#pullAgain)return;this.#pullAgain=false;this.#pullIfNeeded()},
reason=>this.error(reason))}#shouldPull(){if(!this.canCloseOrEnqueue||!this.#started)return false;return this.stream.readRequestCount>0||this.desiredSize>0}#clearAlgorithms(){
this.#source=void 0;this.#size=void 0}}}});function readableFrom(iterable2,where){if(iterable2===void 0||iterable2===null)fail(where,"The value is not iterable.");let method2=iterable2[asyncIterator];const isAsync=method2!==
void 0&&method2!==null;if(!isAsync)method2=iterable2[iterator];if(typeof method2!=="function")fail(where,"The value is not iterable.");const items=apply(method2,
iterable2,[]);if(!isObject(items))fail(where,"The iterator is not an object.");const{next}=items;const stream=new Readable;const controller=new ReadableDefaultController(
stream,{start:void 0,pull:controller2=>transformPromise(promiseOf(()=>apply(next,items,[])),result=>{if(!isObject(result))throw new TypeError2("The result of th\
e iterator is not an object");if(result.done){controller2.close();return}const{value:value2}=result;if(isAsync)controller2.enqueue(value2);else return transformPromise(
promiseResolvedWith(value2),value3=>controller2.enqueue(value3))}),cancel:reason=>promiseOf(()=>{const{return:method3}=items;if(method3===void 0||method3===null)
return void 0;return transformPromise(promiseResolvedWith(apply(method3,items,[reason])),result=>{if(!isObject(result))throw new TypeError2("The result of the i\
terator is not an object");return void 0})})},0);controller.start();return stream}var init_from=__esm({"streams/from.ts"(){"use strict";init_primordials();init_promises();
init_webidl();init_readable();init_readable_default_controller()}});var isSignal;var init_signal=__esm({"signal.ts"(){"use strict";init_abort();init_webidl();isSignal=value2=>isObject(value2)&&aborting().isSignal(value2)}});function asPipeOptions(value2,where){const options=asDictionary(value2,where);const preventAbort=!!options.preventAbort;const preventCancel=!!options.preventCancel;
const preventClose=!!options.preventClose;const{signal}=options;if(signal!==void 0&&!isSignal(signal))fail(where,"The member 'signal' is not an AbortSignal.");return{
preventAbort,preventCancel,preventClose,signal}}function pipe(source,destination,options){return new Pipe(source,destination,options).promise}var Pipe;var init_pipe=__esm(
{"streams/pipe.ts"(){"use strict";init_abort();init_signal();init_primordials();init_promises();init_webidl();Pipe=class{#source;#destination;#options;#reader;#writer;#result=deferred();#lastWrite=promiseResolvedWith(
void 0);#shuttingDown=false;#abortAlgorithm;constructor(source,destination,options){this.#source=source;this.#destination=destination;this.#options=options;this.#reader=
source.acquireDefaultReader();this.#writer=destination.acquireWriter();source.disturbed=true;const{signal}=options;if(signal!==void 0){const algorithm=()=>this.#aborted(
signal);if(aborting().isAborted(signal)){algorithm();return}this.#abortAlgorithm=algorithm;aborting().add(signal,algorithm)}this.#watch();this.#loop()}get promise(){
return this.#result.promise}#watch(){const{preventAbort,preventCancel,preventClose}=this.#options;const source=this.#source;const destination=this.#destination;
const sourceFailed=error=>{if(preventAbort)this.#shutdown({error});else this.#shutdownWith(()=>destination.abort(error),{error})};const destinationFailed=error=>{
if(preventCancel)this.#shutdown({error});else this.#shutdownWith(()=>source.cancel(error),{error})};const sourceClosed=()=>{if(preventClose)this.#shutdown();else
this.#shutdownWith(()=>this.#writer.closeWithErrorPropagation())};if(source.state==="errored")sourceFailed(source.storedError);else uponPromise(this.#reader.closed.
promise,void 0,sourceFailed);if(destination.state==="errored")destinationFailed(destination.storedError);else uponPromise(this.#writer.closed.promise,void 0,destinationFailed);
if(source.state==="closed")sourceClosed();else uponPromise(this.#reader.closed.promise,sourceClosed);if(destination.isClosing||destination.state==="closed"){destinationFailed(
new TypeError2("The destination was closed before everything was piped"))}}#aborted(signal){const{preventAbort,preventCancel}=this.#options;const error=aborting().
reasonOf(signal);this.#shutdownWith(()=>{const aborted=!preventAbort&&this.#destination.state==="writable"?this.#destination.abort(error):promiseResolvedWith(void 0);
const cancelled=!preventCancel&&this.#source.state==="readable"?this.#source.cancel(error):promiseResolvedWith(void 0);const both=deferred();uponPromise(aborted,
()=>uponPromise(cancelled,both.resolve),both.reject);uponPromise(cancelled,void 0,both.reject);return both.promise},{error})}#loop(){if(this.#shuttingDown)return;
uponPromise(this.#writer.ready.promise,()=>{if(this.#shuttingDown)return;this.#reader.read({chunk:chunk=>{const written=transformPromise(promiseResolvedWith(void 0),
()=>{const written2=this.#writer.write(chunk);this.#loop();return written2});setHandled(written);this.#lastWrite=written},close:()=>{},error:()=>{}})})}#written(){
const last=this.#lastWrite;const next=()=>last===this.#lastWrite?void 0:this.#written();return transformPromise(last,next,next)}#shutdownWith(action,failure){this.#shutdownAfter(
()=>uponPromise(action(),()=>this.#finish(failure),error=>this.#finish({error})))}#shutdown(failure){this.#shutdownAfter(()=>this.#finish(failure))}#shutdownAfter(rest2){
if(this.#shuttingDown)return;this.#shuttingDown=true;if(this.#destination.state==="writable"&&!this.#destination.isClosing)uponPromise(this.#written(),rest2);else
rest2()}#finish(failure){this.#writer.release();this.#reader.release();if(this.#abortAlgorithm!==void 0)aborting().remove(this.#options.signal,this.#abortAlgorithm);
if(failure!==void 0)this.#result.reject(failure.error);else this.#result.resolve(void 0)}}}});function asQueuingStrategy(value2,where){const strategy=asDictionary(value2,where);const{highWaterMark}=strategy;const mark=highWaterMark===void 0?void 0:+highWaterMark;
const{size:size3}=strategy;if(size3===void 0)return{highWaterMark:mark,size:size3};if(!isFunction(size3))fail(where,"The member 'size' is not a function.");return{
highWaterMark:mark,size:chunk=>+apply(size3,void 0,[chunk])}}function highWaterMarkOf(strategy,byDefault2){const mark=strategy.highWaterMark;if(mark===void 0)return byDefault2;
if(isNaN(mark)||mark<0)throw new RangeError("The highWaterMark must not be negative or NaN");return mark}var init_queuing_strategy=__esm({"streams/queuing_strat\
egy.ts"(){"use strict";init_primordials();init_webidl()}});var BYOBRequest;var init_byob_request=__esm({"streams/byob_request.ts"(){"use strict";BYOBRequest=class{controller;view;facade;constructor(controller,view){this.
controller=controller;this.view=view}}}});var PullInto;var init_pull_into=__esm({"streams/pull_into.ts"(){"use strict";init_buffers();PullInto=class{buffer;bufferByteLength;byteOffset;byteLength;minimum;type;reader;filled=0;constructor(buffer3,byteOffset,length,minimum,type,reader){
this.buffer=buffer3;this.bufferByteLength=byteLength(buffer3);this.byteOffset=byteOffset;this.byteLength=length;this.minimum=minimum;this.type=type;this.reader=
reader}get isAligned(){return this.filled%this.type.elementSize===0}toView(){return new this.type.View(transferBuffer(this.buffer),this.byteOffset,this.filled/this.
type.elementSize)}}}});var ReadableByteController;var init_readable_byte_controller=__esm({"streams/readable_byte_controller.ts"(){"use strict";init_primordials();init_buffers();init_promises();
init_byob_request();init_pull_into();init_queue();ReadableByteController=class{isByteController=true;stream;#queue=new Queue;#pullIntos=new Queue;#highWaterMark;#autoAllocateChunkSize;#queued=0;#source;#started=false;#pulling=false;#pullAgain=false;#closeRequested=false;#byobRequest=null;facade;constructor(stream,source,highWaterMark,autoAllocateChunkSize){
this.stream=stream;this.#source=source;this.#highWaterMark=highWaterMark;this.#autoAllocateChunkSize=autoAllocateChunkSize;stream.controller=this}start(){const started=promiseResolvedWith(
this.#source.start?.(this));uponPromise(started,()=>{this.#started=true;this.#pullIfNeeded()},reason=>this.error(reason))}get desiredSize(){if(this.stream.state===
"errored")return null;if(this.stream.state==="closed")return 0;return this.#highWaterMark-this.#queued}get isPulledInto(){return this.#pullIntos.length>0}get canCloseOrEnqueue(){
return!this.#closeRequested&&this.stream.state==="readable"}checkCanClose(){if(!this.canCloseOrEnqueue)throw new TypeError2("The stream is closed already, or ha\
s failed")}close(){if(!this.canCloseOrEnqueue)return;if(this.#queued>0){this.#closeRequested=true;return}if(this.#pullIntos.length>0&&!this.#pullIntos.peek().isAligned){
const error=new TypeError2("The stream closes in the middle of an element");this.error(error);throw error}this.#clearAlgorithms();this.stream.close()}error(reason){
if(this.stream.state!=="readable")return;this.#clearPullIntos();this.#clearQueue();this.#clearAlgorithms();this.stream.error(reason)}enqueue(chunk){if(!this.canCloseOrEnqueue)
return;const bytes={buffer:viewBuffer(chunk),byteOffset:viewByteOffset(chunk),byteLength:viewByteLength(chunk)};if(isDetached(bytes.buffer))throw new TypeError2(
"The buffer of the chunk is detached");bytes.buffer=transferBuffer(bytes.buffer);if(this.#pullIntos.length>0){const first=this.#pullIntos.peek();if(isDetached(first.
buffer))throw new TypeError2("The buffer of the BYOB request is detached");this.#invalidateBYOBRequest();first.buffer=transferBuffer(first.buffer);if(first.reader===
"none")this.#enqueueDetached(first)}if(this.stream.defaultReader!==void 0){this.#fillReadRequests();if(this.stream.readRequestCount===0){this.#push(bytes)}else{
if(this.#pullIntos.length>0)this.#shiftPullInto();const view=new bytesType.View(bytes.buffer,bytes.byteOffset,bytes.byteLength);this.stream.defaultReader.requests.
shift().chunk(view)}}else{this.#push(bytes);if(this.stream.byobReader!==void 0)this.#fillPullIntos().drain(filled=>this.#commit(filled))}this.#pullIfNeeded()}byobRequest(){
if(this.#byobRequest===null&&this.#pullIntos.length>0){const first=this.#pullIntos.peek();const{buffer:buffer3,byteOffset,filled}=first;const view=new bytesType.
View(buffer3,byteOffset+filled,first.byteLength-filled);this.#byobRequest=new BYOBRequest(this,view)}return this.#byobRequest}respond(count){const first=this.#pullIntos.
peek();this.#checkCount(count);if(first.filled+count>first.byteLength)throw new RangeError("More bytes than the view has room for");first.buffer=transferBuffer(
first.buffer);this.#respond(count)}respondWithNewView(view){const first=this.#pullIntos.peek();const count=viewByteLength(view);this.#checkCount(count);if(first.
byteOffset+first.filled!==viewByteOffset(view)){throw new RangeError("The view does not begin where that of the request does")}if(first.bufferByteLength!==byteLength(
viewBuffer(view))){throw new RangeError("The buffer of the view is not as long as that of the request")}if(first.filled+count>first.byteLength)throw new RangeError(
"The view is longer than that of the request");first.buffer=transferBuffer(viewBuffer(view));this.#respond(count)}pullInto(view,min2,request){const type=viewType(
view);const byteOffset=viewByteOffset(view);const length=viewByteLength(view);let buffer3;try{buffer3=transferBuffer(viewBuffer(view))}catch(error){request.error(
error);return}const pullInto=new PullInto(buffer3,byteOffset,length,min2*type.elementSize,type,"byob");const requests=this.stream.byobReader.requests;if(this.#pullIntos.
length>0){this.#pullIntos.push(pullInto);requests.push(request);return}if(this.stream.state==="closed"){request.close(new type.View(pullInto.buffer,byteOffset,0));
return}if(this.#queued>0){if(this.#fill(pullInto)){const filled=pullInto.toView();this.#queueDrained();request.chunk(filled);return}if(this.#closeRequested){const error=new TypeError2(
"The stream closes in the middle of an element");this.error(error);request.error(error);return}}this.#pullIntos.push(pullInto);requests.push(request);this.#pullIfNeeded()}cancelSteps(reason){
this.#clearPullIntos();this.#clearQueue();const source=this.#source;const result=source?.cancel===void 0?promiseResolvedWith(void 0):source.cancel(reason);this.#clearAlgorithms();
return result}pullSteps(request){if(this.#queued>0){this.#fillReadRequest(request);return}const size3=this.#autoAllocateChunkSize;if(size3!==void 0){let buffer3;
try{buffer3=new ArrayBuffer(size3)}catch(error){request.error(error);return}this.#pullIntos.push(new PullInto(buffer3,0,size3,1,bytesType,"default"))}this.stream.
defaultReader.requests.push(request);this.#pullIfNeeded()}releaseSteps(){if(this.#pullIntos.length===0)return;const first=this.#pullIntos.peek();first.reader="n\
one";this.#pullIntos.clear();this.#pullIntos.push(first)}#checkCount(count){if(this.stream.state==="closed"){if(count!==0)throw new TypeError2("The stream is cl\
osed: only 0 bytes can follow")}else if(count===0){throw new TypeError2("0 bytes can only follow when the stream is closed")}}#respond(count){const first=this.#pullIntos.
peek();this.#invalidateBYOBRequest();if(this.stream.state==="closed")this.#respondClosed(first);else this.#respondReadable(count,first);this.#pullIfNeeded()}#respondClosed(first){
if(first.reader==="none")this.#shiftPullInto();const reader=this.stream.byobReader;if(reader===void 0)return;const filled=new Queue;while(filled.length<reader.requests.
length)filled.push(this.#shiftPullInto());filled.drain(pullInto=>this.#commit(pullInto))}#respondReadable(count,first){first.filled+=count;if(first.reader==="no\
ne"){this.#enqueueDetached(first);this.#fillPullIntos().drain(filled2=>this.#commit(filled2));return}if(first.filled<first.minimum)return;this.#shiftPullInto();
const rest2=first.filled%first.type.elementSize;if(rest2>0){const end4=first.byteOffset+first.filled;this.#pushCopy(first.buffer,end4-rest2,rest2)}first.filled-=
rest2;const filled=this.#fillPullIntos();this.#commit(first);filled.drain(pullInto=>this.#commit(pullInto))}#commit(pullInto){const closed=this.stream.state==="\
closed";const view=pullInto.toView();if(pullInto.reader==="default"){const request=this.stream.defaultReader.requests.shift();if(closed)request.close();else request.
chunk(view)}else{const request=this.stream.byobReader.requests.shift();if(closed)request.close(view);else request.chunk(view)}}#push(bytes){this.#queue.push(bytes);
this.#queued+=bytes.byteLength}#pushCopy(buffer3,byteOffset,count){let copy4;try{copy4=copyOf(buffer3,byteOffset,count)}catch(error){this.error(error);throw error}
this.#push({buffer:copy4,byteOffset:0,byteLength:count})}#enqueueDetached(pullInto){if(pullInto.filled>0)this.#pushCopy(pullInto.buffer,pullInto.byteOffset,pullInto.
filled);this.#shiftPullInto()}#fill(pullInto){let left=min(this.#queued,pullInto.byteLength-pullInto.filled);const most=pullInto.filled+left;const aligned=most-
most%pullInto.type.elementSize;const ready=aligned>=pullInto.minimum;if(ready)left=aligned-pullInto.filled;while(left>0){const head=this.#queue.peek();const count=min(
left,head.byteLength);copyBytes(pullInto.buffer,pullInto.byteOffset+pullInto.filled,head.buffer,head.byteOffset,count);if(head.byteLength===count){this.#queue.shift()}else{
head.byteOffset+=count;head.byteLength-=count}this.#queued-=count;pullInto.filled+=count;left-=count}return ready}#fillPullIntos(){const filled=new Queue;while(this.#pullIntos.
length>0&&this.#queued>0&&this.#fill(this.#pullIntos.peek())){filled.push(this.#shiftPullInto())}return filled}#fillReadRequests(){const requests=this.stream.defaultReader.
requests;while(requests.length>0&&this.#queued>0)this.#fillReadRequest(requests.shift())}#fillReadRequest(request){const{buffer:buffer3,byteOffset,byteLength:byteLength2}=this.#queue.
shift();this.#queued-=byteLength2;this.#queueDrained();request.chunk(new bytesType.View(buffer3,byteOffset,byteLength2))}#queueDrained(){if(this.#queued===0&&this.#closeRequested){
this.#clearAlgorithms();this.stream.close()}else{this.#pullIfNeeded()}}#shiftPullInto(){return this.#pullIntos.shift()}#clearPullIntos(){this.#invalidateBYOBRequest();
this.#pullIntos.clear()}#clearQueue(){this.#queue.clear();this.#queued=0}#clearAlgorithms(){this.#source=void 0}#invalidateBYOBRequest(){if(this.#byobRequest===
null)return;this.#byobRequest.controller=void 0;this.#byobRequest.view=null;this.#byobRequest=null}#pullIfNeeded(){if(!this.#shouldPull())return;if(this.#pulling){
this.#pullAgain=true;return}this.#pulling=true;const source=this.#source;uponPromise(source.pull===void 0?promiseResolvedWith(void 0):source.pull(this),()=>{this.#pulling=
false;if(!this.#pullAgain)return;this.#pullAgain=false;this.#pullIfNeeded()},reason=>this.error(reason))}#shouldPull(){if(!this.canCloseOrEnqueue||!this.#started)
return false;if(this.stream.readRequestCount>0)return true;if((this.stream.byobReader?.requests.length??0)>0)return true;return this.desiredSize>0}}}});var ReadableStreamBYOBRequest;var init_readable_stream_byob_request=__esm({"streams/readable_stream_byob_request.ts"(){"use strict";init_primordials();init_webidl();
init_buffers();init_internal();ReadableStreamBYOBRequest=class{#request;constructor(){if(arguments[0]!==internal)illegal();this.#request=arguments[1];this.#request.
facade=this}get view(){return this.#request.view}respond(bytesWritten){const request=this.#request;const where=executing("respond","ReadableStreamBYOBRequest");
required(arguments.length,1,where);const count=asInteger(bytesWritten,64,false,where,"EnforceRange");if(request.controller===void 0)throw new TypeError2("The re\
quest has been answered");if(isDetached(viewBuffer(request.view)))throw new TypeError2("The buffer of the request is detached");request.controller.respond(count)}respondWithNewView(view){
const request=this.#request;const where=executing("respondWithNewView","ReadableStreamBYOBRequest");required(arguments.length,1,where);const answer3=asView(view,
where);if(request.controller===void 0)throw new TypeError2("The request has been answered");if(isDetached(viewBuffer(answer3)))throw new TypeError2("The buffer \
of the view is detached");request.controller.respondWithNewView(answer3)}static{exposed(this,"ReadableStreamBYOBRequest")}}}});function byteControllerFacade(controller){return controller.facade??new ReadableByteStreamController(internal,controller)}var ReadableByteStreamController;var init_readable_byte_stream_controller=__esm(
{"streams/readable_byte_stream_controller.ts"(){"use strict";init_primordials();init_webidl();init_buffers();init_internal();init_readable_stream_byob_request();
ReadableByteStreamController=class{#controller;constructor(){if(arguments[0]!==internal)illegal();this.#controller=arguments[1];this.#controller.facade=this}get byobRequest(){
const request=this.#controller.byobRequest();if(request===null)return null;return request.facade??new ReadableStreamBYOBRequest(internal,request)}get desiredSize(){
return this.#controller.desiredSize}close(){const controller=this.#controller;controller.checkCanClose();controller.close()}enqueue(chunk){const controller=this.#controller;
const where=executing("enqueue","ReadableByteStreamController");required(arguments.length,1,where);const view=asView(chunk,where);if(viewByteLength(view)===0)throw new TypeError2(
"The chunk is empty");if(bufferByteLength(viewBuffer(view))===0)throw new TypeError2("The buffer of the chunk is empty");controller.checkCanClose();controller.enqueue(
view)}error(reason=void 0){this.#controller.error(reason)}static{exposed(this,"ReadableByteStreamController")}}}});var end,ReadableStreamAsyncIterator;var init_readable_stream_async_iterator=__esm({"streams/readable_stream_async_iterator.ts"(){"use strict";init_primordials();
init_promises();init_webidl();end={};ReadableStreamAsyncIterator=class{#reader;#preventCancel;#ongoing;#finished=false;constructor(reader,preventCancel){this.#reader=
reader;this.#preventCancel=preventCancel}next(){return promiseCall(()=>this.#after(()=>this.#next()))}return(value2){return promiseCall(()=>transformPromise(this.#after(
()=>this.#return(value2)),()=>({value:value2,done:true})))}#after(step){const ongoing=this.#ongoing;const result=ongoing===void 0?step():transformPromise(ongoing,
step,step);this.#ongoing=result;return result}#next(){if(this.#finished)return promiseResolvedWith({value:void 0,done:true});const reader=this.#reader;const{promise,
resolve:resolve3,reject:reject2}=deferred();reader.read({chunk:chunk=>resolve3({chunk}),close:()=>{reader.release();resolve3(end)},error:reason=>{reader.release();
reject2(reason)}});return transformPromise(promise,result=>{this.#ongoing=void 0;if(result!==end)return{value:result.chunk,done:false};this.#finished=true;return{
value:void 0,done:true}},reason=>{this.#ongoing=void 0;this.#finished=true;throw reason})}#return(value2){if(this.#finished)return promiseResolvedWith(void 0);this.#finished=
true;const reader=this.#reader;if(this.#preventCancel){reader.release();return promiseResolvedWith(void 0)}const result=reader.cancel(value2);reader.release();return result}static{
exposed(this,"ReadableStream AsyncIterator");deleteProperty(this.prototype,"constructor");setPrototypeOf(this.prototype,asyncIteratorPrototype)}}}});function newBYOBReader(reader){return new ReadableStreamBYOBReader(internal,reader)}var ReadableStreamBYOBReader;var init_readable_stream_byob_reader=__esm({"st\
reams/readable_stream_byob_reader.ts"(){"use strict";init_primordials();init_promises();init_webidl();init_buffers();init_internal();init_generic_reader();init_readable_stream();
ReadableStreamBYOBReader=class{#reader;constructor(stream){if(stream===internal){this.#reader=arguments[1];return}const readable=readableOf(stream);if(readable===
void 0)fail(constructing("ReadableStreamBYOBReader"),"The argument is not a ReadableStream.");this.#reader=readable.acquireBYOBReader()}get closed(){return promiseCall(
()=>this.#reader.closed.promise)}cancel(reason=void 0){return promiseCall(()=>this.#reader.cancel(reason))}read(view,options=void 0){const given=arguments.length;
return promiseCall(()=>{const reader=this.#reader;const where=executing("read","ReadableStreamBYOBReader");required(given,1,where);const into=asView(view,where);
const{min:asked2}=asDictionary(options,where);const min2=asked2===void 0?1:asInteger(asked2,64,false,where,"EnforceRange");if(viewByteLength(into)===0)throw new TypeError2(
"The view has no room for a byte");if(bufferByteLength(viewBuffer(into))===0||isDetached(viewBuffer(into))){throw new TypeError2("The buffer of the view is empt\
y or detached")}if(min2===0)throw new TypeError2("The option 'min' must be greater than 0");const length=typedArrayName(into)===void 0?viewByteLength(into):typedArrayLength(
into);if(min2>length)throw new RangeError("The option 'min' is greater than the view is long");checkReader(reader);const{promise,resolve:resolve3,reject:reject2}=deferred();
reader.read(into,min2,{chunk:value2=>resolve3({value:value2,done:false}),close:value2=>resolve3({value:value2,done:true}),error:reject2});return promise})}releaseLock(){
this.#reader.release()}static{exposed(this,"ReadableStreamBYOBReader")}}}});function defaultControllerFacade(controller){return controller.facade??new ReadableStreamDefaultController(internal,controller)}var ReadableStreamDefaultController;
var init_readable_stream_default_controller=__esm({"streams/readable_stream_default_controller.ts"(){"use strict";init_webidl();init_internal();ReadableStreamDefaultController=
class{#controller;constructor(){if(arguments[0]!==internal)illegal();this.#controller=arguments[1];this.#controller.facade=this}get desiredSize(){return this.#controller.
desiredSize}close(){const controller=this.#controller;controller.checkCanClose();controller.close()}enqueue(chunk=void 0){const controller=this.#controller;controller.
checkCanClose();controller.enqueue(chunk)}error(reason=void 0){this.#controller.error(reason)}static{exposed(this,"ReadableStreamDefaultController")}}}});function newDefaultReader(reader){return new ReadableStreamDefaultReader(internal,reader)}var ReadableStreamDefaultReader;var init_readable_stream_default_reader=__esm(
{"streams/readable_stream_default_reader.ts"(){"use strict";init_promises();init_webidl();init_internal();init_generic_reader();init_readable_stream();ReadableStreamDefaultReader=
class{#reader;constructor(stream){if(stream===internal){this.#reader=arguments[1];return}const readable=readableOf(stream);if(readable===void 0)fail(constructing(
"ReadableStreamDefaultReader"),"The argument is not a ReadableStream.");this.#reader=readable.acquireDefaultReader()}get closed(){return promiseCall(()=>this.#reader.
closed.promise)}cancel(reason=void 0){return promiseCall(()=>this.#reader.cancel(reason))}read(){return promiseCall(()=>{const reader=this.#reader;checkReader(reader);
const{promise,resolve:resolve3,reject:reject2}=deferred();reader.read({chunk:value2=>resolve3({value:value2,done:false}),close:()=>resolve3({value:void 0,done:true}),
error:reject2});return promise})}releaseLock(){this.#reader.release()}static{exposed(this,"ReadableStreamDefaultReader")}}}});var Cancellation;var init_tee_cancellation=__esm({"streams/tee_cancellation.ts"(){"use strict";init_promises();Cancellation=class{of=[false,false];#reasons=[void 0,
void 0];#stream;#result=deferred();constructor(stream){this.#stream=stream}cancel(branch,reason){this.of[branch]=true;this.#reasons[branch]=reason;if(this.of[0]&&
this.of[1])this.settle(this.#stream.cancel([this.#reasons[0],this.#reasons[1]]));return this.#result.promise}ended(){if(!this.of[0]||!this.of[1])this.settle(void 0)}settle(result){
this.#result.resolve(result)}}}});function teeBytes(stream){let reader=stream.acquireDefaultReader();const branches=[new Readable,new Readable];const cancellation=new Cancellation(stream);const again=[
false,false];let reading=false;const failWith=error=>{controllers[0].error(error);controllers[1].error(error);cancellation.settle(stream.cancel(error))};const pullAgain=()=>{
reading=false;if(again[0])pull(0);else if(again[1])pull(1)};const forwardErrors=from=>uponPromise(from.closed.promise,void 0,reason=>{if(reader!==from)return;controllers[0].
error(reason);controllers[1].error(reason);cancellation.ended()});const closed=()=>{reading=false;for(let n=0;n<2;n++)if(!cancellation.of[n])controllers[n].close();
for(let n=0;n<2;n++)if(controllers[n].isPulledInto)controllers[n].respond(0)};const stopped=()=>{reading=false};const readChunk2=()=>{if(!(reader instanceof DefaultReader)){
reader.release();reader=stream.acquireDefaultReader();forwardErrors(reader)}reader.read({chunk:chunk=>soon(()=>{again[0]=again[1]=false;const view=chunk;let copy4=view;
if(!cancellation.of[0]&&!cancellation.of[1]){try{copy4=copyOfView(view)}catch(error){failWith(error);return}}if(!cancellation.of[0])controllers[0].enqueue(view);
if(!cancellation.of[1])controllers[1].enqueue(copy4);pullAgain()}),close:()=>{closed();cancellation.ended()},error:stopped})};const readInto=(view,branch)=>{const other=branch===
0?1:0;if(reader instanceof DefaultReader){reader.release();reader=stream.acquireBYOBReader();forwardErrors(reader)}const into=controllers[branch];const beside=controllers[other];
reader.read(view,1,{chunk:filled=>soon(()=>{again[0]=again[1]=false;if(!cancellation.of[other]){let copy4;try{copy4=copyOfView(filled)}catch(error){failWith(error);
return}if(!cancellation.of[branch])into.respondWithNewView(filled);beside.enqueue(copy4)}else if(!cancellation.of[branch]){into.respondWithNewView(filled)}pullAgain()}),
close:rest2=>{reading=false;if(!cancellation.of[branch])into.close();if(!cancellation.of[other])beside.close();if(rest2!==void 0){if(!cancellation.of[branch])into.
respondWithNewView(rest2);if(!cancellation.of[other]&&beside.isPulledInto)beside.respond(0)}cancellation.ended()},error:stopped})};const pull=branch=>{if(reading){
again[branch]=true;return promiseResolvedWith(void 0)}reading=true;const request=controllers[branch].byobRequest();if(request===null)readChunk2();else readInto(
request.view,branch);return promiseResolvedWith(void 0)};const controller=n=>new ReadableByteController(branches[n],{start:void 0,pull:()=>pull(n),cancel:reason=>cancellation.
cancel(n,reason)},0);const controllers=[controller(0),controller(1)];controllers[0].start();controllers[1].start();forwardErrors(reader);return[branches[0],branches[1]]}
function copyOfView(view){const length=viewByteLength(view);return new bytesType.View(copyOf(viewBuffer(view),viewByteOffset(view),length),0,length)}var init_tee_bytes=__esm(
{"streams/tee_bytes.ts"(){"use strict";init_buffers();init_promises();init_default_reader();init_readable();init_readable_byte_controller();init_tee_cancellation()}});function tee(stream,clone){return stream.isByteStream?teeBytes(stream):teeChunks(stream,clone)}function teeChunks(stream,clone){const reader=stream.acquireDefaultReader();
const branches=[new Readable,new Readable];const cancellation=new Cancellation(stream);let reading=false;let readAgain=false;const pull=()=>{if(reading){readAgain=
true;return promiseResolvedWith(void 0)}reading=true;reader.read({chunk:chunk=>soon(()=>{readAgain=false;let copy4=chunk;if(clone!==void 0&&!cancellation.of[1]){
try{copy4=clone(chunk)}catch(error){first.error(error);second.error(error);cancellation.settle(stream.cancel(error));return}}if(!cancellation.of[0])first.enqueue(
chunk);if(!cancellation.of[1])second.enqueue(copy4);reading=false;if(readAgain)pull()}),close:()=>{reading=false;if(!cancellation.of[0])first.close();if(!cancellation.
of[1])second.close();cancellation.ended()},error:()=>{reading=false}});return promiseResolvedWith(void 0)};const branch=n=>new ReadableDefaultController(branches[n],
{start:void 0,pull,cancel:reason=>cancellation.cancel(n,reason)},1);const first=branch(0);const second=branch(1);first.start();second.start();uponPromise(reader.
closed.promise,void 0,reason=>{first.error(reason);second.error(reason);cancellation.ended()});return[branches[0],branches[1]]}var init_tee=__esm({"streams/tee.\
ts"(){"use strict";init_promises();init_readable();init_readable_default_controller();init_tee_cancellation();init_tee_bytes()}});function method(object,name,where){const callback=object[name];if(callback===void 0)return void 0;if(!isFunction(callback))fail(where,`The member '${name}' is n\
ot a function.`);return(...args)=>apply(callback,object,args)}function promiseMethod(object,name,where){const callback=method(object,name,where);if(callback===void 0)
return void 0;return(...args)=>promiseOf(()=>apply(callback,void 0,args))}var init_underlying=__esm({"streams/underlying.ts"(){"use strict";init_primordials();init_promises();
init_webidl()}});var Writer;var init_writer=__esm({"streams/writer.ts"(){"use strict";init_primordials();init_promises();init_promise_cell();Writer=class{stream;ready;closed;constructor(stream){
this.stream=stream;stream.writer=this;const{state,storedError}=stream;this.ready=state==="erroring"||state==="errored"?PromiseCell.rejected(storedError):state===
"writable"&&!stream.isClosing&&stream.backpressure?new PromiseCell:PromiseCell.fulfilled(void 0);this.closed=state==="closed"?PromiseCell.fulfilled(void 0):state===
"errored"?PromiseCell.rejected(storedError):new PromiseCell}get desiredSize(){const stream=this.stream;if(stream.state==="errored"||stream.state==="erroring")return null;
return stream.state==="closed"?0:stream.controller.desiredSize}closeWithErrorPropagation(){const stream=this.stream;if(stream.isClosing||stream.state==="closed")
return promiseResolvedWith(void 0);if(stream.state==="errored")return promiseRejectedWith(stream.storedError);return stream.close()}write(chunk){const stream=this.
stream;const size3=stream.controller.sizeOf(chunk);if(stream!==this.stream)return promiseRejectedWith(new TypeError2("The writer was released"));if(stream.state===
"errored")return promiseRejectedWith(stream.storedError);if(stream.isClosing||stream.state==="closed"){return promiseRejectedWith(new TypeError2("The stream is \
closed, or will be"))}if(stream.state==="erroring")return promiseRejectedWith(stream.storedError);const written=stream.addWrite();stream.controller.write(chunk,
size3);return written}release(){const stream=this.stream;if(stream===void 0)return;const reason=new TypeError2("The writer was released");this.rejectReady(reason);
if(this.closed.isPending)this.closed.reject(reason);else this.closed=PromiseCell.rejected(reason);stream.writer=void 0;this.stream=void 0}renewReady(){this.ready=
new PromiseCell}rejectReady(reason){if(this.ready.isPending)this.ready.reject(reason);else this.ready=PromiseCell.rejected(reason)}}}});var Writable;var init_writable=__esm({"streams/writable.ts"(){"use strict";init_primordials();init_promises();init_queue();init_writer();Writable=class{state="w\
ritable";storedError;backpressure=false;writer;controller;inFlightWrite;#writes=new Queue;#close;#inFlightClose;#abort;facade;get locked(){return this.writer!==
void 0}checkUnlocked(){if(this.locked)throw new TypeError2("The stream is locked by a writer")}acquireWriter(){this.checkUnlocked();return new Writer(this)}get isClosing(){
return this.#close!==void 0||this.#inFlightClose!==void 0}abort(reason){if(this.hasEnded)return promiseResolvedWith(void 0);this.controller.signalAbort(reason);
if(this.hasEnded)return promiseResolvedWith(void 0);if(this.#abort!==void 0)return this.#abort.result.promise;const wasAlreadyErroring=this.state==="erroring";if(wasAlreadyErroring)
reason=void 0;const result=deferred();this.#abort={result,reason,wasAlreadyErroring};if(!wasAlreadyErroring)this.startErroring(reason);return result.promise}get hasEnded(){
return this.state==="closed"||this.state==="errored"}close(){if(this.hasEnded)return promiseRejectedWith(new TypeError2("The stream is closed already, or has fa\
iled"));const result=deferred();this.#close=result;if(this.writer!==void 0&&this.backpressure&&this.state==="writable")this.writer.ready.resolve(void 0);this.controller.
close();return result.promise}addWrite(){const result=deferred();this.#writes.push(result);return result.promise}markFirstWriteInFlight(){this.inFlightWrite=this.#writes.
shift()}markCloseInFlight(){this.#inFlightClose=this.#close;this.#close=void 0}finishWrite(){this.inFlightWrite.resolve(void 0);this.inFlightWrite=void 0}failWrite(error){
this.inFlightWrite.reject(error);this.inFlightWrite=void 0;this.dealWithRejection(error)}finishClose(){this.#inFlightClose.resolve(void 0);this.#inFlightClose=void 0;
if(this.state==="erroring"){this.storedError=void 0;this.#abort?.result.resolve(void 0);this.#abort=void 0}this.state="closed";this.writer?.closed.resolve(void 0)}failClose(error){
this.#inFlightClose.reject(error);this.#inFlightClose=void 0;this.#abort?.result.reject(error);this.#abort=void 0;this.dealWithRejection(error)}dealWithRejection(error){
if(this.state==="writable")this.startErroring(error);else this.finishErroring()}startErroring(reason){this.state="erroring";this.storedError=reason;this.writer?.
rejectReady(reason);const inFlight=this.inFlightWrite!==void 0||this.#inFlightClose!==void 0;if(!inFlight&&this.controller.started)this.finishErroring()}finishErroring(){
this.state="errored";this.controller.errorSteps();const error=this.storedError;this.#writes.drain(write2=>write2.reject(error));const abort=this.#abort;this.#abort=
void 0;if(abort===void 0){this.#rejectClose()}else if(abort.wasAlreadyErroring){abort.result.reject(error);this.#rejectClose()}else{uponPromise(this.controller.
abortSteps(abort.reason),()=>{abort.result.resolve(void 0);this.#rejectClose()},reason=>{abort.result.reject(reason);this.#rejectClose()})}}updateBackpressure(backpressure){
if(this.writer!==void 0&&backpressure!==this.backpressure){if(backpressure)this.writer.renewReady();else this.writer.ready.resolve(void 0)}this.backpressure=backpressure}#rejectClose(){
this.#close?.reject(this.storedError);this.#close=void 0;this.writer?.closed.reject(this.storedError)}}}});var closeSentinel,WritableController;var init_writable_controller=__esm({"streams/writable_controller.ts"(){"use strict";init_abort();init_promises();init_sized_queue();
closeSentinel={};WritableController=class{stream;#queue=new SizedQueue;#highWaterMark;#size;#sink;#started=false;#aborted;#signal;facade;constructor(stream,sink,highWaterMark,size3){
this.stream=stream;this.#sink=sink;this.#highWaterMark=highWaterMark;this.#size=size3;stream.controller=this;stream.updateBackpressure(this.#hasBackpressure)}start(){
uponPromise(promiseResolvedWith(this.#sink.start?.(this)),()=>{this.#started=true;this.#advance()},reason=>{this.#started=true;this.stream.dealWithRejection(reason)})}get started(){
return this.#started}get desiredSize(){return this.#highWaterMark-this.#queue.total}get signal(){if(this.#signal===void 0){const{abort,newSignal}=aborting();this.#signal=
newSignal();if(this.#aborted!==void 0)abort(this.#signal,this.#aborted.reason)}return this.#signal}signalAbort(reason){if(this.#aborted!==void 0)return;this.#aborted=
{reason};if(this.#signal!==void 0)aborting().abort(this.#signal,reason)}sizeOf(chunk){if(this.#size===void 0)return 1;try{return this.#size(chunk)}catch(error){
this.errorIfNeeded(error);return 1}}write(chunk,size3){try{this.#queue.push(chunk,size3)}catch(error){this.errorIfNeeded(error);return}this.#updateBackpressure();
this.#advance()}close(){this.#queue.push(closeSentinel,0);this.#advance()}errorIfNeeded(error){if(this.stream.state!=="writable")return;this.#clearAlgorithms();
this.stream.startErroring(error)}abortSteps(reason){const sink=this.#sink;const result=sink?.abort===void 0?promiseResolvedWith(void 0):sink.abort(reason);this.#clearAlgorithms();
return result}errorSteps(){this.#queue.clear()}#advance(){const stream=this.stream;if(!this.#started||stream.inFlightWrite!==void 0)return;if(stream.state==="er\
roring"){stream.finishErroring();return}if(this.#queue.length===0)return;const chunk=this.#queue.peek();if(chunk===closeSentinel)this.#processClose();else this.#processWrite(
chunk)}#processClose(){const stream=this.stream;stream.markCloseInFlight();this.#queue.shift();const sink=this.#sink;const closed=sink.close===void 0?promiseResolvedWith(
void 0):sink.close();this.#clearAlgorithms();uponPromise(closed,()=>stream.finishClose(),reason=>stream.failClose(reason))}#processWrite(chunk){const stream=this.
stream;stream.markFirstWriteInFlight();const sink=this.#sink;uponPromise(sink.write===void 0?promiseResolvedWith(void 0):sink.write(chunk,this),()=>{stream.finishWrite();
this.#queue.shift();this.#updateBackpressure();this.#advance()},reason=>{if(stream.state==="writable")this.#clearAlgorithms();stream.failWrite(reason)})}get#hasBackpressure(){
return this.desiredSize<=0}#updateBackpressure(){if(!this.stream.isClosing&&this.stream.state==="writable")this.stream.updateBackpressure(this.#hasBackpressure)}#clearAlgorithms(){
this.#sink=void 0;this.#size=void 0}}}});function writableControllerFacade(controller){return controller.facade??new WritableStreamDefaultController(internal,controller)}var WritableStreamDefaultController;
var init_writable_stream_default_controller=__esm({"streams/writable_stream_default_controller.ts"(){"use strict";init_webidl();init_internal();WritableStreamDefaultController=
class{#controller;constructor(){if(arguments[0]!==internal)illegal();this.#controller=arguments[1];this.#controller.facade=this}get signal(){return this.#controller.
signal}error(reason=void 0){this.#controller.errorIfNeeded(reason)}static{exposed(this,"WritableStreamDefaultController")}}}});function streamOf(writer){if(writer.stream===void 0)throw new TypeError2("The writer has no stream any more");return writer.stream}function newWriter(writer){return new WritableStreamDefaultWriter(
internal,writer)}var WritableStreamDefaultWriter;var init_writable_stream_default_writer=__esm({"streams/writable_stream_default_writer.ts"(){"use strict";init_primordials();
init_promises();init_webidl();init_internal();init_writable_stream();WritableStreamDefaultWriter=class{#writer;constructor(stream){if(stream===internal){this.#writer=
arguments[1];return}const writable=writableOf(stream);if(writable===void 0)fail(constructing("WritableStreamDefaultWriter"),"The argument is not a WritableStrea\
m.");this.#writer=writable.acquireWriter()}get closed(){return promiseCall(()=>this.#writer.closed.promise)}get desiredSize(){const writer=this.#writer;streamOf(
writer);return writer.desiredSize}get ready(){return promiseCall(()=>this.#writer.ready.promise)}abort(reason=void 0){return promiseCall(()=>streamOf(this.#writer).
abort(reason))}close(){return promiseCall(()=>{const stream=streamOf(this.#writer);if(stream.isClosing)throw new TypeError2("The stream is being closed already");
return stream.close()})}releaseLock(){this.#writer.release()}write(chunk=void 0){return promiseCall(()=>{const writer=this.#writer;streamOf(writer);return writer.
write(chunk)})}static{exposed(this,"WritableStreamDefaultWriter")}}}});function writableFacade(writable){return writable.facade??new WritableStream(internal,writable)}var writableOf,WritableStream;var init_writable_stream=__esm({"s\
treams/writable_stream.ts"(){"use strict";init_primordials();init_promises();init_webidl();init_internal();init_queuing_strategy();init_underlying();init_writable();
init_writable_controller();init_writable_stream_default_controller();init_writable_stream_default_writer();WritableStream=class{#writable;constructor(underlyingSink=void 0,strategy=void 0){
if(underlyingSink===internal){this.#writable=strategy;this.#writable.facade=this;return}const where=constructing("WritableStream");if(underlyingSink!==void 0&&!isObject(
underlyingSink))fail(where,"The underlying sink is not an object.");const queuing=asQueuingStrategy(strategy,where);const sink=asDictionary(underlyingSink,where);
const abort=promiseMethod(sink,"abort",where);const close2=promiseMethod(sink,"close",where);const start=method(sink,"start",where);const{type}=sink;const write2=promiseMethod(
sink,"write",where);if(type!==void 0)throw new RangeError("A type of an underlying sink is not known yet");const writable=new Writable;writable.facade=this;this.#writable=
writable;new WritableController(writable,{start:start&&(c=>start(writableControllerFacade(c))),write:write2&&((chunk,c)=>write2(chunk,writableControllerFacade(c))),
close:close2,abort},highWaterMarkOf(queuing,1),queuing.size).start()}get locked(){return this.#writable.locked}abort(reason=void 0){return promiseCall(()=>{const writable=this.#writable;
writable.checkUnlocked();return writable.abort(reason)})}close(){return promiseCall(()=>{const writable=this.#writable;writable.checkUnlocked();if(writable.isClosing)
throw new TypeError2("The stream is being closed already");return writable.close()})}getWriter(){return newWriter(this.#writable.acquireWriter())}static{writableOf=
value2=>isObject(value2)&&#writable in value2?value2.#writable:void 0;exposed(this,"WritableStream")}}}});function facadeOf(readable){return readable.facade??new ReadableStream(internal,readable)}function asUnderlyingSource(value2,where){const source=asDictionary(value2,
where);const size3=source.autoAllocateChunkSize;const autoAllocateChunkSize=size3===void 0?void 0:asInteger(size3,64,false,where,"EnforceRange");const cancel=promiseMethod(
source,"cancel",where);const pull=promiseMethod(source,"pull",where);const start=method(source,"start",where);const{type}=source;if(type!==void 0)asEnum(type,["\
bytes"],where);return{autoAllocateChunkSize,cancel,pull,start,type:type===void 0?void 0:"bytes"}}var readableOf,ReadableStream;var init_readable_stream=__esm({"\
streams/readable_stream.ts"(){"use strict";init_primordials();init_promises();init_webidl();init_internal();init_from();init_pipe();init_queuing_strategy();init_readable();
init_readable_byte_controller();init_readable_byte_stream_controller();init_readable_default_controller();init_readable_stream_async_iterator();init_readable_stream_byob_reader();
init_readable_stream_default_controller();init_readable_stream_default_reader();init_tee();init_underlying();init_writable_stream();ReadableStream=class{#readable;constructor(underlyingSource=void 0,strategy=void 0){
if(underlyingSource===internal){this.#readable=strategy;this.#readable.facade=this;return}const where=constructing("ReadableStream");if(underlyingSource!==void 0&&
!isObject(underlyingSource)){fail(where,"The underlying source is not an object.")}const queuing=asQueuingStrategy(strategy,where);const source=asUnderlyingSource(
underlyingSource,where);const readable=new Readable;readable.facade=this;this.#readable=readable;const{pull,cancel,start}=source;if(source.type==="bytes"){if(queuing.
size!==void 0)throw new RangeError("A stream of bytes has no size function");const mark=highWaterMarkOf(queuing,0);if(source.autoAllocateChunkSize===0)fail(where,
"autoAllocateChunkSize must be greater than 0.");new ReadableByteController(readable,{start:start&&(c=>start(byteControllerFacade(c))),pull:pull&&(c=>pull(byteControllerFacade(
c))),cancel},mark,source.autoAllocateChunkSize).start()}else{const mark=highWaterMarkOf(queuing,1);new ReadableDefaultController(readable,{start:start&&(c=>start(
defaultControllerFacade(c))),pull:pull&&(c=>pull(defaultControllerFacade(c))),cancel},mark,queuing.size).start()}}static from(asyncIterable){required(arguments.
length,1,executing("from","ReadableStream"));return facadeOf(readableFrom(asyncIterable,executing("from","ReadableStream")))}get locked(){return this.#readable.
locked}cancel(reason=void 0){return promiseCall(()=>{const readable=this.#readable;readable.checkUnlocked();return readable.cancel(reason)})}getReader(options=void 0){
const readable=this.#readable;const where=executing("getReader","ReadableStream");const{mode}=asDictionary(options,where);if(mode===void 0)return newDefaultReader(
readable.acquireDefaultReader());asEnum(mode,["byob"],where);return newBYOBReader(readable.acquireBYOBReader())}pipeThrough(transform,options=void 0){const source=this.#readable;
const where=executing("pipeThrough","ReadableStream");required(arguments.length,1,where);const pair=asDictionary(transform,where);const{readable}=pair;if(readableOf(
readable)===void 0)fail(where,"The member 'readable' is not a ReadableStream.");const writable=writableOf(pair.writable);if(writable===void 0)fail(where,"The me\
mber 'writable' is not a WritableStream.");const asked2=asPipeOptions(options,where);source.checkUnlocked();writable.checkUnlocked();setHandled(pipe(source,writable,
asked2));return readable}pipeTo(destination,options=void 0){const given=arguments.length;return promiseCall(()=>{const source=this.#readable;const where=executing(
"pipeTo","ReadableStream");required(given,1,where);const writable=writableOf(destination);if(writable===void 0)fail(where,"The destination is not a WritableStre\
am.");const asked2=asPipeOptions(options,where);source.checkUnlocked();writable.checkUnlocked();return pipe(source,writable,asked2)})}tee(){const[first,second]=tee(
this.#readable);return[facadeOf(first),facadeOf(second)]}values(options=void 0){const readable=this.#readable;const preventCancel=!!asDictionary(options,executing(
"values","ReadableStream")).preventCancel;return new ReadableStreamAsyncIterator(readable.acquireDefaultReader(),preventCancel)}static{readableOf=value2=>isObject(
value2)&&#readable in value2?value2.#readable:void 0;define(exposed(this,"ReadableStream").prototype,asyncIterator,this.prototype.values)}}}});function readableOfBytes(bytes){const stream=new Readable;const length=typedArrayByteLength(bytes);let at2=0;const controller=new ReadableByteController(stream,
{start:void 0,pull:controller2=>promiseOf(()=>{if(at2===length){controller2.close();controller2.byobRequest()?.controller?.respond(0);return}const count=min(length-
at2,chunkLength);const buffer3=copyOf(typedArrayBuffer(bytes),typedArrayByteOffset(bytes)+at2,count);at2+=count;controller2.enqueue(new bytesType.View(buffer3,0,
count))}),cancel:void 0},0);controller.start();return stream}var chunkLength;var init_readable_of_bytes=__esm({"streams/readable_of_bytes.ts"(){"use strict";init_primordials();
init_buffers();init_promises();init_readable();init_readable_byte_controller();chunkLength=65536}});var encode,decode2,short,encodeUTF8,progress,encodeInto,decodeUTF82,decodeWithMark,incomplete;var init_utf8=__esm({"utf8.ts"(){"use strict";init_host();init_primordials();
encode=op("encodeUTF8");decode2=op("decodeUTF8");short=64;encodeUTF8=text=>{if(text.length>short)return encode(text);const bytes=new Uint8Array2(text.length*3);
encodeInto(text,bytes,text.length*3);return copyBytesFrom(bytes,0,progress.written)};progress={__proto__:null,read:0,written:0};encodeInto=(text,bytes,length)=>{
let written=0,read2=0;for(;read2<text.length;read2++){let c=charCodeAt(text,read2);if(c<128){if(written>=length)break;bytes[written++]=c}else if(c<2048){if(written+
2>length)break;bytes[written++]=192|c>>6;bytes[written++]=128|c&63}else{const next=(c&64512)===55296&&read2+1<text.length?charCodeAt(text,read2+1):0;if((next&64512)===
56320){if(written+4>length)break;c=65536+((c&1023)<<10|next&1023);bytes[written++]=240|c>>18;bytes[written++]=128|c>>12&63;read2++}else{if(written+3>length)break;
if((c&63488)===55296)c=65533;bytes[written++]=224|c>>12}bytes[written++]=128|c>>6&63;bytes[written++]=128|c&63}}progress.read=read2;progress.written=written};decodeUTF82=
bytes=>{const text=decode2(bytes,false);return text[0]==="\uFEFF"?stringSlice(text,1):text};decodeWithMark=(bytes,fatal)=>decode2(bytes,fatal);incomplete=(bytes,length)=>{
for(let back=1;back<=3&&back<=length;back++){const byte=bytes[length-back];if((byte&192)===128)continue;const needed2=byte>=194&&byte<=223?2:byte>=224&&byte<=239?
3:byte>=240&&byte<=244?4:0;if(needed2<=back)return 0;if(back===1)return 1;const second=bytes[length-back+1];const isWrong=byte===224&&second<160||byte===237&&second>
159||byte===240&&second<144||byte===244&&second>143;return isWrong?0:back}return 0}}});var blob_exports={};__export(blob_exports,{Blob:()=>Blob,asType:()=>asType,blobOf:()=>blobOf,copy:()=>copy,newBlob:()=>newBlob});function newBlob(bytes,type){return new Blob(
internal,{bytes,type})}function part2(bytes,start,count){return new Uint8Array2(typedArrayBuffer(bytes),typedArrayByteOffset(bytes)+start,count)}function copy(bytes){
return new Uint8Array2(bytes)}function relative(position,size3){return position<0?max(size3+position,0):min(position,size3)}function asPart(value2){if(isObject(
value2)){if(isView(value2)||isArrayBuffer(value2))return new Source(value2);const blob=blobOf(value2);if(blob!==void 0)return blob}return asUSVString(value2)}function join2(parts,native,where){
const list=new ByteList;for(let n=0;n<parts.length;n++){const part3=parts[n];if(typeof part3==="string")list.push(encodeUTF8(native?withNativeEndings(part3):part3));else if(part3 instanceof
Source)list.push(copy(asBytes(part3.buffer,where)));else list.push(part3.bytes)}return list.toBytes()}function withNativeEndings(text){let result="";let from=0;
for(let n=0;n<text.length;n++){if(charCodeAt(text,n)!==13)continue;result+=stringSlice(text,from,n)+"\n";if(charCodeAt(text,n+1)===10)n++;from=n+1}return result+
stringSlice(text,from)}function asType(type){for(let n=0;n<type.length;n++){const code=charCodeAt(type,n);if(code<32||code>126)return""}return toLowerCase(type)}
var blobOf,Blob,Source;var init_blob=__esm({"file/blob.ts"(){"use strict";init_internal();init_byte_list();init_primordials();init_promises();init_readable_stream();
init_readable_of_bytes();init_utf8();init_webidl();Blob=class{#data;constructor(blobParts=void 0,options=void 0){if(blobParts===internal){this.#data=options;return}
const where=constructing(new.target.name);const parts=blobParts===void 0?[]:asSequence(blobParts,asPart,where);const bag=asDictionary(options,where);const{endings}=bag;
const native=endings!==void 0&&asEnum(endings,["transparent","native"],where)==="native";const{type}=bag;this.#data={type:type===void 0?"":asType(asDOMString(type)),
bytes:join2(parts,native,where)}}get size(){return typedArrayByteLength(this.#data.bytes)}get type(){return this.#data.type}slice(start=void 0,end4=void 0,contentType=void 0){
const{bytes}=this.#data;const where=executing("slice","Blob");const size3=typedArrayByteLength(bytes);const from=start===void 0?0:relative(asInteger(start,64,true,
where,"Clamp"),size3);const to=end4===void 0?size3:relative(asInteger(end4,64,true,where,"Clamp"),size3);const type=contentType===void 0?"":asType(asDOMString(contentType));
return newBlob(part2(bytes,from,max(to-from,0)),type)}stream(){return facadeOf(readableOfBytes(this.#data.bytes))}text(){return promiseCall(()=>promiseResolvedWith(
decodeUTF82(this.#data.bytes)))}arrayBuffer(){return promiseCall(()=>promiseResolvedWith(typedArrayBuffer(copy(this.#data.bytes))))}bytes(){return promiseCall(()=>promiseResolvedWith(
copy(this.#data.bytes)))}static{blobOf=value2=>isObject(value2)&&#data in value2?value2.#data:void 0;exposed(this,"Blob")}};Source=class{constructor(buffer3){this.
buffer=buffer3}buffer}}});var blob_url_exports={};__export(blob_url_exports,{blobAt:()=>blobAt,createObjectURL:()=>createObjectURL,revokeObjectURL:()=>revokeObjectURL});var blobs,createObjectURL,
revokeObjectURL,blobAt;var init_blob_url=__esm({"file/blob_url.ts"(){"use strict";init_primordials();init_url_parser();init_url_serializer();init_uuid();init_webidl();
init_blob();blobs=new Map;createObjectURL=(value2,where)=>{const blob=blobOf(value2);if(blob===void 0)fail(where,"parameter 1 is not of type 'Blob'.");const url=`\
blob:null/${newUUID()}`;mapSet(blobs,url,blob);return url};revokeObjectURL=text=>{const url=parseURL(text);if(url!==null)mapDelete(blobs,serializeURL(url))};blobAt=
url=>{const hash2=stringIndexOf(url,"#");return mapGet(blobs,hash2<0?url:stringSlice(url,0,hash2))}}});var url_exports={};__export(url_exports,{urls:()=>urls});var blobURLs,urls,parse,hasAuthority,fromRecord;var init_url=__esm({"url.ts"(){"use strict";init_iterable();
init_part();init_percent();init_primordials();init_url_encoded();init_url_parser();init_url_serializer();init_webidl();blobURLs=()=>{begin();return init_blob_url(),__toCommonJS(blob_url_exports)};
urls=part(()=>{let paramsOf;let setList;let listOf;let isParams;class URLSearchParams{#list=[];#record;constructor(init=""){const where=constructing("URLSearchP\
arams");if(!isObject(init)){let text=asUSVString(init);if(text[0]==="?")text=stringSlice(text,1);this.#list=parseForm(text);return}const method2=init[iterator];
if(method2===void 0||method2===null){this.#list=fromRecord(init);return}if(typeof method2!=="function")fail(where,"The object must have a callable @@iterator pr\
operty.");const list=[];iterate(init,method2,pair=>{const two=asSequence(pair,asUSVString,where);if(two.length!==2)fail(where,"Sequence initializer must only co\
ntain pair elements.");push(list,two[0],two[1])},where);this.#list=list}#changed(){if(this.#record===void 0)return;this.#record.query=this.#list.length===0?null:
serializeForm(this.#list)}append(name,value2){this.#list;required(arguments.length,2,executing("append","URLSearchParams"));const key=asUSVString(name),item=asUSVString(
value2);push(this.#list,key,item);this.#changed()}delete(name,value2=void 0){this.#list;required(arguments.length,1,executing("delete","URLSearchParams"));const key=asUSVString(
name),item=value2===void 0?void 0:asUSVString(value2);const rest2=[],list=this.#list;for(let n=0;n<list.length;n+=2){if(list[n]!==key||item!==void 0&&list[n+1]!==
item)push(rest2,list[n],list[n+1])}this.#list=rest2;this.#changed()}get(name){this.#list;required(arguments.length,1,executing("get","URLSearchParams"));const key=asUSVString(
name);const list=this.#list;for(let n=0;n<list.length;n+=2)if(list[n]===key)return list[n+1];return null}getAll(name){this.#list;required(arguments.length,1,executing(
"getAll","URLSearchParams"));const key=asUSVString(name);const all=[],list=this.#list;for(let n=0;n<list.length;n+=2)if(list[n]===key)push(all,list[n+1]);return all}has(name,value2=void 0){
this.#list;required(arguments.length,1,executing("has","URLSearchParams"));const key=asUSVString(name),item=value2===void 0?void 0:asUSVString(value2);const list=this.#list;
for(let n=0;n<list.length;n+=2)if(list[n]===key&&(item===void 0||list[n+1]===item))return true;return false}set(name,value2){this.#list;required(arguments.length,
2,executing("set","URLSearchParams"));const key=asUSVString(name),item=asUSVString(value2);const rest2=[],list=this.#list;let isSet=false;for(let n=0;n<list.length;n+=
2){if(list[n]!==key)push(rest2,list[n],list[n+1]);else if(!isSet){push(rest2,key,item);isSet=true}}if(!isSet)push(rest2,key,item);this.#list=rest2;this.#changed()}sort(){
const list=this.#list;const pairs2=[];for(let n=0;n<list.length;n+=2)push(pairs2,[list[n],list[n+1]]);sort(pairs2,(a,b)=>a[0]<b[0]?-1:a[0]>b[0]?1:0);const sorted=[];
for(let n=0;n<pairs2.length;n++)push(sorted,pairs2[n][0],pairs2[n][1]);this.#list=sorted;this.#changed()}get size(){return this.#list.length/2}toString(){return serializeForm(
this.#list)}static{isParams=value2=>#list in value2;listOf=params=>params.#list;setList=(params,query)=>{params.#list=query===null?[]:parseForm(query)};paramsOf=
record=>{const params=new URLSearchParams;params.#record=record;setList(params,record.query);return params}}}exposed(URLSearchParams,"URLSearchParams");iterable(
URLSearchParams,"URLSearchParams",(params,n)=>{const list=listOf(params);return 2*n<list.length?[list[2*n],list[2*n+1]]:void 0});class URL{#record;#params;constructor(url,base2=void 0){
required(arguments.length,1,constructing("URL"));const record=parse(url,base2);if(record===null)throw new TypeError2(`${constructing("URL")}: Invalid URL`);this.#record=
record}static parse(url,base2=void 0){required(arguments.length,1,executing("parse","URL"));const record=parse(url,base2);if(record===null)return null;const made=new URL(
"x:");made.#record=record;return made}static canParse(url,base2=void 0){required(arguments.length,1,executing("canParse","URL"));return parse(url,base2)!==null}static createObjectURL(object){
const where=executing("createObjectURL","URL");required(arguments.length,1,where);return blobURLs().createObjectURL(object,where)}static revokeObjectURL(url){required(
arguments.length,1,executing("revokeObjectURL","URL"));blobURLs().revokeObjectURL(asUSVString(url))}get href(){return serializeURL(this.#record)}set href(value2){
const record=parseURL(asUSVString(value2));if(record===null)throw new TypeError2("Failed to set the 'href' property on 'URL': Invalid URL");const to=this.#record;
to.scheme=record.scheme;to.username=record.username;to.password=record.password;to.host=record.host;to.port=record.port;to.path=record.path;to.opaquePath=record.
opaquePath;to.query=record.query;to.fragment=record.fragment;this.#queryChanged()}get origin(){return originOf(this.#record)}get protocol(){return this.#record.
scheme+":"}set protocol(value2){setURL(this.#record,asUSVString(value2)+":",1)}get username(){return this.#record.username}set username(value2){const text=asUSVString(
value2);if(hasAuthority(this.#record))this.#record.username=percentEncode(text,userinfoSet)}get password(){return this.#record.password}set password(value2){const text=asUSVString(
value2);if(hasAuthority(this.#record))this.#record.password=percentEncode(text,userinfoSet)}get host(){return serializeHost(this.#record)}set host(value2){const text=asUSVString(
value2);if(this.#record.opaquePath===null)setURL(this.#record,text,11)}get hostname(){return this.#record.host??""}set hostname(value2){const text=asUSVString(value2);
if(this.#record.opaquePath===null)setURL(this.#record,text,12)}get port(){return this.#record.port===null?"":`${this.#record.port}`}set port(value2){const text=asUSVString(
value2);if(!hasAuthority(this.#record))return;if(text==="")this.#record.port=null;else setURL(this.#record,text,13)}get pathname(){return serializePath(this.#record)}set pathname(value2){
const text=asUSVString(value2);if(this.#record.opaquePath!==null)return;this.#record.path=[];setURL(this.#record,text,17)}get search(){return this.#record.query===
null||this.#record.query===""?"":"?"+this.#record.query}set search(value2){const text=asUSVString(value2);if(text===""){this.#record.query=null}else{this.#record.
query="";setURL(this.#record,text[0]==="?"?stringSlice(text,1):text,20)}this.#queryChanged()}get searchParams(){return this.#params??=paramsOf(this.#record)}get hash(){
return this.#record.fragment===null||this.#record.fragment===""?"":"#"+this.#record.fragment}set hash(value2){const text=asUSVString(value2);if(text===""){this.#record.
fragment=null;return}this.#record.fragment="";setURL(this.#record,text[0]==="#"?stringSlice(text,1):text,21)}toString(){return serializeURL(this.#record)}toJSON(){
return serializeURL(this.#record)}#queryChanged(){if(this.#params!==void 0)setList(this.#params,this.#record.query)}}exposed(URL,"URL");return{URL,URLSearchParams,
isParams,listOf}});parse=(url,base2)=>{const text=asUSVString(url);if(base2===void 0)return parseURL(text);const record=parseURL(asUSVString(base2));return record===
null?null:parseURL(text,record)};hasAuthority=url=>url.host!==null&&url.host!==""&&url.scheme!=="file";fromRecord=init=>{const list=[],places=new Map;const keys2=ownKeys(
init);for(let n=0;n<keys2.length;n++){const descriptor=getOwnPropertyDescriptor(init,keys2[n]);if(descriptor===void 0||!descriptor.enumerable)continue;const name=asUSVString(
keys2[n]),value2=asUSVString(init[keys2[n]]);const place=mapGet(places,name);if(place!==void 0){list[place]=value2}else{mapSet(places,name,list.length+1);push(list,
name,value2)}}return list}}});var dummy,check,protocol,userinfo,hostname,ipv6,port,pathname,opaquePathname,search,hash;var init_canonical=__esm({"url_pattern/canonical.ts"(){"use strict";init_percent();
init_primordials();init_percent();init_url_parser();init_url_serializer();dummy=()=>parseURL("https://dummy.invalid/");check=(ok,what,value2)=>{if(!ok)throw new TypeError2(
`Invalid ${what} '${value2}'`)};protocol=value2=>{if(value2==="")return value2;const url=parseURL(value2+"://dummy.invalid/");if(url===null)throw new TypeError2(
`Invalid protocol '${value2}'`);return url.scheme};userinfo=value2=>percentEncode(value2,userinfoSet);hostname=value2=>{if(value2==="")return value2;const url=dummy();
check(setURL(url,value2,12),"hostname",value2);return url.host};ipv6=value2=>{for(let n=0;n<value2.length;n++){const c=value2[n];check(c==="["||c==="]"||c===":"||
hexDigit(charCodeAt(value2,n))>=0,"hostname",value2)}return toLowerCase(value2)};port=(value2,scheme)=>{if(value2==="")return value2;const url=dummy();url.scheme=
scheme??"";check(setURL(url,value2,13),"port",value2);return url.port===null?"":`${url.port}`};pathname=value2=>{if(value2==="")return value2;const hasSlash=value2[0]===
"/";const url=dummy();url.path=[];check(setURL(url,hasSlash?value2:"/-"+value2,17),"pathname",value2);const path=serializePath(url);return hasSlash?path:stringSlice(
path,2)};opaquePathname=value2=>{if(value2==="")return value2;const url=dummy();url.opaquePath="";check(setURL(url,value2,19),"pathname",value2);return url.opaquePath};
search=value2=>{if(value2==="")return value2;const url=dummy();url.query="";check(setURL(url,value2,20),"search",value2);return url.query};hash=value2=>{if(value2===
"")return value2;const url=dummy();url.fragment="";check(setURL(url,value2,21),"hash",value2);return url.fragment}}});var special,matchesSpecial;var init_schemes=__esm({"url_pattern/schemes.ts"(){"use strict";init_primordials();special=["http","https","ws","wss","ftp","file"];matchesSpecial=
({regexp})=>{for(let n=0;n<special.length;n++)if(exec(regexp,special[n])!==null)return true;return false}}});var nameStart,namePart,isNameCharacter,tokenize,endOfRegExp;var init_tokens=__esm({"url_pattern/tokens.ts"(){"use strict";init_primordials();nameStart=/^[$_\p{ID_Start}]/u;
namePart=/^[$\u200c\u200d\p{ID_Continue}]/u;isNameCharacter=(text,isFirst)=>exec(isFirst?nameStart:namePart,text)!==null;tokenize=(input,lenient)=>{const tokens=[];
const end4=input.length;let index=0;const add=(type,next,begin3,valueEnd)=>{push(tokens,{__proto__:null,type,index,value:stringSlice(input,begin3,valueEnd)});index=
next};const wrong=(next,begin3)=>{if(!lenient)throw new TypeError2(`Invalid pattern at ${begin3}: ${input}`);add("invalid-char",next,begin3,next)};while(index<end4){
const width=codePointAt(input,index)>65535?2:1;const next=index+width;switch(input[index]){case"*":add("asterisk",next,index,next);break;case"+":case"?":add("ot\
her-modifier",next,index,next);break;case"\\":{if(next===end4){wrong(next,index);break}const after=next+(codePointAt(input,next)>65535?2:1);add("escaped-char",after,
next,after);break}case"{":add("open",next,index,next);break;case"}":add("close",next,index,next);break;case":":{let at2=next;while(at2<end4&&isNameCharacter(stringSlice(
input,at2,at2+2),at2===next))at2+=codePointAt(input,at2)>65535?2:1;if(at2===next)wrong(next,index);else add("name",at2,next,at2);break}case"(":{const close2=endOfRegExp(
input,next);if(close2<0)wrong(next,next);else add("regexp",close2+1,next,close2);break}default:add("char",next,index,next)}}add("end",index,index,index);return tokens};
endOfRegExp=(input,begin3)=>{let depth=1;for(let n=begin3;n<input.length;n++){const c=charCodeAt(input,n);if(c>127||n===begin3&&c===63)return-1;switch(input[n]){case"\
\\":if(++n===input.length||charCodeAt(input,n)>127)return-1;break;case")":if(--depth===0)return n===begin3?-1:n;break;case"(":depth++;if(input[n+1]!=="?")return-1}}
return-1}}});var plain,escape,escapeRegExp,escapePattern,segmentOf,everything,parse2,regExpOf,isDigit2,patternOf,compile;var init_parts=__esm({"url_pattern/parts.ts"(){"use \
strict";init_primordials();init_tokens();plain={__proto__:null,delimiter:"",prefix:"",ignoreCase:false};escape=(text,special2)=>{let result="";for(let n=0;n<text.
length;n++)result+=stringIndexOf(special2,text[n])>=0?"\\"+text[n]:text[n];return result};escapeRegExp=text=>escape(text,".+*?^${}()[]|/\\");escapePattern=text=>escape(
text,"+*?:{}()\\");segmentOf=options=>`[^${escapeRegExp(options.delimiter)}]+?`;everything=".*";parse2=(input,options,encode3)=>{const tokens=tokenize(input,false),
parts=[],segment=segmentOf(options);let index=0,pending="",numericName=0;const take2=type=>tokens[index].type===type?tokens[index++]:void 0;const require2=type=>{
if(take2(type)===void 0)throw new TypeError2(`Invalid pattern at ${tokens[index].index}: ${input}`)};const takeMatcher=name=>take2("regexp")??(name===void 0?take2(
"asterisk"):void 0);const takeModifier=()=>take2("other-modifier")??take2("asterisk");const takeText=()=>{let text="";for(;;){const token=take2("char")??take2("\
escaped-char");if(token===void 0)return text;text+=token.value}};const add=(type,value2,modifier,name="",prefix="",suffix="")=>{push(parts,{__proto__:null,type,
value:value2,modifier,name,prefix,suffix})};const addPending=()=>{if(pending==="")return;const text=encode3(pending);pending="";add("fixed",text,"")};const addPart=(prefix,name,matcher,suffix,token)=>{
const modifier=token===void 0?"":token.value;if(name===void 0&&matcher===void 0&&modifier===""){pending+=prefix;return}addPending();if(name===void 0&&matcher===
void 0){if(prefix!=="")add("fixed",encode3(prefix),modifier);return}let value2=matcher===void 0?segment:matcher.type==="asterisk"?everything:matcher.value;let type="\
regexp";if(value2===segment)type="segment";else if(value2===everything)type="wildcard";if(type!=="regexp")value2="";const called=name===void 0?`${numericName++}`:
name.value;for(let n=0;n<parts.length;n++){if(parts[n].name===called)throw new TypeError2(`Invalid pattern: the name ${called} is there twice: ${input}`)}add(type,
value2,modifier,called,encode3(prefix),encode3(suffix))};while(index<tokens.length){const char=take2("char"),name=take2("name"),matcher=takeMatcher(name);if(name!==
void 0||matcher!==void 0){let prefix=char===void 0?"":char.value;if(prefix!==""&&prefix!==options.prefix){pending+=prefix;prefix=""}addPending();addPart(prefix,
name,matcher,"",takeModifier());continue}const fixed=char??take2("escaped-char");if(fixed!==void 0){pending+=fixed.value;continue}if(take2("open")!==void 0){const prefix=takeText(),
inner=take2("name"),by=takeMatcher(inner),suffix=takeText();require2("close");addPart(prefix,inner,by,suffix,takeModifier());continue}addPending();require2("end")}
return parts};regExpOf=(parts,options)=>{let result="^";for(let n=0;n<parts.length;n++){const{type,modifier}=parts[n];if(type==="fixed"){const text=escapeRegExp(
parts[n].value);result+=modifier===""?text:`(?:${text})${modifier}`;continue}const value2=type==="segment"?segmentOf(options):type==="wildcard"?everything:parts[n].
value;const prefix=escapeRegExp(parts[n].prefix),suffix=escapeRegExp(parts[n].suffix);const isRepeated=modifier==="*"||modifier==="+";if(prefix===""&&suffix==="")
result+=isRepeated?`((?:${value2})${modifier})`:`(${value2})${modifier}`;else if(!isRepeated)result+=`(?:${prefix}(${value2})${suffix})${modifier}`;else result+=
`(?:${prefix}((?:${value2})(?:${suffix}${prefix}(?:${value2}))*)${suffix})${modifier==="*"?"?":""}`}return result+"$"};isDigit2=text=>text>="0"&&text<="9";patternOf=
(parts,options)=>{let result="";for(let n=0;n<parts.length;n++){const part3=parts[n],previous=n>0?parts[n-1]:void 0,next=parts[n+1];const{type,value:value2,modifier,
name,prefix,suffix}=part3;if(type==="fixed"){const text=escapePattern(value2);result+=modifier===""?text:`{${text}}${modifier}`;continue}const isNamed=!isDigit2(
name[0]);let isGrouped=suffix!==""||prefix!==""&&prefix!==options.prefix;if(!isGrouped&&isNamed&&type==="segment"&&modifier===""&&next!==void 0&&next.prefix===""&&
next.suffix===""){isGrouped=next.type==="fixed"?isNameCharacter(next.value,false):isDigit2(next.name[0])}if(!isGrouped&&prefix===""&&previous!==void 0&&previous.
type==="fixed"&&options.prefix!==""){isGrouped=previous.value[previous.value.length-1]===options.prefix}if(isGrouped)result+="{";result+=escapePattern(prefix);if(isNamed)
result+=":"+name;if(type==="regexp"){result+=`(${value2})`}else if(type==="segment"){if(!isNamed)result+=`(${segmentOf(options)})`}else if(!isNamed&&(previous===
void 0||previous.type==="fixed"||previous.modifier!==""||isGrouped||prefix!=="")){result+="*"}else{result+="(.*)"}if(type==="segment"&&isNamed&&suffix!==""&&isNameCharacter(
fromCodePoint(codePointAt(suffix,0)),false))result+="\\";result+=escapePattern(suffix);if(isGrouped)result+="}";result+=modifier}return result};compile=(input,encode3,options)=>{
const parts=parse2(input,options,encode3);const names4=[];let hasRegExpGroups=false;for(let n=0;n<parts.length;n++){if(parts[n].type==="fixed")continue;push(names4,
parts[n].name);hasRegExpGroups||=parts[n].type==="regexp"}let regexp;try{regexp=new RegExp(regExpOf(parts,options),options.ignoreCase?"vi":"v")}catch{throw new TypeError2(
`Invalid regular expression in a pattern: ${input}`)}return{__proto__:null,pattern:patternOf(parts,options),regexp,names:names4,hasRegExpGroups}}}});var order,at,parseConstructorString;var init_constructor_string=__esm({"url_pattern/constructor_string.ts"(){"use strict";init_primordials();init_canonical();init_schemes();
init_parts();init_tokens();order=["init","protocol","authority","username","password","hostname","port","pathname","search","hash","done"];at=place=>indexOf(order,
place);parseConstructorString=input=>{const tokens=tokenize(input,true);const result={__proto__:null};let start=0,index=0,increment=1,depth=0,brackets=0,isSpecial2=false;
let state="init";const token=n=>n<tokens.length?tokens[n]:tokens[tokens.length-1];const is2=(n,value2)=>{const{type,value:text}=token(n);return text===value2&&(type===
"char"||type==="escaped-char"||type==="invalid-char")};const isSearch=()=>{if(is2(index,"?"))return true;if(token(index).value!=="?")return false;if(index===0)return true;
const{type}=token(index-1);return type!=="name"&&type!=="regexp"&&type!=="close"&&type!=="asterisk"};const isHash=()=>is2(index,"#");const component=()=>stringSlice(
input,token(start).index,tokens[index].index);const rewind=to=>{index=start;increment=0;if(to!==void 0)state=to};const change=(to,skip)=>{if(state!=="init"&&state!==
"authority"&&state!=="done")result[state]=component();if(state!=="init"&&to!=="done"){if(at(state)<=at("password")&&at(to)>=at("port"))result.hostname??="";if(at(
state)<=at("port")&&at(to)>=at("search"))result.pathname??=isSpecial2?"/":"";if(at(state)<=at("pathname")&&to==="hash")result.search??=""}state=to;index+=skip;start=
index;increment=0};const endsAt=withPath=>{if(withPath&&is2(index,"/"))change("pathname",0);else if(isSearch())change("search",1);else if(isHash())change("hash",
1);else return false;return true};for(;index<tokens.length;index+=increment){increment=1;const{type}=tokens[index];if(type==="end"){if(state==="init"){rewind();
if(isHash())change("hash",1);else if(isSearch())change("search",1);else change("pathname",0);continue}if(state==="authority"){rewind("hostname");continue}change(
"done",0);break}if(type==="open"){depth++;continue}if(depth>0){if(type!=="close")continue;depth--}switch(state){case"init":if(is2(index,":"))rewind("protocol");
break;case"protocol":if(!is2(index,":"))break;isSpecial2=matchesSpecial(compile(component(),protocol,plain));if(is2(index+1,"/")&&is2(index+2,"/"))change("autho\
rity",3);else change(isSpecial2?"authority":"pathname",1);break;case"authority":if(is2(index,"@"))rewind("username");else if(is2(index,"/")||isSearch()||isHash())
rewind("hostname");break;case"username":if(is2(index,":"))change("password",1);else if(is2(index,"@"))change("hostname",1);break;case"password":if(is2(index,"@"))
change("hostname",1);break;case"hostname":if(is2(index,"["))brackets++;else if(is2(index,"]"))brackets--;else if(is2(index,":")&&brackets===0)change("port",1);else
endsAt(true);break;case"port":endsAt(true);break;case"pathname":endsAt(false);break;case"search":if(isHash())change("hash",1)}}if(result.hostname!==void 0)result.
port??="";return result}}});var url_pattern_exports={};__export(url_pattern_exports,{urlPatterns:()=>urlPatterns});var names2,members,asInit,has2,isAbsolute,process,without,defaultPorts,isIPv6,
create2,componentsOf,urlPatterns,visible;var init_url_pattern=__esm({"url_pattern/url_pattern.ts"(){"use strict";init_part();init_primordials();init_url_parser();
init_url_serializer();init_webidl();init_canonical();init_constructor_string();init_parts();init_schemes();names2=["protocol","username","password","hostname","\
port","pathname","search","hash"];members=["baseURL","hash","hostname","password","pathname","port","protocol","search","username"];asInit=(value2,where)=>{const from=asDictionary(
value2,where),init={__proto__:null};for(let n=0;n<members.length;n++){const given=from[members[n]];if(given!==void 0)init[members[n]]=asUSVString(given)}return init};
has2=(init,...of)=>{for(let n=0;n<of.length;n++)if(init[of[n]]!==void 0)return true;return false};isAbsolute=(path,isPattern)=>path[0]==="/"||isPattern&&path[1]===
"/"&&(path[0]==="\\"||path[0]==="{");process=(init,isPattern,result)=>{let base2=null;if(init.baseURL!==void 0){base2=parseURL(init.baseURL);if(base2===null)throw new TypeError2(
`Invalid baseURL '${init.baseURL}'`);const from=text=>isPattern?escapePattern(text):text;if(init.protocol===void 0)result.protocol=from(base2.scheme);if(!isPattern&&
!has2(init,"protocol","hostname","port","username"))result.username=base2.username;if(!isPattern&&!has2(init,"protocol","hostname","port","username","password"))
result.password=base2.password;if(!has2(init,"protocol","hostname")){result.hostname=from(base2.host??"");if(!has2(init,"port")){result.port=base2.port===null?"":
`${base2.port}`;if(!has2(init,"pathname")){result.pathname=from(serializePath(base2));if(!has2(init,"search")){result.search=from(base2.query??"");if(!has2(init,
"hash"))result.hash=from(base2.fragment??"")}}}}}const asIs=text=>text;const canonicalize=how=>isPattern?asIs:how;if(init.protocol!==void 0){const{length}=init.
protocol;const text=init.protocol[length-1]===":"?stringSlice(init.protocol,0,-1):init.protocol;result.protocol=canonicalize(protocol)(text)}if(init.username!==
void 0)result.username=canonicalize(userinfo)(init.username);if(init.password!==void 0)result.password=canonicalize(userinfo)(init.password);if(init.hostname!==
void 0)result.hostname=canonicalize(hostname)(init.hostname);const scheme=result.protocol??"";if(init.port!==void 0)result.port=canonicalize(text=>port(text,scheme))(
init.port);if(init.pathname!==void 0){let path=init.pathname;if(base2!==null&&base2.opaquePath===null&&!isAbsolute(path,isPattern)){const of=isPattern?escapePattern(
serializePath(base2)):serializePath(base2);const slash=stringLastIndexOf(of,"/");if(slash>=0)path=stringSlice(of,0,slash+1)+path}result.pathname=canonicalize(scheme===
""||isSpecialScheme(scheme)?pathname:opaquePathname)(path)}if(init.search!==void 0)result.search=canonicalize(search)(without(init.search,"?"));if(init.hash!==void 0)
result.hash=canonicalize(hash)(without(init.hash,"#"));return result};without=(text,first)=>text[0]===first?stringSlice(text,1):text;defaultPorts={__proto__:null,
http:"80",ws:"80",https:"443",wss:"443",ftp:"21"};isIPv6=text=>text[0]==="["||(text[0]==="{"||text[0]==="\\")&&text[1]==="[";create2=(init,ignoreCase)=>{const of=process(
init,true,{__proto__:null});for(let n=0;n<names2.length;n++)of[names2[n]]??="*";if(defaultPorts[of.protocol]===of.port)of.port="";const options=(delimiter,prefix,ignore=false)=>({
__proto__:null,delimiter,prefix,ignoreCase:ignore});const protocol2=compile(of.protocol,protocol,plain);const isHierarchical=matchesSpecial(protocol2);const rest2=options(
"","",ignoreCase);return{__proto__:null,protocol:protocol2,username:compile(of.username,userinfo,plain),password:compile(of.password,userinfo,plain),hostname:compile(
of.hostname,isIPv6(of.hostname)?ipv6:hostname,options(".","")),port:compile(of.port,port,plain),pathname:isHierarchical?compile(of.pathname,pathname,options("/",
"/",ignoreCase)):compile(of.pathname,opaquePathname,rest2),search:compile(of.search,search,rest2),hash:compile(of.hash,hash,rest2)}};componentsOf=(input,base2,where)=>{
const empty2={__proto__:null,protocol:"",username:"",password:"",hostname:"",port:"",pathname:"",search:"",hash:""};if(typeof input!=="string"){if(base2!==void 0)
throw new TypeError2(`${where}: A base URL goes with a string.`);try{return process(input,false,empty2)}catch{return null}}const from=base2===void 0?null:parseURL(
base2);if(base2!==void 0&&from===null)return null;const url=parseURL(input,from);if(url===null)return null;return{__proto__:null,protocol:url.scheme,username:url.
username,password:url.password,hostname:url.host??"",port:url.port===null?"":`${url.port}`,pathname:serializePath(url),search:url.query??"",hash:url.fragment??""}};
urlPatterns=part(()=>{class URLPattern{#components;constructor(input=void 0,baseOrOptions=void 0,options=void 0){const where=constructing("URLPattern");const hasBase=arguments.
length>2||baseOrOptions!==void 0&&baseOrOptions!==null&&!isObject(baseOrOptions);const isText=input!==void 0&&input!==null&&!isObject(input);let init;const given=isText?
asUSVString(input):asInit(input,where);const base2=hasBase?asUSVString(baseOrOptions):void 0;const ignoreCase=!!asDictionary(hasBase?options:baseOrOptions,where).
ignoreCase;if(typeof given==="string"){init=parseConstructorString(given);if(base2===void 0&&init.protocol===void 0)throw new TypeError2(`${where}: A relative p\
attern needs a base URL.`);if(base2!==void 0)init.baseURL=base2}else{if(base2!==void 0)throw new TypeError2(`${where}: A base URL goes with a string.`);init=given}
this.#components=create2(init,ignoreCase)}get protocol(){return this.#components.protocol.pattern}get username(){return this.#components.username.pattern}get password(){
return this.#components.password.pattern}get hostname(){return this.#components.hostname.pattern}get port(){return this.#components.port.pattern}get pathname(){
return this.#components.pathname.pattern}get search(){return this.#components.search.pattern}get hash(){return this.#components.hash.pattern}get hasRegExpGroups(){
for(let n=0;n<names2.length;n++)if(this.#components[names2[n]].hasRegExpGroups)return true;return false}test(input=void 0,base2=void 0){return this.#match(input,
base2,executing("test","URLPattern"))!==null}exec(input=void 0,base2=void 0){return this.#match(input,base2,executing("exec","URLPattern"))}#match(input,base2,where){
const components=this.#components;const isText=input!==void 0&&input!==null&&!isObject(input);const given=isText?asUSVString(input):asInit(input,where);const from=base2===
void 0?void 0:asUSVString(base2);const values=componentsOf(given,from,where);if(values===null)return null;const inputs=[];push(inputs,typeof given==="string"?given:
visible(given));if(from!==void 0)push(inputs,from);const result={inputs};for(let n=0;n<names2.length;n++){const{regexp,names:groupNames}=components[names2[n]];const found=exec(
regexp,values[names2[n]]);if(found===null)return null;const groups={};for(let k=0;k<groupNames.length;k++)define(groups,groupNames[k],found[k+1],{enumerable:true});
define(result,names2[n],{input:values[names2[n]],groups},{enumerable:true})}return result}}exposed(URLPattern,"URLPattern");return{URLPattern}});visible=init=>{
const object={};for(let n=0;n<members.length;n++)if(init[members[n]]!==void 0)define(object,members[n],init[members[n]],{enumerable:true});return object}}});var encodingName,decodeLegacy,Decoder,newDecoder,decodePiece,ownBytes;var init_decoder=__esm({"decoder.ts"(){"use strict";init_host();init_primordials();init_utf8();
init_webidl();encodingName=op("encodingName");decodeLegacy=op("decodeLegacy");Decoder=class{name;fatal;ignoreBOM;left;begun=false;state="";constructor(name,fatal,ignoreBOM){
this.name=name;this.fatal=fatal;this.ignoreBOM=ignoreBOM}};newDecoder=(label,options,where)=>{const text=asDOMString(label);const members2=asDictionary(options,
where);const fatal=!!members2.fatal,ignoreBOM=!!members2.ignoreBOM;const name=encodingName(text);if(name===void 0)throw new RangeError(`${where}: The encoding l\
abel provided ('${text}') is invalid.`);return new Decoder(name,fatal,ignoreBOM)};decodePiece=(decoder,bytes,more)=>{if(decoder.left!==void 0){const left=typedArrayLength(
decoder.left);const all=new Uint8Array2(left+typedArrayLength(bytes));typedArraySet(all,decoder.left);typedArraySet(all,bytes,left);bytes=all;decoder.left=void 0}
const isUTF8=decoder.name==="utf-8";const length=typedArrayLength(bytes);let text,rest2=0,state="";if(isUTF8){rest2=more?incomplete(bytes,length):0;text=decodeWithMark(
rest2===0?bytes:bytesFrom(bytes,0,length-rest2),decoder.fatal)}else{const result=decodeLegacy(decoder.name,bytes,!more,decoder.fatal,decoder.state);if(result!==
void 0){text=result[0];rest2=result[1];state=result[2]}}if(text===void 0){decoder.begun=false;decoder.state="";throw new TypeError2("The encoded data was not va\
lid for encoding "+decoder.name)}if(rest2>0)decoder.left=copyBytesFrom(bytes,length-rest2);decoder.state=state;if(text!==""&&!decoder.begun){decoder.begun=true;
const hasMark=isUTF8||decoder.name==="utf-16le"||decoder.name==="utf-16be";if(hasMark&&!decoder.ignoreBOM&&text[0]==="\uFEFF")text=stringSlice(text,1)}if(!more){
decoder.begun=false;decoder.state=""}return text};ownBytes=bytes=>{try{bufferByteLength(typedArrayBuffer(bytes));return bytes}catch{return new Uint8Array2(bytes)}}}});var encoding_exports={};__export(encoding_exports,{encodings:()=>encodings});var encodings;var init_encoding=__esm({"encoding.ts"(){"use strict";init_decoder();
init_part();init_primordials();init_utf8();init_webidl();encodings=part(()=>{class TextEncoder{#brand="utf-8";get encoding(){return this.#brand}encode(input=""){
this.#brand;return encodeUTF8(asDOMString(input))}encodeInto(source,destination){this.#brand;const where=executing("encodeInto","TextEncoder");required(arguments.
length,2,where);const text=asDOMString(source);if(typedArrayName(destination)!=="Uint8Array")fail(where,"parameter 2 is not of type 'Uint8Array'.");const bytes=asBytes(
destination,where,{shared:true});encodeInto(text,bytes,typedArrayLength(bytes));return{read:progress.read,written:progress.written}}}exposed(TextEncoder,"TextEn\
coder");class TextDecoder{#decoder;constructor(label="utf-8",options=void 0){this.#decoder=newDecoder(label,options,constructing("TextDecoder"))}get encoding(){
return this.#decoder.name}get fatal(){return this.#decoder.fatal}get ignoreBOM(){return this.#decoder.ignoreBOM}decode(input=void 0,options=void 0){const decoder=this.#decoder;
const where=executing("decode","TextDecoder");const bytes=input===void 0?new Uint8Array2(0):asBytes(input,where,{shared:true,resizable:true});const more=!!asDictionary(
options,where).stream;return decodePiece(decoder,ownBytes(bytes),more)}}exposed(TextDecoder,"TextDecoder");return{TextEncoder,TextDecoder}})}});var base64_exports={};__export(base64_exports,{atob:()=>atob,btoa:()=>btoa});var decode3,encode2,functions2,atob,btoa;var init_base64=__esm({"base64.ts"(){"use \
strict";init_dom_exception();init_host();init_webidl();decode3=op("base64Decode");encode2=op("base64Encode");functions2={atob(data){required(arguments.length,1,
executing("atob"));const text=decode3(asDOMString(data));if(text===void 0)throw domException("The string to be decoded is not correctly encoded.","InvalidCharac\
terError");return text},btoa(data){required(arguments.length,1,executing("btoa"));const text=encode2(asDOMString(data));if(text===void 0)throw domException("The\
 string to be encoded contains characters outside of the Latin1 range.","InvalidCharacterError");return text}};({atob,btoa}=functions2)}});var size,ByteLengthQueuingStrategy;var init_byte_length_queuing_strategy=__esm({"streams/byte_length_queuing_strategy.ts"(){"use strict";init_webidl();size={size:chunk=>chunk.
byteLength}.size;ByteLengthQueuingStrategy=class{#highWaterMark;constructor(init){const where=constructing("ByteLengthQueuingStrategy");required(arguments.length,
1,where);const{highWaterMark}=asDictionary(init,where);if(highWaterMark===void 0)fail(where,"The member 'highWaterMark' is required.");this.#highWaterMark=+highWaterMark}get highWaterMark(){
return this.#highWaterMark}get size(){this.#highWaterMark;return size}static{exposed(this,"ByteLengthQueuingStrategy")}}}});var open,write,close,read,end2,formats,Codec;var init_codec=__esm({"streams/codec.ts"(){"use strict";init_buffers();init_host();init_primordials();init_promises();
init_webidl();init_readable();init_readable_default_controller();init_writable();init_writable_controller();open=op("codecOpen");write=op("codecWrite");close=op(
"codecClose");read=op("codecRead");end2=op("codecEnd");formats=["deflate","deflate-raw","gzip"];Codec=class{readable=new Readable;writable=new Writable;constructor(format,decompress,where){
let opened;const codec=()=>opened??=open(format,decompress);const stop=()=>{if(opened!==void 0)end2(opened)};const output=new ReadableDefaultController(this.readable,
{start:void 0,pull:controller=>transformPromise(promiseOf(()=>read(codec())),chunk=>{if(!controller.canCloseOrEnqueue)return;if(isView(chunk)&&viewByteLength(chunk)>
0)controller.enqueue(chunk);else controller.close()},error=>{input.errorIfNeeded(error);throw error}),cancel:reason=>promiseOf(()=>{stop();input.errorIfNeeded(reason)})},
0);const failed=error=>{stop();output.error(error);throw error};const input=new WritableController(this.writable,{start:void 0,write:chunk=>transformPromise(promiseOf(
()=>write(codec(),asBytes(chunk,where))),void 0,failed),close:()=>transformPromise(promiseOf(()=>close(codec())),void 0,failed),abort:reason=>promiseOf(()=>{stop();
output.error(reason)})},1);output.start();input.start()}}}});var CompressionStream;var init_compression_stream=__esm({"streams/compression_stream.ts"(){"use strict";init_webidl();init_codec();init_readable_stream();init_writable_stream();
CompressionStream=class{#codec;constructor(format){const where=constructing("CompressionStream");required(arguments.length,1,where);this.#codec=new Codec(asEnum(
format,formats,where),false,where)}get readable(){return facadeOf(this.#codec.readable)}get writable(){return writableFacade(this.#codec.writable)}static{exposed(
this,"CompressionStream")}}}});var size2,CountQueuingStrategy;var init_count_queuing_strategy=__esm({"streams/count_queuing_strategy.ts"(){"use strict";init_webidl();size2={size:()=>1}.size;CountQueuingStrategy=
class{#highWaterMark;constructor(init){const where=constructing("CountQueuingStrategy");required(arguments.length,1,where);const{highWaterMark}=asDictionary(init,
where);if(highWaterMark===void 0)fail(where,"The member 'highWaterMark' is required.");this.#highWaterMark=+highWaterMark}get highWaterMark(){return this.#highWaterMark}get size(){
this.#highWaterMark;return size2}static{exposed(this,"CountQueuingStrategy")}}}});var DecompressionStream;var init_decompression_stream=__esm({"streams/decompression_stream.ts"(){"use strict";init_webidl();init_codec();init_readable_stream();
init_writable_stream();DecompressionStream=class{#codec;constructor(format){const where=constructing("DecompressionStream");required(arguments.length,1,where);this.#codec=
new Codec(asEnum(format,formats,where),true,where)}get readable(){return facadeOf(this.#codec.readable)}get writable(){return writableFacade(this.#codec.writable)}static{
exposed(this,"DecompressionStream")}}}});var byDefault,Transform;var init_transform=__esm({"streams/transform.ts"(){"use strict";init_primordials();init_promises();init_readable();init_readable_default_controller();
init_writable();init_writable_controller();byDefault={writableMark:1,writableSize:void 0,readableMark:0,readableSize:void 0};Transform=class{readable=new Readable;writable=new Writable;#readableController;#writableController;#started=deferred();#transformer;#backpressure=true;#backpressureChange=deferred();#finish;facade;constructor(transformer,queues=byDefault){
this.#transformer=transformer;const start=()=>this.#started.promise;this.#writableController=new WritableController(this.writable,{start,write:chunk=>this.#sinkWrite(
chunk),close:()=>this.#sinkClose(),abort:reason=>this.#sinkAbort(reason)},queues.writableMark,queues.writableSize);this.#writableController.start();this.#readableController=
new ReadableDefaultController(this.readable,{start,pull:()=>this.#sourcePull(),cancel:reason=>this.#sourceCancel(reason)},queues.readableMark,queues.readableSize);
this.#readableController.start()}started(start){this.#started.resolve(start)}get desiredSize(){return this.#readableController.desiredSize}enqueue(chunk){const controller=this.#readableController;
if(!controller.canCloseOrEnqueue)throw new TypeError2("The readable side is closed, or has failed");try{controller.enqueue(chunk)}catch(error){this.#errorWritable(
error);throw this.readable.storedError}if(controller.hasBackpressure!==this.#backpressure)this.#setBackpressure(true)}error(reason){this.#readableController.error(
reason);this.#errorWritable(reason)}terminate(){this.#readableController.close();this.#errorWritable(new TypeError2("The stream was terminated"))}#errorWritable(reason){
this.#transformer=void 0;this.#writableController.errorIfNeeded(reason);this.#unblockWrite()}#unblockWrite(){if(this.#backpressure)this.#setBackpressure(false)}#setBackpressure(backpressure){
this.#backpressureChange.resolve(void 0);this.#backpressureChange=deferred();this.#backpressure=backpressure}#transform(chunk){const transformer=this.#transformer;
const done=transformer?.transform===void 0?this.#pass(chunk):transformer.transform(chunk,this);return transformPromise(done,void 0,reason=>{this.error(reason);throw reason})}#pass(chunk){
return promiseOf(()=>this.enqueue(chunk))}#sinkWrite(chunk){if(!this.#backpressure)return this.#transform(chunk);return transformPromise(this.#backpressureChange.
promise,()=>{if(this.writable.state==="erroring")throw this.writable.storedError;return this.#transform(chunk)})}#sinkAbort(reason){return this.#end(transformer=>transformer.
cancel?.(reason),()=>this.readable.state==="errored"?this.readable:void 0,()=>this.#readableController.error(reason),error=>this.#readableController.error(error))}#sinkClose(){
return this.#end(transformer=>transformer.flush?.(this),()=>this.readable.state==="errored"?this.readable:void 0,()=>this.#readableController.close(),error=>this.#readableController.
error(error))}#sourcePull(){this.#setBackpressure(false);return this.#backpressureChange.promise}#sourceCancel(reason){const errorWritable=error=>{this.#writableController.
errorIfNeeded(error);this.#unblockWrite()};return this.#end(transformer=>transformer.cancel?.(reason),()=>this.writable.state==="errored"?this.writable:void 0,()=>errorWritable(
reason),errorWritable)}#end(last,failed,succeed,fail2){if(this.#finish!==void 0)return this.#finish.promise;const finish=this.#finish=deferred();const done=this.#transformer===
void 0?void 0:last(this.#transformer);this.#transformer=void 0;uponPromise(done??promiseResolvedWith(void 0),()=>{const side=failed();if(side!==void 0){finish.reject(
side.storedError)}else{succeed();finish.resolve(void 0)}},error=>{fail2(error);finish.reject(error)});return finish.promise}}}});var TextDecoderStream;var init_text_decoder_stream=__esm({"streams/text_decoder_stream.ts"(){"use strict";init_decoder();init_primordials();init_promises();init_webidl();
init_readable_stream();init_transform();init_writable_stream();TextDecoderStream=class{#decoder;#transform;constructor(label="utf-8",options=void 0){const where=constructing(
"TextDecoderStream");const decoder=newDecoder(label,options,where);this.#decoder=decoder;const pass=(bytes,more,transform)=>{const text=decodePiece(decoder,bytes,
more);if(text!=="")transform.enqueue(text)};this.#transform=new Transform({transform:(chunk,transform)=>promiseOf(()=>pass(ownBytes(asBytes(chunk,where,{shared:true,
resizable:true})),true,transform)),flush:transform=>promiseOf(()=>pass(new Uint8Array2(0),false,transform)),cancel:void 0});this.#transform.started(void 0)}get encoding(){
return this.#decoder.name}get fatal(){return this.#decoder.fatal}get ignoreBOM(){return this.#decoder.ignoreBOM}get readable(){return facadeOf(this.#transform.readable)}get writable(){
return writableFacade(this.#transform.writable)}static{exposed(this,"TextDecoderStream")}}}});var TextEncoderStream;var init_text_encoder_stream=__esm({"streams/text_encoder_stream.ts"(){"use strict";init_primordials();init_promises();init_utf8();init_webidl();
init_readable_stream();init_transform();init_writable_stream();TextEncoderStream=class{#high="";#transform;constructor(){this.#transform=new Transform({transform:(chunk,transform)=>promiseOf(
()=>this.#encode(asDOMString(chunk),transform)),flush:transform=>promiseOf(()=>{if(this.#high!=="")transform.enqueue(encodeUTF8(this.#high))}),cancel:void 0});this.#transform.
started(void 0)}get encoding(){this.#transform;return"utf-8"}get readable(){return facadeOf(this.#transform.readable)}get writable(){return writableFacade(this.#transform.
writable)}#encode(text,transform){if(text==="")return;text=this.#high+text;const last=text.length-1;const isHigh=(charCodeAt(text,last)&64512)===55296;this.#high=
isHigh?text[last]:"";if(isHigh)text=stringSlice(text,0,last);if(text!=="")transform.enqueue(encodeUTF8(text))}static{exposed(this,"TextEncoderStream")}}}});function transformControllerFacade(transform){return transform.facade??new TransformStreamDefaultController(internal,transform)}var TransformStreamDefaultController;
var init_transform_stream_default_controller=__esm({"streams/transform_stream_default_controller.ts"(){"use strict";init_webidl();init_internal();TransformStreamDefaultController=
class{#transform;constructor(){if(arguments[0]!==internal)illegal();this.#transform=arguments[1];this.#transform.facade=this}get desiredSize(){return this.#transform.
desiredSize}enqueue(chunk=void 0){this.#transform.enqueue(chunk)}error(reason=void 0){this.#transform.error(reason)}terminate(){this.#transform.terminate()}static{
exposed(this,"TransformStreamDefaultController")}}}});var TransformStream;var init_transform_stream=__esm({"streams/transform_stream.ts"(){"use strict";init_primordials();init_webidl();init_queuing_strategy();init_readable_stream();
init_transform();init_transform_stream_default_controller();init_underlying();init_writable_stream();TransformStream=class{#transform;constructor(transformer=void 0,writableStrategy=void 0,readableStrategy=void 0){
const where=constructing("TransformStream");if(transformer!==void 0&&!isObject(transformer))fail(where,"The transformer is not an object.");const writable=asQueuingStrategy(
writableStrategy,where);const readable=asQueuingStrategy(readableStrategy,where);const dictionary=asDictionary(transformer,where);const cancel=promiseMethod(dictionary,
"cancel",where);const flush=promiseMethod(dictionary,"flush",where);const{readableType}=dictionary;const start=method(dictionary,"start",where);const transform=promiseMethod(
dictionary,"transform",where);const{writableType}=dictionary;if(readableType!==void 0)throw new RangeError("A readableType is not known yet");if(writableType!==
void 0)throw new RangeError("A writableType is not known yet");const readableMark=highWaterMarkOf(readable,0);const writableMark=highWaterMarkOf(writable,1);const controller=transformControllerFacade;
this.#transform=new Transform({transform:transform&&((chunk,t)=>transform(chunk,controller(t))),flush:flush&&(t=>flush(controller(t))),cancel},{writableMark,writableSize:writable.
size,readableMark,readableSize:readable.size});this.#transform.started(start?.(controller(this.#transform)))}get readable(){return facadeOf(this.#transform.readable)}get writable(){
return writableFacade(this.#transform.writable)}static{exposed(this,"TransformStream")}}}});var streams_exports={};__export(streams_exports,{ByteLengthQueuingStrategy:()=>ByteLengthQueuingStrategy,CompressionStream:()=>CompressionStream,CountQueuingStrategy:()=>CountQueuingStrategy,
DecompressionStream:()=>DecompressionStream,ReadableByteStreamController:()=>ReadableByteStreamController,ReadableStream:()=>ReadableStream,ReadableStreamBYOBReader:()=>ReadableStreamBYOBReader,
ReadableStreamBYOBRequest:()=>ReadableStreamBYOBRequest,ReadableStreamDefaultController:()=>ReadableStreamDefaultController,ReadableStreamDefaultReader:()=>ReadableStreamDefaultReader,
TextDecoderStream:()=>TextDecoderStream,TextEncoderStream:()=>TextEncoderStream,TransformStream:()=>TransformStream,TransformStreamDefaultController:()=>TransformStreamDefaultController,
WritableStream:()=>WritableStream,WritableStreamDefaultController:()=>WritableStreamDefaultController,WritableStreamDefaultWriter:()=>WritableStreamDefaultWriter});
var init_streams=__esm({"streams/index.ts"(){"use strict";init_byte_length_queuing_strategy();init_compression_stream();init_count_queuing_strategy();init_decompression_stream();
init_readable_byte_stream_controller();init_readable_stream();init_readable_stream_byob_reader();init_readable_stream_byob_request();init_readable_stream_default_controller();
init_readable_stream_default_reader();init_text_decoder_stream();init_text_encoder_stream();init_transform_stream();init_transform_stream_default_controller();init_writable_stream();
init_writable_stream_default_controller();init_writable_stream_default_writer()}});var allUsages,visible2,ordered,cryptoKeys;var init_key=__esm({"crypto/key.ts"(){"use strict";init_internal();init_part();init_primordials();init_webidl();allUsages=
["encrypt","decrypt","sign","verify","deriveKey","deriveBits","wrapKey","unwrapKey"];visible2=({name,hash:hash2,length,modulusLength,publicExponent,namedCurve})=>{
const seen={name};if(modulusLength!==void 0)seen.modulusLength=modulusLength;if(publicExponent!==void 0)seen.publicExponent=new Uint8Array2(publicExponent);if(hash2!==
void 0)seen.hash={name:hash2};if(length!==void 0)seen.length=length;if(namedCurve!==void 0)seen.namedCurve=namedCurve;return seen};ordered=usages2=>{const list=[];
for(let n=0;n<allUsages.length;n++)if(indexOf(usages2,allUsages[n])>=0)push(list,allUsages[n]);return list};cryptoKeys=part(()=>{let keyOf;let isCryptoKey;class CryptoKey{#data;#algorithm;#usages;constructor(key,data){
if(key!==internal)illegal();this.#data=data}get type(){return this.#data.type}get extractable(){return this.#data.extractable}get algorithm(){return this.#algorithm??=
visible2(this.#data.algorithm)}get usages(){return this.#usages??=ordered(this.#data.usages)}static{keyOf=key=>key.#data;isCryptoKey=value2=>#data in value2}}exposed(
CryptoKey,"CryptoKey");const newKey=data=>new CryptoKey(internal,data);return{CryptoKey,keyOf,isCryptoKey,newKey}})}});var file_exports={};__export(file_exports,{File:()=>File,fileOf:()=>fileOf,newFile:()=>newFile});function newFile(bytes,type,name,lastModified=dateNow()){return new File(
internal,{bytes,type},{name,lastModified})}var fileOf,File;var init_file=__esm({"file/file.ts"(){"use strict";init_primordials();init_webidl();init_internal();init_blob();
File=class extends Blob{#file;constructor(fileBits,fileName,options=void 0){const where=constructing("File");required(arguments.length,2,where);if(fileBits===internal){
super(internal,fileName);this.#file=options;return}super(fileBits===void 0?null:fileBits,options);const name=asUSVString(fileName);const{lastModified}=asDictionary(
options,where);this.#file={name,lastModified:lastModified===void 0?dateNow():asInteger(lastModified,64,true,where)}}get name(){return this.#file.name}get lastModified(){
return this.#file.lastModified}static{fileOf=value2=>isObject(value2)&&#file in value2?value2.#file:void 0;exposed(this,"File")}}}});var messaging_exports={};__export(messaging_exports,{messaging:()=>messaging});var newEnd,messaging;var init_messaging=__esm({"messaging.ts"(){"use strict";init_clone();
init_dom_exception();init_events();init_host();init_part();init_primordials();init_webidl();newEnd=()=>({__proto__:null,other:null,queue:[],port:null,started:false,
scheduled:false});messaging=part(()=>{const{Event,EventTarget,dispatch,handlers}=events();const internal3={};let fill;class MessageEvent extends Event{#data=null;#origin="";#lastEventId="";#source=null;#ports=freeze(
[]);constructor(type,init2=void 0){const where=constructing("MessageEvent");required(arguments.length,1,where);super(type,init2);const{data,lastEventId,origin,ports,
source}=asDictionary(init2,where);if(data!==void 0)this.#data=data;if(lastEventId!==void 0)this.#lastEventId=asDOMString(lastEventId);if(origin!==void 0)this.#origin=
asUSVString(origin);if(ports!==void 0)this.#ports=asPorts(ports,where);if(source!==void 0)this.#source=asSource(source,where)}static{fill=(event,data,ports)=>{event.#data=
data;event.#ports=ports}}get data(){return this.#data}get origin(){return this.#origin}get lastEventId(){return this.#lastEventId}get source(){return this.#source}get ports(){
return this.#ports}initMessageEvent(type,bubbles=false,cancelable=false,data=null,origin="",lastEventId="",source=null,ports=[]){this.#data;const where=executing(
"initMessageEvent","MessageEvent");required(arguments.length,1,where);const texts=[asUSVString(origin),asDOMString(lastEventId)];const from=asSource(source,where),
list=asPorts(ports,where);initEvent(this,type,bubbles,cancelable);this.#data=data;this.#origin=texts[0];this.#lastEventId=texts[1];this.#source=from;this.#ports=
list}}exposed(MessageEvent,"MessageEvent");const{initEvent:init}=Event.prototype;const initEvent=(event,...parameters)=>apply(init,event,parameters);const asPorts=(value2,where)=>freeze(
asSequence(value2,port2=>{if(!isObject(port2)||!isPort(port2))fail(where,"The sequence has what is not of type 'MessagePort'.");return port2},where));const asSource=(value2,where)=>{
if(value2===null||value2===void 0)return null;if(!isObject(value2)||!isPort(value2))fail(where,"The source is not of type 'MessagePort'.");return value2};let isPort;
let endOf2;let detach;class MessagePort extends EventTarget{#end;#onmessage=handlers();#onmessageerror=handlers();constructor(key,end4){if(key!==internal3)illegal();
super();this.#end=end4;this.#end.port=this}postMessage(message,options=void 0){const end4=this.#end;const where=executing("postMessage","MessagePort");required(
arguments.length,1,where);const isList=isObject(options)&&options[iterator]!==void 0;const transfer=isList?asTransfer(options,where):transferOf(options,where);let isDoomed=false;
for(let n=0;n<transfer.length;n++){if(transfer[n]===this)throw domException("A port can't be sent through itself.","DataCloneError");if(end4!==null&&end4.other!==
null&&transfer[n]===end4.other.port)isDoomed=true}const packed=pack(message,transfer);if(end4===null||end4.other===null||isDoomed)return;push(end4.other.queue,packed);
schedule(end4.other)}start(){const end4=this.#end;if(end4===null)return;end4.started=true;schedule(end4)}close(){const end4=this.#end;if(end4===null)return;detach(
this);const{other}=end4;end4.other=null;end4.queue=[];if(other!==null)other.other=null}get onmessage(){return this.#onmessage.get()}set onmessage(value2){this.#onmessage.
set(this,"message",value2);const end4=this.#end;if(end4===null)return;end4.started=true;schedule(end4)}get onmessageerror(){return this.#onmessageerror.get()}set onmessageerror(value2){
this.#onmessageerror.set(this,"messageerror",value2)}static{isPort=value2=>#end in value2;endOf2=port2=>port2.#end;detach=port2=>{const end4=port2.#end;port2.#end=
null;end4.port=null;end4.started=false;return end4}}}exposed(MessagePort,"MessagePort");const schedule=end4=>{if(end4.scheduled||!end4.started||end4.port===null||
end4.queue.length===0)return;end4.scheduled=true;timers.setTimeout(()=>{end4.scheduled=false;deliver(end4)},0)};const deliver=end4=>{const port2=end4.port;if(port2===
null||!end4.started||end4.queue.length===0)return;const message=shift(end4.queue);schedule(end4);arrive(port2,message)};const arrive=(target,message)=>{let event;
try{const{value:value2,moved}=unpack(message);const ports=[];for(let n=0;n<moved.length;n++)if(isPort(moved[n]))push(ports,moved[n]);event=new MessageEvent("mes\
sage");fill(event,value2,freeze(ports))}catch{event=new MessageEvent("messageerror")}dispatch(target,event,true)};class MessageChannel{#port1;#port2;constructor(){
const one=newEnd(),two=newEnd();one.other=two;two.other=one;this.#port1=new MessagePort(internal3,one);this.#port2=new MessagePort(internal3,two)}get port1(){return this.#port1}get port2(){
return this.#port2}}exposed(MessageChannel,"MessageChannel");const newPort=end4=>new MessagePort(internal3,end4);return{MessageEvent,MessagePort,MessageChannel,
isPort,endOf:endOf2,detach,newPort,arrive}})}});var clone_exports={};__export(clone_exports,{asTransfer:()=>asTransfer,pack:()=>pack,structuredClone:()=>structuredClone,transferOf:()=>transferOf,unpack:()=>unpack});
var serialize,markInterfaces,deserialize,plain2,cloneables,transferables,cloneError,pack,unpack,take,asCloneError,transferOf,asTransfer,functions3,structuredClone,
copyException;var init_clone=__esm({"clone.ts"(){"use strict";init_key();init_dom_exception();init_blob();init_file();init_host();init_messaging();init_primordials();
init_webidl();serialize=op("serialize");markInterfaces=op("markInterfaces");deserialize=op("deserialize");plain2=Object2.prototype;cloneables=[{is:object=>fileOf(
object)!==void 0,save:file=>[blobOf(file),fileOf(file)],load:saved=>newFile(saved[0].bytes,saved[0].type,saved[1].name,saved[1].lastModified)},{is:object=>blobOf(
object)!==void 0,save:blobOf,load:({bytes,type})=>newBlob(bytes,type)},{is:object=>cryptoKeys().isCryptoKey(object),save:key=>cryptoKeys().keyOf(key),load:data=>cryptoKeys().
newKey(data)}];transferables=[{is:object=>messaging().isPort(object),isDetached:port2=>messaging().endOf(port2)===null,save:port2=>messaging().detach(port2),load:end4=>messaging().
newPort(end4)}];cloneError=what=>domException(what,"DataCloneError");pack=(value2,transfer)=>{const buffers=[],moving=[];const places=new Map;for(let n=0;n<transfer.
length;n++){const object=transfer[n];if(mapGet(places,object)!==void 0)throw cloneError("The transfer list has an object twice.");if(isArrayBuffer(object)){mapSet(
places,object,-1);push(buffers,object);continue}let of;for(let k=0;k<transferables.length;k++)if(transferables[k].is(object))of=transferables[k];if(of===void 0)
throw cloneError(isSharedArrayBuffer(object)?"A SharedArrayBuffer can't be transferred.":"An object of the transfer list can't be transferred.");mapSet(places,object,
moving.length);push(moving,{of,object})}for(let n=0;n<buffers.length;n++)if(bufferDetached(buffers[n]))throw cloneError("An ArrayBuffer is detached and can't be\
 transferred.");for(let n=0;n<moving.length;n++)if(moving[n].of.isDetached(moving[n].object))throw cloneError("An object of the transfer list was transferred be\
fore.");const hosts=[],moved=[],loaded=[];const write2=object=>{const place=mapGet(places,object);if(place!==void 0)return push(hosts,()=>loaded[place])-1;for(let n=0;n<
cloneables.length;n++){const{is:is2,save,load:load2}=cloneables[n];if(!is2(object))continue;const saved=save(object);return push(hosts,()=>load2(saved))-1}throw cloneError(
"An object can't be cloned.")};if(newInterfaces.length>0){markInterfaces(newInterfaces);newInterfaces.length=0}let bytes;try{bytes=serialize(value2,buffers,plain2,
write2)}catch(error){throw asCloneError(error)}for(let n=0;n<buffers.length;n++)if(bufferDetached(buffers[n]))throw cloneError("An ArrayBuffer is detached and c\
an't be transferred.");const taken=[];for(let n=0;n<buffers.length;n++)push(taken,take(buffers[n]));for(let n=0;n<moving.length;n++)push(moved,{of:moving[n].of,
saved:moving[n].of.save(moving[n].object)});return{__proto__:null,bytes,buffers:taken,hosts,moved,loaded}};unpack=message=>{const{bytes,buffers,hosts,moved,loaded}=message;
const list=[];for(let n=0;n<moved.length;n++){const object=moved[n].of.load(moved[n].saved);push(loaded,object);push(list,object)}const objects=[];for(let n=0;n<
hosts.length;n++)push(objects,hosts[n]());return{value:deserialize(bytes,buffers,objects),moved:list}};take=buffer3=>{try{return bufferTransfer(buffer3)}catch{throw cloneError(
"An ArrayBuffer can't be detached.")}};asCloneError=error=>{if(!isObject(error)||exceptions().isDOMException(error))return error;const name=getOwnPropertyDescriptor(
error,"name"),message=getOwnPropertyDescriptor(error,"message");return name?.value==="DataCloneError"?cloneError(`${message?.value}`):error};transferOf=(options,where)=>{
const{transfer}=asDictionary(options,where);return transfer===void 0?[]:asTransfer(transfer,where)};asTransfer=(list,where)=>asSequence(list,object=>{if(!isObject(
object))fail(where,"The transfer list has what is no object.");return object},where);functions3={structuredClone(value2,options=void 0){const where=executing("s\
tructuredClone");required(arguments.length,1,where);const transfer=transferOf(options,where);if(isObject(value2)&&exceptions().isDOMException(value2)&&transfer.
length===0){return copyException(value2)}return unpack(pack(value2,transfer)).value}};({structuredClone}=functions3);copyException=value2=>{const copy4=domException(
value2.message,value2.name);const stack=getOwnPropertyDescriptor(value2,"stack");if(stack!==void 0&&typeof stack.value==="string")define(copy4,"stack",stack.value);
return copy4}}});var broadcast_channel_exports={};__export(broadcast_channel_exports,{broadcasting:()=>broadcasting});var broadcasting;var init_broadcast_channel=__esm({"broadca\
st_channel.ts"(){"use strict";init_clone();init_dom_exception();init_events();init_host();init_messaging();init_part();init_primordials();init_webidl();broadcasting=
part(()=>{const{EventTarget,handlers}=events();const{arrive}=messaging();const channels=new Map;class BroadcastChannel extends EventTarget{#name;#closed=false;#onmessage=handlers();#onmessageerror=handlers();constructor(name){
required(arguments.length,1,constructing("BroadcastChannel"));const text=asDOMString(name);super();this.#name=text;const others=mapGet(channels,text);if(others===
void 0)mapSet(channels,text,[this]);else push(others,this)}get name(){return this.#name}postMessage(message){const closed=this.#closed;required(arguments.length,
1,executing("postMessage","BroadcastChannel"));if(closed)throw domException("The channel is closed.","InvalidStateError");const packed=pack(message,[]);const all=mapGet(
channels,this.#name);for(let n=0;n<all.length;n++){const channel=all[n];if(channel!==this)timers.setTimeout(()=>{if(!channel.#closed)arrive(channel,packed)},0)}}close(){
if(this.#closed)return;this.#closed=true;const open3=[];const all=mapGet(channels,this.#name);for(let n=0;n<all.length;n++)if(all[n]!==this)push(open3,all[n]);if(open3.
length>0)mapSet(channels,this.#name,open3);else mapDelete(channels,this.#name)}get onmessage(){return this.#onmessage.get()}set onmessage(value2){this.#onmessage.
set(this,"message",value2)}get onmessageerror(){return this.#onmessageerror.get()}set onmessageerror(value2){this.#onmessageerror.set(this,"messageerror",value2)}}
exposed(BroadcastChannel,"BroadcastChannel");return{BroadcastChannel}})}});var types,observing;var init_performance_observer=__esm({"performance_observer.ts"(){"use strict";init_dom_exception();init_host();init_primordials();init_report();
init_webidl();types=freeze(["mark","measure"]);observing=({read:read2,buffered,dropped})=>{const internal3={};const select=(entries,match)=>{const found=[];for(let n=0;n<
entries.length;n++){const{name,type}=read2(entries[n]);if(match(name,type))push(found,entries[n])}return sort(found,(a,b)=>read2(a).start-read2(b).start)};const byType=(entries,type)=>{
const text=asDOMString(type);return select(entries,(_,of)=>of===text)};const byName=(entries,name,type)=>{const text=asDOMString(name),only=type===void 0?void 0:
asDOMString(type);return select(entries,(of,kind)=>of===text&&(only===void 0||kind===only))};class PerformanceObserverEntryList{#entries;constructor(key,entries){
if(key!==internal3)illegal();this.#entries=entries}getEntries(){return select(this.#entries,()=>true)}getEntriesByType(type){const entries=this.#entries;required(
arguments.length,1,executing("getEntriesByType","PerformanceObserverEntryList"));return byType(entries,type)}getEntriesByName(name,type=void 0){const entries=this.#entries;
required(arguments.length,1,executing("getEntriesByName","PerformanceObserverEntryList"));return byName(entries,name,type)}}exposed(PerformanceObserverEntryList,
"PerformanceObserverEntryList");let observers=[];let isScheduled=false;let offer;let notify;class PerformanceObserver{#callback;#kind;#types=[];#entries=[];#needsDropped=false;constructor(callback){
const where=constructing("PerformanceObserver");required(arguments.length,1,where);if(!isFunction(callback))fail(where,"parameter 1 is not of type 'Function'.");
this.#callback=callback}observe(options=void 0){const observed=this.#types;const where=executing("observe","PerformanceObserver");const members2=asDictionary(options,
where);const{buffered:withBuffered}=members2;const{entryTypes}=members2;const list=entryTypes===void 0?void 0:asSequence(entryTypes,asDOMString,where);const{type}=members2;
const one=type===void 0?void 0:asDOMString(type);if(list===void 0&&one===void 0)throw new TypeError2(`${where}: either entryTypes or type is needed.`);if(list!==
void 0&&(one!==void 0||withBuffered!==void 0))throw new TypeError2(`${where}: entryTypes can't go with other options.`);const kind=list===void 0?"type":"entryTy\
pes";if(this.#kind!==void 0&&this.#kind!==kind){throw domException("An observer observes either entryTypes or a type.","InvalidModificationError")}this.#kind=kind;
this.#needsDropped=true;const known=[];const asked2=list??[one];for(let n=0;n<asked2.length;n++)if(indexOf(types,asked2[n])>=0)push(known,asked2[n]);if(known.length===
0)return;if(indexOf(observers,this)<0)push(observers,this);if(list!==void 0){this.#types=known;return}if(indexOf(observed,one)<0)push(observed,one);if(!withBuffered)
return;const before=byType(buffered(),one);for(let n=0;n<before.length;n++)push(this.#entries,before[n]);schedule()}disconnect(){this.#types=[];this.#entries=[];
this.#kind=void 0;const rest2=[];for(let n=0;n<observers.length;n++)if(observers[n]!==this)push(rest2,observers[n]);observers=rest2}takeRecords(){const entries=this.#entries;
this.#entries=[];return entries}static get supportedEntryTypes(){return types}static{offer=(observer,entry,type)=>{if(indexOf(observer.#types,type)>=0)push(observer.#entries,
entry)};notify=observer=>{const entries=observer.#entries;if(entries.length===0)return;observer.#entries=[];const options={};if(observer.#needsDropped)define(options,
"droppedEntriesCount",dropped(),{enumerable:true});observer.#needsDropped=false;try{apply(observer.#callback,observer,[new PerformanceObserverEntryList(internal3,
entries),observer,options])}catch(error){report(error)}}}}exposed(PerformanceObserver,"PerformanceObserver");const schedule=()=>{if(isScheduled)return;isScheduled=
true;timers.setTimeout(()=>{isScheduled=false;const all=slice(observers);for(let n=0;n<all.length;n++)notify(all[n])},0)};const queue=entry=>{if(observers.length===
0)return;const{type}=read2(entry);for(let n=0;n<observers.length;n++)offer(observers[n],entry,type);schedule()};return{PerformanceObserver,PerformanceObserverEntryList,
queue,select,byType,byName}}}});var performance_exports={};__export(performance_exports,{performances:()=>performances});var mostEntries,performances;var init_performance=__esm({"performance.t\
s"(){"use strict";init_clone();init_clock();init_dom_exception();init_events();init_part();init_performance_observer();init_primordials();init_webidl();mostEntries=
1e4;performances=part(()=>{const{EventTarget}=events();const internal3={};const clone=value2=>value2===void 0||value2===null?null:unpack(pack(value2,[])).value;
let read2;class PerformanceEntry{#name;#entryType;#startTime;#duration;constructor(key,name,entryType,startTime,duration){if(key!==internal3)illegal();this.#name=
name;this.#entryType=entryType;this.#startTime=startTime;this.#duration=duration}get name(){return this.#name}get entryType(){return this.#entryType}get startTime(){
return this.#startTime}get duration(){return this.#duration}toJSON(){return{name:this.#name,entryType:this.#entryType,startTime:this.#startTime,duration:this.#duration}}static{
read2=entry=>({name:entry.#name,type:entry.#entryType,start:entry.#startTime})}}exposed(PerformanceEntry,"PerformanceEntry");class PerformanceMark extends PerformanceEntry{#detail;constructor(name,options=void 0){
const where=constructing("PerformanceMark");required(arguments.length,1,where);const text=asDOMString(name);const{detail,startTime}=asDictionary(options,where);
const start=startTime===void 0?now():asDouble(startTime,where);if(start<0)throw new TypeError2(`${where}: '${text}' cannot have a negative start time.`);super(internal3,
text,"mark",start,0);this.#detail=clone(detail)}get detail(){return this.#detail}toJSON(){return withDetail(this,this.#detail)}}exposed(PerformanceMark,"Perform\
anceMark");class PerformanceMeasure extends PerformanceEntry{#detail;constructor(key,name,start,duration,detail){super(key,name,"measure",start,duration);this.#detail=
detail}get detail(){return this.#detail}toJSON(){return withDetail(this,this.#detail)}}exposed(PerformanceMeasure,"PerformanceMeasure");const{toJSON}=PerformanceEntry.
prototype;const withDetail=(entry,detail)=>({...apply(toJSON,entry,[]),detail});let entries=[];let dropped=0;const{queue,select,byType,byName,...observers}=observing(
{read:entry=>read2(entry),buffered:()=>entries,dropped:()=>dropped});const keep=entry=>{queue(entry);if(entries.length>=mostEntries){entries=slice(entries,mostEntries/
10);dropped+=mostEntries/10}push(entries,entry)};const clear=(of,name)=>{const rest2=[];for(let n=0;n<entries.length;n++){const entry=read2(entries[n]);if(entry.
type!==of||name!==void 0&&entry.name!==name)push(rest2,entries[n])}entries=rest2};const timeOf=(mark,where)=>{if(typeof mark==="number"){const time=asDouble(mark,
where);if(time<0)throw new TypeError2(`${where}: a timestamp cannot be negative.`);return time}const name=asDOMString(mark);for(let n=entries.length-1;n>=0;n--){
const entry=read2(entries[n]);if(entry.type==="mark"&&entry.name===name)return entry.start}throw domException(`${where}: The mark '${name}' does not exist.`,"Sy\
ntaxError")};class Performance extends EventTarget{#brand=true;constructor(key){if(key!==internal3)illegal();super()}get timeOrigin(){this.#brand;return timeOrigin()}now(){
this.#brand;return now()}mark(name,options=void 0){this.#brand;required(arguments.length,1,executing("mark","Performance"));const mark=new PerformanceMark(name,
options);keep(mark);return mark}measure(name,startOrOptions=void 0,endMark=void 0){this.#brand;const where=executing("measure","Performance");required(arguments.
length,1,where);const text=asDOMString(name);let start,end4,length,detail;if(isObject(startOrOptions)){const options=startOrOptions;const{detail:given,duration,
end:to,start:from}=options;const isAny=given!==void 0||duration!==void 0||to!==void 0||from!==void 0;if(isAny){if(endMark!==void 0)throw new TypeError2(`${where}\
: an end mark and options can't go together.`);if(from===void 0&&to===void 0)throw new TypeError2(`${where}: options need a start or an end.`);if(from!==void 0&&
to!==void 0&&duration!==void 0)throw new TypeError2(`${where}: options can't have start, end and duration.`)}detail=given;if(duration!==void 0)length=asDouble(duration,
where);if(to!==void 0)end4=timeOf(to,where);if(from!==void 0)start=timeOf(from,where)}else if(startOrOptions!==void 0&&startOrOptions!==null){start=timeOf(typeof startOrOptions===
"number"?startOrOptions:asDOMString(startOrOptions),where)}if(endMark!==void 0)end4=timeOf(asDOMString(endMark),where);end4??=start!==void 0&&length!==void 0?start+
length:now();start??=length===void 0?0:end4-length;const measure=new PerformanceMeasure(internal3,text,start,end4-start,clone(detail));keep(measure);return measure}clearMarks(name=void 0){
this.#brand;clear("mark",name===void 0?void 0:asDOMString(name))}clearMeasures(name=void 0){this.#brand;clear("measure",name===void 0?void 0:asDOMString(name))}getEntries(){
this.#brand;return select(entries,()=>true)}getEntriesByType(type){this.#brand;required(arguments.length,1,executing("getEntriesByType","Performance"));return byType(
entries,type)}getEntriesByName(name,type=void 0){this.#brand;required(arguments.length,1,executing("getEntriesByName","Performance"));return byName(entries,name,
type)}toJSON(){this.#brand;return{timeOrigin:timeOrigin()}}}exposed(Performance,"Performance");return{...observers,Performance,PerformanceEntry,PerformanceMark,
PerformanceMeasure,performance:new Performance(internal3)}})}});var navigator_exports={};__export(navigator_exports,{navigators:()=>navigators});var userAgent,navigators;var init_navigator=__esm({"navigator.ts"(){"use strict";
init_host();init_part();init_webidl();userAgent=ofHost(op("userAgent"));navigators=part(()=>{const internal3={};class Navigator{#brand=true;constructor(key){if(key!==
internal3)illegal()}get userAgent(){this.#brand;return userAgent()}}exposed(Navigator,"Navigator");return{Navigator,navigator:new Navigator(internal3)}})}});var randomBytes2,digest,hmacSign,hmacVerify,pbkdf2,hkdf,aesCBC,aesCTR,aesGCM,aesWrap,rsaGenerate,rsaSign,rsaVerify,rsaEncrypt,rsaDecrypt,ecGenerate,ecdsaSign,ecdsaVerify,
ecdhDerive,ed25519Sign,ed25519Verify,importDER,importRaw,importJWK,exportRaw,exportJWK,publicOf,fromBase64URL,toBase64URL;var init_operations=__esm({"crypto/ope\
rations.ts"(){"use strict";init_host();randomBytes2=op("randomBytes");digest=op("digest");hmacSign=op("hmacSign");hmacVerify=op("hmacVerify");pbkdf2=op("pbkdf2");
hkdf=op("hkdf");aesCBC=op("aesCBC");aesCTR=op("aesCTR");aesGCM=op("aesGCM");aesWrap=op("aesWrap");rsaGenerate=op("rsaGenerate");rsaSign=op("rsaSign");rsaVerify=
op("rsaVerify");rsaEncrypt=op("rsaEncrypt");rsaDecrypt=op("rsaDecrypt");ecGenerate=op("ecGenerate");ecdsaSign=op("ecdsaSign");ecdsaVerify=op("ecdsaVerify");ecdhDerive=
op("ecdhDerive");ed25519Sign=op("ed25519Sign");ed25519Verify=op("ed25519Verify");importDER=op("importDER");importRaw=op("importRaw");importJWK=op("importJWK");exportRaw=
op("exportRaw");exportJWK=op("exportJWK");publicOf=op("publicOf");fromBase64URL=op("base64URLDecode");toBase64URL=op("base64URLEncode")}});var nothing2,needed,copy2,hashName,hashOnly,curve,aesLength,hmac,rsaGenerate2,publicKey,iv,readers,names3,notSupported,normalize;var init_algorithm=__esm({"cryp\
to/algorithm.ts"(){"use strict";init_dom_exception();init_primordials();init_webidl();init_key();nothing2=()=>({__proto__:null});needed=(value2,member,where)=>value2===
void 0?fail(where,`member ${member} is required.`):value2;copy2=(value2,where)=>new Uint8Array2(asBytes(value2,where));hashName=(value2,where)=>normalize(needed(
value2,"hash",where),"digest",where).name;hashOnly=({hash:hash2},where)=>({__proto__:null,hash:hashName(hash2,where)});curve=({namedCurve},where)=>({__proto__:null,
namedCurve:asDOMString(needed(namedCurve,"namedCurve",where))});aesLength=({length},where)=>({__proto__:null,length:asInteger(needed(length,"length",where),16,false,
where,"EnforceRange")});hmac=({hash:hash2,length},where)=>({__proto__:null,hash:hashName(hash2,where),length:length===void 0?void 0:asInteger(length,32,false,where,
"EnforceRange")});rsaGenerate2=({hash:hash2,modulusLength,publicExponent},where)=>{const name=hashName(hash2,where);const bits=asInteger(needed(modulusLength,"m\
odulusLength",where),32,false,where,"EnforceRange");if(typedArrayName(needed(publicExponent,"publicExponent",where))!=="Uint8Array")fail(where,"member publicExp\
onent is not of type 'Uint8Array'.");return{__proto__:null,hash:name,modulusLength:bits,publicExponent:copy2(publicExponent,where)}};publicKey=(from,where)=>{const key=needed(
from.public,"public",where);if(!isObject(key)||!cryptoKeys().isCryptoKey(key))fail(where,"member public is not of type 'CryptoKey'.");return{__proto__:null,public:key}};
iv=(from,where)=>({__proto__:null,iv:copy2(needed(from.iv,"iv",where),where)});readers={__proto__:null,"SHA-1":{digest:nothing2},"SHA-256":{digest:nothing2},"SH\
A-384":{digest:nothing2},"SHA-512":{digest:nothing2},"RSASSA-PKCS1-v1_5":{generateKey:rsaGenerate2,importKey:hashOnly,sign:nothing2},"RSA-PSS":{generateKey:rsaGenerate2,
importKey:hashOnly,sign:({saltLength},where)=>({__proto__:null,saltLength:asInteger(needed(saltLength,"saltLength",where),32,false,where,"EnforceRange")})},"RSA\
-OAEP":{generateKey:rsaGenerate2,importKey:hashOnly,encrypt:({label},where)=>({__proto__:null,label:label===void 0?new Uint8Array2(0):copy2(label,where)})},"ECD\
SA":{generateKey:curve,importKey:curve,sign:hashOnly},"ECDH":{generateKey:curve,importKey:curve,deriveBits:publicKey},"Ed25519":{generateKey:nothing2,importKey:nothing2,
sign:nothing2},"X25519":{generateKey:nothing2,importKey:nothing2,deriveBits:publicKey},"AES-CTR":{generateKey:aesLength,importKey:nothing2,getKeyLength:aesLength,
encrypt:({counter,length},where)=>({__proto__:null,counter:copy2(needed(counter,"counter",where),where),length:asInteger(needed(length,"length",where),8,false,where,
"EnforceRange")})},"AES-CBC":{generateKey:aesLength,importKey:nothing2,getKeyLength:aesLength,encrypt:iv},"AES-GCM":{generateKey:aesLength,importKey:nothing2,getKeyLength:aesLength,
encrypt:(from,where)=>{const{additionalData}=from;return{...iv(from,where),additionalData:additionalData===void 0?new Uint8Array2(0):copy2(additionalData,where),
tagLength:from.tagLength===void 0?128:asInteger(from.tagLength,8,false,where,"EnforceRange")}}},"AES-KW":{generateKey:aesLength,importKey:nothing2,getKeyLength:aesLength,
wrapKey:nothing2},"HMAC":{generateKey:hmac,importKey:hmac,getKeyLength:hmac,sign:nothing2},"HKDF":{importKey:nothing2,getKeyLength:nothing2,deriveBits:({hash:hash2,
info,salt},where)=>({__proto__:null,hash:hashName(hash2,where),info:copy2(needed(info,"info",where),where),salt:copy2(needed(salt,"salt",where),where)})},"PBKDF\
2":{importKey:nothing2,getKeyLength:nothing2,deriveBits:({hash:hash2,iterations,salt},where)=>({__proto__:null,hash:hashName(hash2,where),iterations:asInteger(needed(
iterations,"iterations",where),32,false,where,"EnforceRange"),salt:copy2(needed(salt,"salt",where),where)})}};names3=["SHA-1","SHA-256","SHA-384","SHA-512","RSA\
SSA-PKCS1-v1_5","RSA-PSS","RSA-OAEP","ECDSA","ECDH","Ed25519","X25519","AES-CTR","AES-CBC","AES-GCM","AES-KW","HMAC","HKDF","PBKDF2"];notSupported=what=>domException(
what,"NotSupportedError");normalize=(value2,operation,where)=>{const from=isObject(value2)?asDictionary(value2,where):{__proto__:null,name:asDOMString(value2)};
const given=asDOMString(needed(from.name,"name",where));const lower=toLowerCase(given);for(let n=0;n<names3.length;n++){const name=names3[n];if(toLowerCase(name)!==
lower)continue;const read2=readers[name][operation];if(read2===void 0)break;return{__proto__:null,...read2(from,where),name}}throw notSupported(`${where}: Unrec\
ognized algorithm name: ${given}`)}}});var syntaxError,invalidAccess,dataError,usages,usagesOf,checkUsages,isRSA,isEC,isOKP,isAES,isAsymmetric,isCurve,kindOf,blockBits,hashSuffix,jwkAlgorithm,isUsage;
var init_kind=__esm({"crypto/kind.ts"(){"use strict";init_primordials();init_dom_exception();init_key();syntaxError=what=>domException(what,"SyntaxError");invalidAccess=
what=>domException(what,"InvalidAccessError");dataError=what=>domException(what,"DataError");usages={__proto__:null,"RSASSA-PKCS1-v1_5":{private:["sign"],public:[
"verify"]},"RSA-PSS":{private:["sign"],public:["verify"]},"RSA-OAEP":{private:["decrypt","unwrapKey"],public:["encrypt","wrapKey"]},"ECDSA":{private:["sign"],public:[
"verify"]},"ECDH":{private:["deriveKey","deriveBits"],public:[]},"Ed25519":{private:["sign"],public:["verify"]},"X25519":{private:["deriveKey","deriveBits"],public:[]},
"AES-CTR":{secret:["encrypt","decrypt","wrapKey","unwrapKey"]},"AES-CBC":{secret:["encrypt","decrypt","wrapKey","unwrapKey"]},"AES-GCM":{secret:["encrypt","decr\
ypt","wrapKey","unwrapKey"]},"AES-KW":{secret:["wrapKey","unwrapKey"]},"HMAC":{secret:["sign","verify"]},"HKDF":{secret:["deriveKey","deriveBits"]},"PBKDF2":{secret:[
"deriveKey","deriveBits"]}};usagesOf=(name,type,given)=>{const may=usages[name][type]??[],list=[];for(let n=0;n<given.length;n++)if(indexOf(may,given[n])>=0)push(
list,given[n]);return list};checkUsages=(name,types2,given)=>{for(let n=0;n<given.length;n++){let may=false;for(let k=0;k<types2.length;k++)may||=indexOf(usages[name][types2[k]]??
[],given[n])>=0;if(!may)throw syntaxError(`A key of ${name} can't be used for ${given[n]}.`)}};isRSA=name=>name==="RSASSA-PKCS1-v1_5"||name==="RSA-PSS"||name===
"RSA-OAEP";isEC=name=>name==="ECDSA"||name==="ECDH";isOKP=name=>name==="Ed25519"||name==="X25519";isAES=name=>name==="AES-CTR"||name==="AES-CBC"||name==="AES-GC\
M"||name==="AES-KW";isAsymmetric=name=>isRSA(name)||isEC(name)||isOKP(name);isCurve=name=>name==="P-256"||name==="P-384"||name==="P-521";kindOf=({name,namedCurve})=>isRSA(
name)?"RSA":isEC(name)?namedCurve:name;blockBits=hash2=>hash2==="SHA-1"||hash2==="SHA-256"?512:1024;hashSuffix=hash2=>hash2==="SHA-1"?"1":hash2==="SHA-256"?"256":
hash2==="SHA-384"?"384":"512";jwkAlgorithm=({name,hash:hash2},bits)=>{switch(name){case"RSASSA-PKCS1-v1_5":return"RS"+hashSuffix(hash2);case"RSA-PSS":return"PS"+
hashSuffix(hash2);case"RSA-OAEP":return hash2==="SHA-1"?"RSA-OAEP":"RSA-OAEP-"+hashSuffix(hash2);case"HMAC":return"HS"+hashSuffix(hash2);case"AES-CTR":case"AES-\
CBC":case"AES-GCM":case"AES-KW":return`A${bits}${name==="AES-CTR"?"CTR":name==="AES-CBC"?"CBC":name==="AES-GCM"?"GCM":"KW"}`}return void 0};isUsage=text=>indexOf(
allUsages,text)>=0}});var operationError,computed,buffer,bufferOf,answer,permit,sign,verify,crypt,deriveBits,isAESLength,keyLength,generateKey,isF4,mostSecret;var init_compute=__esm(
{"crypto/compute.ts"(){"use strict";init_dom_exception();init_primordials();init_algorithm();init_key();init_kind();init_operations();operationError=what=>domException(
what,"OperationError");computed=(promise,fulfilled)=>new Promise2((resolve3,reject2)=>{then(promise,value2=>{try{resolve3(fulfilled(value2))}catch(error){reject2(
error)}},error=>{reject2(operationError(error.message))})});buffer=bytes=>typedArrayBuffer(bytes);bufferOf=promise=>computed(promise,buffer);answer=promise=>computed(
promise,is2=>is2);permit=(algorithm,key,usage)=>{if(key.algorithm.name!==algorithm.name)throw invalidAccess(`The key is of ${key.algorithm.name}.`);for(let n=0;n<
key.usages.length;n++)if(key.usages[n]===usage)return;throw invalidAccess(`The key can't be used for ${usage}.`)};sign=(algorithm,{algorithm:of,bytes},data)=>{switch(algorithm.
name){case"HMAC":return bufferOf(hmacSign(of.hash,bytes,data));case"ECDSA":return bufferOf(ecdsaSign(algorithm.hash,bytes,data));case"Ed25519":return bufferOf(ed25519Sign(
bytes,data));case"RSA-PSS":return bufferOf(rsaSign(of.hash,bytes,algorithm.saltLength,data))}return bufferOf(rsaSign(of.hash,bytes,-1,data))};verify=(algorithm,{
algorithm:of,bytes},signature,data)=>{switch(algorithm.name){case"HMAC":return answer(hmacVerify(of.hash,bytes,signature,data));case"ECDSA":return answer(ecdsaVerify(
algorithm.hash,bytes,signature,data));case"Ed25519":return answer(ed25519Verify(bytes,signature,data));case"RSA-PSS":return answer(rsaVerify(of.hash,bytes,algorithm.
saltLength,signature,data))}return answer(rsaVerify(of.hash,bytes,-1,signature,data))};crypt=(encrypt,algorithm,{algorithm:of,bytes},data,fulfilled)=>{switch(algorithm.
name){case"AES-CBC":if(typedArrayLength(algorithm.iv)!==16)throw operationError("The iv must have 16 bytes.");return computed(aesCBC(encrypt,bytes,algorithm.iv,
data),fulfilled);case"AES-CTR":if(typedArrayLength(algorithm.counter)!==16)throw operationError("The counter must have 16 bytes.");if(algorithm.length<1||algorithm.
length>128)throw operationError("The counter's length must be from 1 to 128 bits.");return computed(aesCTR(bytes,algorithm.counter,algorithm.length,data),fulfilled);case"\
AES-GCM":switch(algorithm.tagLength){case 32:case 64:case 96:case 104:case 112:case 120:case 128:return computed(aesGCM(encrypt,bytes,algorithm.iv,algorithm.additionalData,
algorithm.tagLength/8,data),fulfilled)}throw operationError("The tag can't have that length.");case"AES-KW":return computed(aesWrap(encrypt,bytes,data),fulfilled)}
return computed(encrypt?rsaEncrypt(of.hash,bytes,algorithm.label,data):rsaDecrypt(of.hash,bytes,algorithm.label,data),fulfilled)};deriveBits=(algorithm,{algorithm:of,
type,bytes},bits,fulfilled)=>{if(algorithm.name==="ECDH"||algorithm.name==="X25519"){const other=cryptoKeys().keyOf(algorithm.public);if(type!=="private")throw invalidAccess(
"The base key must be private.");if(other.type!=="public")throw invalidAccess("The other key must be public.");if(other.algorithm.name!==of.name||other.algorithm.
namedCurve!==of.namedCurve)throw invalidAccess("The keys are of different kinds.");return computed(ecdhDerive(bytes,other.bytes),text=>{const secret=fromBase64URL(
text);if(bits===null)return fulfilled(secret);if(bits>typedArrayLength(secret)*8)throw operationError("There are fewer bits.");const some=copyBytesFrom(secret,0,
bits+7>>3);if(bits%8!==0)some[bits>>3]&=255<<8-bits%8;return fulfilled(some)})}if(bits===null||bits%8!==0)throw operationError("The length must be a multiple of\
 8.");const derived=text=>fulfilled(fromBase64URL(text));if(algorithm.name==="HKDF")return computed(hkdf(algorithm.hash,bytes,algorithm.salt,algorithm.info,bits/
8),derived);if(algorithm.iterations===0||bits===0)throw operationError("There must be an iteration and a bit at least.");return computed(pbkdf2(algorithm.hash,bytes,
algorithm.salt,algorithm.iterations,bits/8),derived)};isAESLength=length=>length===128||length===192||length===256;keyLength=({name,length,hash:hash2})=>{if(isAES(
name)){if(!isAESLength(length))throw operationError("A key of AES has 128, 192 or 256 bits.");return length}if(name!=="HMAC")return null;if(length===0)throw new TypeError2(
"A key of HMAC has a bit at least.");return length??blockBits(hash2)};generateKey=(algorithm,extractable,usages2)=>{const{name}=algorithm;const key=(type,of,canExport,bytes)=>cryptoKeys().
newKey({__proto__:null,type,extractable:canExport,algorithm:of,usages:usagesOf(name,type,usages2),bytes});if(isAES(name)||name==="HMAC"){checkUsages(name,["secr\
et"],usages2);if(isAES(name)&&!isAESLength(algorithm.length))throw operationError("A key of AES has 128, 192 or 256 bits.");const length=algorithm.length??blockBits(
algorithm.hash);if(length===0||length>8*mostSecret)throw operationError("A key can't have that length.");if(usages2.length===0)throw syntaxError("A secret key n\
eeds a usage.");const bytes=new Uint8Array2(length+7>>3);randomBytes2(bytes);return resolved(key("secret",{__proto__:null,name,hash:algorithm.hash,length},extractable,
bytes))}checkUsages(name,["private","public"],usages2);if(isEC(name)&&!isCurve(algorithm.namedCurve))throw notSupported("Unrecognized namedCurve");if(isRSA(name)&&
!isF4(algorithm.publicExponent))throw operationError("The public exponent must be 65537.");if(usagesOf(name,"private",usages2).length===0)throw syntaxError("A p\
rivate key needs a usage.");const made=isRSA(name)?rsaGenerate(algorithm.modulusLength,algorithm.publicExponent):ecGenerate(kindOf(algorithm));return computed(made,
text=>{const bytes=fromBase64URL(text);return{publicKey:key("public",algorithm,true,publicOf(bytes)),privateKey:key("private",algorithm,extractable,bytes)}})};isF4=
exponent=>{let value2=0;for(let n=0;n<typedArrayLength(exponent);n++)value2=value2*256+exponent[n];return value2===65537};mostSecret=65536}});var formats2,numbers,asJWK,newKeyData,importKey,checkJWK,invalid,importAsymmetric,importSecret,exportKey,toJWK,asUsages;var init_formats=__esm({"crypto/formats.\
ts"(){"use strict";init_primordials();init_webidl();init_algorithm();init_key();init_kind();init_operations();formats2=["raw","jwk","pkcs8","spki"];numbers=["d",
"dp","dq","e","n","p","q","qi","x","y"];asJWK=(from,where)=>{const jwk={__proto__:null};const text=member=>{const value2=from[member];if(value2!==void 0)jwk[member]=
asDOMString(value2)};text("alg");text("crv");text("d");text("dp");text("dq");text("e");const{ext}=from;if(ext!==void 0)jwk.ext=!!ext;text("k");const{key_ops:operations}=from;
if(operations!==void 0)jwk.key_ops=asSequence(operations,asDOMString,where);text("kty");text("n");const{oth}=from;if(oth!==void 0)jwk.oth=asSequence(oth,value2=>value2,
where);text("p");text("q");text("qi");text("use");text("x");text("y");return jwk};newKeyData=(type,algorithm,extractable,usages2,bytes)=>{checkUsages(algorithm.
name,[type],usages2);if(type!=="public"&&usages2.length===0)throw syntaxError("A secret or private key needs a usage.");return{__proto__:null,type,extractable,algorithm,
usages:usagesOf(algorithm.name,type,usages2),bytes}};importKey=(format,data,algorithm,extractable,usages2)=>{const{name}=algorithm;if(isEC(name)&&!isCurve(algorithm.
namedCurve))throw notSupported("Unrecognized namedCurve");if(format==="jwk")checkJWK(data,extractable,usages2,name);return isAsymmetric(name)?importAsymmetric(format,
data,algorithm,extractable,usages2):importSecret(format,data,algorithm,extractable,usages2)};checkJWK=(jwk,extractable,usages2,name)=>{if(jwk.ext===false&&extractable)
throw dataError('The JWK "ext" member is false.');if(jwk.use!==void 0&&usages2.length>0){const isSignature=name==="RSASSA-PKCS1-v1_5"||name==="RSA-PSS"||name===
"ECDSA"||name==="Ed25519"||name==="HMAC";if(jwk.use!==(isSignature?"sig":"enc"))throw dataError('The JWK "use" member does not fit.')}if(jwk.key_ops===void 0)return;
const operations=jwk.key_ops;for(let n=0;n<operations.length;n++){if(indexOf(operations,operations[n])!==n)throw dataError('The JWK "key_ops" member has somethi\
ng twice.')}for(let n=0;n<usages2.length;n++)if(indexOf(operations,usages2[n])<0)throw dataError('The JWK "key_ops" member does not have all usages.')};invalid=
()=>dataError("The key data is invalid.");importAsymmetric=(format,data,algorithm,extractable,usages2)=>{const{name}=algorithm,kind=kindOf(algorithm);let key;switch(format){case"\
spki":case"pkcs8":checkUsages(name,[format==="spki"?"public":"private"],usages2);key=importDER(format==="pkcs8",kind,data);break;case"raw":if(isRSA(name))throw notSupported(
"A key of RSA has no raw format.");checkUsages(name,["public"],usages2);key=importRaw(kind,data);break;default:{checkUsages(name,[data.d===void 0?"public":"priv\
ate"],usages2);if(data.kty!==(isRSA(name)?"RSA":isEC(name)?"EC":"OKP"))throw dataError('The JWK "kty" member does not fit.');if(!isRSA(name)&&data.crv!==kind)throw dataError(
'The JWK "crv" member does not fit.');if(data.oth!==void 0)throw notSupported("Keys of more than two primes are not supported.");const alg=isRSA(name)?jwkAlgorithm(
algorithm,0):void 0;if(alg!==void 0&&data.alg!==void 0&&data.alg!==alg)throw dataError('The JWK "alg" member does not fit.');if(name==="Ed25519"&&data.alg!==void 0&&
data.alg!=="Ed25519"&&data.alg!=="EdDSA")throw dataError('The JWK "alg" member does not fit.');const members2={__proto__:null};for(let n=0;n<numbers.length;n++)
if(data[numbers[n]]!==void 0)members2[numbers[n]]=data[numbers[n]];key=importJWK(kind,members2)}}if(key===void 0)throw invalid();const full=isRSA(name)?{__proto__:null,
name,hash:algorithm.hash,modulusLength:key.bits,publicExponent:key.exponent}:{__proto__:null,name,namedCurve:algorithm.namedCurve};return newKeyData(key.isPrivate?
"private":"public",full,extractable,usages2,key.data)};importSecret=(format,data,algorithm,extractable,usages2)=>{const{name}=algorithm;checkUsages(name,["secre\
t"],usages2);let bytes;if(format==="raw"){bytes=data}else if(format==="jwk"&&(isAES(name)||name==="HMAC")){if(data.kty!=="oct")throw dataError('The JWK "kty" me\
mber does not fit.');const decoded=data.k===void 0?void 0:fromBase64URL(data.k);if(decoded===void 0)throw dataError('The JWK "k" member is invalid.');bytes=decoded;
const alg=jwkAlgorithm(algorithm,typedArrayLength(bytes)*8);if(data.alg!==void 0&&data.alg!==alg)throw dataError('The JWK "alg" member does not fit.')}else{throw notSupported(
`A key of ${name} has no format ${format}.`)}let bits=typedArrayLength(bytes)*8;if(isAES(name)){if(bits!==128&&bits!==192&&bits!==256)throw dataError("A key of \
AES has 128, 192 or 256 bits.")}else if(name==="HMAC"){if(bits===0)throw dataError("A key of HMAC has a bit at least.");const{length}=algorithm;if(length!==void 0){
if(length>bits||length<=bits-8)throw dataError("The length does not fit.");bits=length}}else{bits=void 0;if(extractable)throw syntaxError(`A key of ${name} is n\
ever extractable.`)}const full={__proto__:null,name,hash:name==="HMAC"?algorithm.hash:void 0,length:bits};return newKeyData("secret",full,extractable,usages2,bytes)};
exportKey=(format,key)=>{const{type,algorithm,bytes}=key,{name}=algorithm;switch(format){case"raw":if(type==="secret")return new Uint8Array2(bytes);if(type==="p\
ublic"&&!isRSA(name))return exportRaw(bytes);break;case"pkcs8":if(type==="private")return new Uint8Array2(bytes);break;case"spki":if(type==="public")return new Uint8Array2(
bytes);break;default:return toJWK(key)}if(type==="secret"&&format!=="raw"||isRSA(name)&&format==="raw")throw notSupported(`A key of ${name} has no format ${format}\
.`);throw invalidAccess(`A ${type} key has no format ${format}.`)};toJWK=({type,algorithm,bytes,usages:usages2,extractable})=>{const{name}=algorithm;const jwk={
key_ops:ordered(usages2),ext:extractable};if(type==="secret"){jwk.kty="oct";jwk.k=toBase64URL(bytes);jwk.alg=jwkAlgorithm(algorithm,typedArrayLength(bytes)*8);return jwk}
jwk.kty=isRSA(name)?"RSA":isEC(name)?"EC":"OKP";if(isRSA(name))jwk.alg=jwkAlgorithm(algorithm,0);else jwk.crv=kindOf(algorithm);if(name==="Ed25519")jwk.alg="Ed2\
5519";const members2=exportJWK(type==="private",bytes);for(let n=0;n<numbers.length;n++)if(members2[numbers[n]]!==void 0)jwk[numbers[n]]=members2[numbers[n]];return jwk};
asUsages=(value2,where)=>asSequence(value2,item=>{const text=asDOMString(item);if(!isUsage(text))throw new TypeError2(`${where}: The provided value '${text}' is\
 not a valid enum value of type KeyUsage.`);return text},where)}});var buffer2,copy3,asKey,asFormat,checked,wrapping,internal2,subtles,exported,parseJWK;var init_subtle=__esm({"crypto/subtle.ts"(){"use strict";init_primordials();
init_part();init_promises();init_utf8();init_webidl();init_algorithm();init_compute();init_formats();init_key();init_kind();init_operations();buffer2=bytes=>typedArrayBuffer(
bytes);copy3=(value2,where)=>new Uint8Array2(asBytes(value2,where));asKey=(value2,where)=>{if(!isObject(value2)||!cryptoKeys().isCryptoKey(value2))return fail(where,
"The key is not of type 'CryptoKey'.");return cryptoKeys().keyOf(value2)};asFormat=(value2,where)=>asEnum(value2,formats2,where);checked=key=>{if(key.type!=="pu\
blic"&&key.usages.length===0)throw syntaxError("A secret or private key needs a usage.");return key};wrapping=(value2,where)=>{try{return normalize(value2,"wrap\
Key",where)}catch{return normalize(value2,"encrypt",where)}};internal2={};subtles=part(()=>{class SubtleCrypto{#brand=true;constructor(key){if(key!==internal2)illegal()}digest(algorithm,data){
const count=arguments.length;return promiseCall(()=>{this.#brand;const where=executing("digest","SubtleCrypto");required(count,2,where);const bytes=copy3(data,where);
return computed(digest(normalize(algorithm,"digest",where).name,bytes),buffer2)})}generateKey(algorithm,extractable,keyUsages){const count=arguments.length;return promiseCall(
()=>{this.#brand;const where=executing("generateKey","SubtleCrypto");required(count,3,where);const canExport=!!extractable,usages2=asUsages(keyUsages,where);return generateKey(
normalize(algorithm,"generateKey",where),canExport,usages2)})}sign(algorithm,key,data){const count=arguments.length;return promiseCall(()=>{this.#brand;const where=executing(
"sign","SubtleCrypto");required(count,3,where);const by=asKey(key,where),bytes=copy3(data,where),how=normalize(algorithm,"sign",where);permit(how,by,"sign");return sign(
how,by,bytes)})}verify(algorithm,key,signature,data){const count=arguments.length;return promiseCall(()=>{this.#brand;const where=executing("verify","SubtleCryp\
to");required(count,4,where);const by=asKey(key,where),given=copy3(signature,where),bytes=copy3(data,where);const how=normalize(algorithm,"sign",where);permit(how,
by,"verify");return verify(how,by,given,bytes)})}encrypt(algorithm,key,data){const count=arguments.length;return promiseCall(()=>{this.#brand;const where=executing(
"encrypt","SubtleCrypto");required(count,3,where);const by=asKey(key,where),bytes=copy3(data,where),how=normalize(algorithm,"encrypt",where);permit(how,by,"encr\
ypt");return crypt(true,how,by,bytes,buffer2)})}decrypt(algorithm,key,data){const count=arguments.length;return promiseCall(()=>{this.#brand;const where=executing(
"decrypt","SubtleCrypto");required(count,3,where);const by=asKey(key,where),bytes=copy3(data,where),how=normalize(algorithm,"encrypt",where);permit(how,by,"decr\
ypt");return crypt(false,how,by,bytes,buffer2)})}deriveBits(algorithm,baseKey,length=null){const count=arguments.length;return promiseCall(()=>{this.#brand;const where=executing(
"deriveBits","SubtleCrypto");required(count,2,where);const from=asKey(baseKey,where);const bits=length===null||length===void 0?null:asInteger(length,32,false,where);
const how=normalize(algorithm,"deriveBits",where);permit(how,from,"deriveBits");return deriveBits(how,from,bits,buffer2)})}deriveKey(algorithm,baseKey,derivedKeyType,extractable,keyUsages){
const count=arguments.length;return promiseCall(()=>{this.#brand;const where=executing("deriveKey","SubtleCrypto");required(count,5,where);const from=asKey(baseKey,
where),canExport=!!extractable,usages2=asUsages(keyUsages,where);const how=normalize(algorithm,"deriveBits",where);const of=normalize(derivedKeyType,"importKey",
where);const length=normalize(derivedKeyType,"getKeyLength",where);permit(how,from,"deriveKey");return deriveBits(how,from,keyLength(length),bytes=>cryptoKeys().
newKey(checked(importKey("raw",bytes,of,canExport,usages2))))})}importKey(format,keyData,algorithm,extractable,keyUsages){const count=arguments.length;return promiseCall(
()=>{this.#brand;const where=executing("importKey","SubtleCrypto");required(count,5,where);const as=asFormat(format,where);const isBytes=isView(keyData)||isObject(
keyData)&&isArrayBuffer(keyData);const data=isBytes?copy3(keyData,where):asJWK(asDictionary(keyData,where),where);const canExport=!!extractable,usages2=asUsages(
keyUsages,where);if(isBytes===(as==="jwk"))throw new TypeError2(`${where}: The key data must be ${isBytes?"an object for the format jwk":"a BufferSource"}.`);const of=normalize(
algorithm,"importKey",where);return resolved(cryptoKeys().newKey(checked(importKey(as,data,of,canExport,usages2))))})}exportKey(format,key){const count=arguments.
length;return promiseCall(()=>{this.#brand;const where=executing("exportKey","SubtleCrypto");required(count,2,where);const as=asFormat(format,where),data=asKey(
key,where);return resolved(exported(as,data))})}wrapKey(format,key,wrappingKey,wrapAlgorithm){const count=arguments.length;return promiseCall(()=>{this.#brand;const where=executing(
"wrapKey","SubtleCrypto");required(count,4,where);const as=asFormat(format,where),data=asKey(key,where),by=asKey(wrappingKey,where);const how=wrapping(wrapAlgorithm,
where);permit(how,by,"wrapKey");const plain3=exported(as,data);const bytes=as==="jwk"?encodeUTF8(stringifyJSON(plain3)):new Uint8Array2(plain3);return crypt(true,
how,by,bytes,buffer2)})}unwrapKey(format,wrappedKey,unwrappingKey,unwrapAlgorithm,unwrappedKeyAlgorithm,extractable,keyUsages){const count=arguments.length;return promiseCall(
()=>{this.#brand;const where=executing("unwrapKey","SubtleCrypto");required(count,7,where);const as=asFormat(format,where),wrapped=copy3(wrappedKey,where),by=asKey(
unwrappingKey,where);const canExport=!!extractable,usages2=asUsages(keyUsages,where);const how=wrapping(unwrapAlgorithm,where),of=normalize(unwrappedKeyAlgorithm,
"importKey",where);permit(how,by,"unwrapKey");return crypt(false,how,by,wrapped,bytes=>cryptoKeys().newKey(checked(importKey(as,as==="jwk"?parseJWK(bytes,where):
bytes,of,canExport,usages2))))})}}exposed(SubtleCrypto,"SubtleCrypto");return{SubtleCrypto,subtle:new SubtleCrypto(internal2)}});exported=(format,key)=>{const{name}=key.
algorithm;if(name==="HKDF"||name==="PBKDF2")throw notSupported(`A key of ${name} can't be exported.`);if(!key.extractable)throw invalidAccess("The key is not ex\
tractable.");const data=exportKey(format,key);return format==="jwk"?data:buffer2(data)};parseJWK=(bytes,where)=>{let value2;try{value2=parseJSON(decodeUTF82(bytes))}catch{
throw dataError("The wrapped key is no JSON.")}if(!isObject(value2))throw dataError("The wrapped key is no JSON Web Key.");return asJWK(value2,where)}}});var crypto_exports={};__export(crypto_exports,{cryptos:()=>cryptos});var mostRandom,cryptos;var init_crypto=__esm({"crypto/crypto.ts"(){"use strict";init_dom_exception();
init_part();init_primordials();init_uuid();init_webidl();init_key();init_operations();init_subtle();mostRandom=65536;cryptos=part(()=>{const internal3={};class Crypto{#brand=true;constructor(key){
if(key!==internal3)illegal()}get subtle(){this.#brand;return subtles().subtle}getRandomValues(array){this.#brand;const where=executing("getRandomValues","Crypto");
required(arguments.length,1,where);if(!isView(array))return fail(where,"parameter 1 is not of type 'ArrayBufferView'.");switch(typedArrayName(array)){case void 0:case"\
Float16Array":case"Float32Array":case"Float64Array":throw domException("The array is not of an integer type.","TypeMismatchError")}if(typedArrayByteLength(array)>
mostRandom){throw domException(`The array has more than ${mostRandom} bytes.`,"QuotaExceededError")}randomBytes2(array);return array}randomUUID(){this.#brand;return newUUID()}}
exposed(Crypto,"Crypto");return{Crypto,crypto:new Crypto(internal3),get SubtleCrypto(){return subtles().SubtleCrypto},get CryptoKey(){return cryptoKeys().CryptoKey}}})}});function readableOfReader(reader){const stream=new Readable;const controller=new ReadableByteController(stream,{start:void 0,pull:controller2=>{const{promise,resolve:resolve3,
reject:reject2}=deferred();const read2=()=>reader.read({chunk:chunk=>{try{if(!isView(chunk))throw new TypeError2("A chunk of the body is not a Uint8Array");if(viewByteLength(
chunk)>0)controller2.enqueue(chunk);resolve3(void 0)}catch(error){reject2(error)}},close:()=>{controller2.close();controller2.byobRequest()?.controller?.respond(
0);resolve3(void 0)},error:reject2});read2();return promise},cancel:reason=>reader.cancel(reason)},0);controller.start();return stream}var init_readable_of_reader=__esm(
{"streams/readable_of_reader.ts"(){"use strict";init_buffers();init_promises();init_readable();init_readable_byte_controller();init_primordials()}});var form_data_exports={};__export(form_data_exports,{FormData:()=>FormData,formOf:()=>formOf,newForm:()=>newForm});function asEntry(name,value2,filename,hasFilename,where){
const key=asUSVString(name);const blob=blobOf(value2);if(blob===void 0){if(hasFilename)fail(where,"The value is not of type Blob.");return[key,asUSVString(value2)]}
const given=hasFilename&&filename!==void 0;const file=fileOf(value2);if(file!==void 0&&!given)return[key,value2];return[key,newFile(copy(blob.bytes),blob.type,given?
asUSVString(filename):"blob",file?.lastModified)]}var formOf,newForm,FormData;var init_form_data=__esm({"fetch/form_data.ts"(){"use strict";init_blob();init_file();
init_iterable();init_primordials();init_webidl();FormData=class _FormData{#entries=[];constructor(form=void 0){if(form!==void 0)fail(constructing("FormData"),"T\
here are no HTML forms here.")}append(name,value2,filename=void 0){const entries=this.#entries;const where=executing("append","FormData");required(arguments.length,
2,where);push(entries,asEntry(name,value2,filename,arguments.length>2,where))}delete(name){const entries=this.#entries;required(arguments.length,1,executing("de\
lete","FormData"));const key=asUSVString(name);const kept=[];for(let n=0;n<entries.length;n++)if(entries[n][0]!==key)push(kept,entries[n]);this.#entries=kept}get(name){
const entries=this.#entries;required(arguments.length,1,executing("get","FormData"));const key=asUSVString(name);for(let n=0;n<entries.length;n++)if(entries[n][0]===
key)return entries[n][1];return null}getAll(name){const entries=this.#entries;required(arguments.length,1,executing("getAll","FormData"));const key=asUSVString(
name);const values=[];for(let n=0;n<entries.length;n++)if(entries[n][0]===key)push(values,entries[n][1]);return values}has(name){const entries=this.#entries;required(
arguments.length,1,executing("has","FormData"));const key=asUSVString(name);for(let n=0;n<entries.length;n++)if(entries[n][0]===key)return true;return false}set(name,value2,filename=void 0){
const entries=this.#entries;const where=executing("set","FormData");required(arguments.length,2,where);const entry=asEntry(name,value2,filename,arguments.length>
2,where);const kept=[];let isSet=false;for(let n=0;n<entries.length;n++){if(entries[n][0]!==entry[0])push(kept,entries[n]);else if(!isSet)isSet=push(kept,entry)>
0}if(!isSet)push(kept,entry);this.#entries=kept}static{formOf=value2=>isObject(value2)&&#entries in value2?value2.#entries:void 0;newForm=entries=>{const form=new _FormData;
form.#entries=entries;return form};iterable(this,"FormData",(form,n)=>n<form.#entries.length?form.#entries[n]:void 0);exposed(this,"FormData")}}}});var isTokenCode,isToken,isSpace,trimmed,trimmedStart,trimmedEnd,isHeaderValue,isReasonPhrase,isNullBodyStatus,isRedirectStatus;var init_http=__esm({"fetch/http.\
ts"(){"use strict";init_primordials();isTokenCode=code=>code>=48&&code<=57||code>=65&&code<=90||code>=94&&code<=122||code===33||code>=35&&code<=39||code===42||code===
43||code===45||code===46||code===124||code===126;isToken=text=>{for(let n=0;n<text.length;n++)if(!isTokenCode(charCodeAt(text,n)))return false;return text.length>
0};isSpace=code=>code===32||code===9||code===10||code===13;trimmed=text=>trimmedEnd(trimmedStart(text));trimmedStart=text=>{let start=0;while(start<text.length&&
isSpace(charCodeAt(text,start)))start++;return stringSlice(text,start)};trimmedEnd=text=>{let end4=text.length;while(end4>0&&isSpace(charCodeAt(text,end4-1)))end4--;
return stringSlice(text,0,end4)};isHeaderValue=text=>{for(let n=0;n<text.length;n++){const code=charCodeAt(text,n);if(code===0||code===10||code===13)return false}
return true};isReasonPhrase=text=>{for(let n=0;n<text.length;n++){const code=charCodeAt(text,n);if(code!==9&&(code<32||code===127))return false}return true};isNullBodyStatus=
status=>status===101||status===103||status===204||status===205||status===304;isRedirectStatus=status=>status===301||status===302||status===303||status===307||status===
308}});var endOf,isQuotable,parseMIMEType,unquote,mimeTypeText,quoted,extractMIMEType,endOfItem;var init_mime_type=__esm({"fetch/mime_type.ts"(){"use strict";init_primordials();
init_http();endOf=(text,from,mark,end4=text.length)=>{for(let at2=from;at2<end4;at2++)if(text[at2]===mark)return at2;return end4};isQuotable=text=>{for(let n=0;n<
text.length;n++){const code=charCodeAt(text,n);if(code!==9&&(code<32||code===127||code>255))return false}return true};parseMIMEType=text=>{text=trimmed(text);const semicolon=endOf(
text,0,";");const slash=endOf(text,0,"/");if(slash>=semicolon)return void 0;const type=stringSlice(text,0,slash);const subtype=trimmedEnd(stringSlice(text,slash+
1,semicolon));if(!isToken(type)||!isToken(subtype))return void 0;const parameters=create(null);for(let at2=semicolon;at2<text.length;){at2++;const end4=endOf(text,
at2,";");const equals=endOf(text,at2,"=",end4);if(equals>=end4){at2=end4;continue}const name=toLowerCase(trimmedStart(stringSlice(text,at2,equals)));let value2;
if(text[equals+1]==='"'){const quoted2=unquote(text,equals+2);value2=quoted2.value;at2=endOf(text,quoted2.end,";")}else{value2=trimmedEnd(stringSlice(text,equals+
1,end4));at2=end4;if(value2==="")continue}if(isToken(name)&&isQuotable(value2)&&parameters[name]===void 0)parameters[name]=value2}return{essence:toLowerCase(`${type}\
/${subtype}`),parameters}};unquote=(text,from)=>{let value2="";for(let n=from;n<text.length;n++){const c=text[n];if(c==='"')return{value:value2,end:n+1};if(c===
"\\"&&n+1<text.length)value2+=text[++n];else value2+=c}return{value:value2,end:text.length}};mimeTypeText=({essence,parameters})=>{let text=essence;const names4=keys(
parameters);for(let n=0;n<names4.length;n++){const value2=parameters[names4[n]];text+=`;${names4[n]}=${isToken(value2)?value2:quoted(value2)}`}return text};quoted=
value2=>{let text="";for(let n=0;n<value2.length;n++)text+=value2[n]==='"'||value2[n]==="\\"?"\\"+value2[n]:value2[n];return`"${text}"`};extractMIMEType=header=>{
if(header===null)return void 0;let found;let charset;for(let at2=0;at2<=header.length;){const end4=endOfItem(header,at2);const type=parseMIMEType(stringSlice(header,
at2,end4));at2=end4+1;if(type===void 0||type.essence==="*/*")continue;if(found?.essence!==type.essence)charset=type.parameters.charset;else if(type.parameters.charset===
void 0&&charset!==void 0)type.parameters.charset=charset;else charset=type.parameters.charset;found=type}return found};endOfItem=(text,from)=>{let quotes=false;
for(let n=from;n<text.length;n++){if(quotes&&text[n]==="\\")n++;else if(text[n]==='"')quotes=!quotes;else if(text[n]===","&&!quotes)return n}return text.length}}});var replaceAll;var init_text=__esm({"text.ts"(){"use strict";init_primordials();replaceAll=(text,what,by)=>{let at2=stringIndexOf(text,what);if(at2<0)return text;
let result="",from=0;for(;at2>=0;at2=stringIndexOf(text,what,from)){result+=stringSlice(text,from,at2)+by;from=at2+what.length}return result+stringSlice(text,from)}}});var randomBoundary,parse3,parseMultipart,withCRLF,escaped,encodeMultipart;var init_multipart=__esm({"fetch/multipart.ts"(){"use strict";init_byte_list();init_blob();
init_file();init_host();init_primordials();init_utf8();init_text();randomBoundary=op("multipartBoundary");parse3=op("multipartParse");parseMultipart=(bytes,boundary)=>{
const parts=parse3(bytes,boundary);if(parts===void 0)throw new TypeError2("The body is no valid multipart/form-data");const entries=[];for(let n=0;n<parts.length;n++){
const part3=parts[n];push(entries,[part3[0],part3[1]===null?decodeUTF82(part3[3]):newFile(part3[3],part3[2],part3[1])])}return entries};withCRLF=text=>replaceAll(
replaceAll(replaceAll(text,"\r\n","\n"),"\r","\n"),"\n","\r\n");escaped=text=>replaceAll(replaceAll(replaceAll(text,"\n","%0A"),"\r","%0D"),'"',"%22");encodeMultipart=
entries=>{const boundary=randomBoundary();const list=new ByteList;for(let n=0;n<entries.length;n++){const name=entries[n][0],value2=entries[n][1];const head=`--${boundary}\
\r
Content-Disposition: form-data; name="${escaped(withCRLF(name))}"`;if(typeof value2==="string"){list.push(encodeUTF8(`${head}\r
\r
${withCRLF(value2)}\r
`));continue}const{bytes,type}=blobOf(value2);const filename=escaped(fileOf(value2).name);list.push(encodeUTF8(`${head}; filename="${filename}"\r
Content-Type: ${type===""?"application/octet-stream":type}\r
\r
`));list.push(bytes);list.push(encodeUTF8("\r\n"))}list.push(encodeUTF8(`--${boundary}--\r
`));return{bytes:list.toBytes(),boundary}}}});function copyOfChunk(chunk){if(!isObject(chunk))return chunk;if(isArrayBuffer(chunk))return copyOf(chunk,0,bufferByteLength(chunk));if(!isView(chunk))throw new TypeError2(
"A chunk of the body is not a Uint8Array");const{elementSize,View}=viewType(chunk);const length=viewByteLength(chunk);return new View(copyOf(viewBuffer(chunk),viewByteOffset(
chunk),length),0,length/elementSize)}function readAll(readable,convert){const reader=readable.acquireDefaultReader();const list=new ByteList;const{promise,resolve:resolve3,
reject:reject2}=deferred();const read2=()=>reader.read({chunk:chunk=>{if(typedArrayName(chunk)!=="Uint8Array"){const error=new TypeError2("A chunk of the body i\
s not a Uint8Array");setHandled(reader.cancel(error));reject2(error);return}try{list.push(chunk)}catch(error){setHandled(reader.cancel(error));reject2(error);return}
soon(read2)},close:()=>{try{resolve3(convert(list.toBytes()))}catch(error){reject2(error)}},error:reject2});read2();return promise}function extractBody(value2,where){
if(isObject(value2)){const blob=blobOf(value2);if(blob!==void 0)return{body:new Body(blob.bytes),type:blob.type===""?null:blob.type};if(isView(value2)||isArrayBuffer(
value2))return{body:new Body(copy(asBytes(value2,where))),type:null};const form=formOf(value2);if(form!==void 0){const{bytes,boundary}=encodeMultipart(form);return{
body:new Body(bytes),type:`multipart/form-data; boundary=${boundary}`}}const{isParams,listOf}=urls();if(isParams(value2)){const text=serializeForm(listOf(value2));
return{body:new Body(text),type:"application/x-www-form-urlencoded;charset=UTF-8"}}const readable=readableOf(value2);if(readable!==void 0){if(readable.disturbed||
readable.locked)fail(where,"The stream has been used, or is locked.");return{body:new Body(readable),type:null}}}return{body:new Body(asUSVString(value2)),type:"\
text/plain;charset=UTF-8"}}function withBody(of,message){const consume=(object,convert)=>{const{body}=message(object);return body===null?promiseOf(()=>convert(new Uint8Array2(
0))):body.consume(convert)};const members2={get body(){const{body}=message(this);return body===null?null:facadeOf(body.stream)},get bodyUsed(){return message(this).
body?.isUsed??false},arrayBuffer(){return promiseCall(()=>consume(this,bufferOf2))},blob(){return promiseCall(()=>{const{headers}=message(this);return consume(this,
bytes=>{const type=extractMIMEType(headers.get("content-type"));return newBlob(bytes,type===void 0?"":mimeTypeText(type))})})},bytes(){return promiseCall(()=>consume(
this,bytes=>new Uint8Array2(bufferOf2(bytes))))},formData(){return promiseCall(()=>{const{headers}=message(this);return consume(this,bytes=>formDataOf(bytes,headers))})},
json(){return promiseCall(()=>{const{body}=message(this);if(body===null)return consume(this,bytes=>parseJSON(decodeUTF82(bytes)));return transformPromise(body.text(),
text=>parseJSON(text))})},text(){return promiseCall(()=>message(this).body?.text()??promiseResolvedWith(""))}};const names4=ownKeys(members2);for(let n=0;n<names4.
length;n++){const descriptor=getOwnPropertyDescriptor(members2,names4[n]);setPrototypeOf(descriptor,null);defineProperty(of.prototype,names4[n],descriptor)}}function bufferOf2(bytes){
const buffer3=viewBuffer(bytes);const length=typedArrayByteLength(bytes);return bufferByteLength(buffer3)===length?buffer3:copyOf(buffer3,viewByteOffset(bytes),
length)}function formDataOf(bytes,headers){const type=extractMIMEType(headers.get("content-type"));if(type?.essence==="multipart/form-data"){const{boundary}=type.
parameters;if(boundary===void 0)throw new TypeError2("The Content-Type has no boundary");return newForm(parseMultipart(bytes,boundary))}if(type?.essence==="appl\
ication/x-www-form-urlencoded")return newForm(pairs(parseForm(decodeUTF82(bytes))));throw new TypeError2("The Content-Type is not that of a form")}function pairs(list){
const entries=[];for(let n=0;n<list.length;n+=2)push(entries,[list[n],list[n+1]]);return entries}var nothing3,Body,unusable,withoutMark;var init_body=__esm({"fe\
tch/body.ts"(){"use strict";init_buffers();init_byte_list();init_blob();init_primordials();init_promises();init_readable_of_reader();init_readable_of_bytes();init_readable_stream();
init_tee();init_url();init_url_encoded();init_utf8();init_webidl();init_form_data();init_mime_type();init_multipart();nothing3=new Uint8Array2(0);Body=class _Body{#source;#readable;#used=false;constructor(of){
if(typeof of==="string"||isView(of))this.#source=of;else this.#readable=of}get isUsed(){return this.#readable===void 0?this.#used:this.#readable.disturbed}get isUnusable(){
return this.isUsed||this.#readable?.locked===true}get isStream(){return this.#readable!==void 0}take(){const source=this.takeSource();if(source!==void 0)return new _Body(
source);const reader=this.#readable.acquireDefaultReader();this.#readable.disturbed=true;return new _Body(readableOfReader(reader))}get stream(){if(this.#readable!==
void 0)return this.#readable;const readable=readableOfBytes(this.#used?nothing3:this.#bytes);if(this.#used){readable.disturbed=true;readable.close();readable.acquireDefaultReader()}
this.#source=void 0;return this.#readable=readable}get#bytes(){const source=this.#source;return typeof source==="string"?encodeUTF8(source):source}takeSource(){
const source=this.#source;if(source===void 0)return void 0;this.#source=void 0;this.#used=true;return source}clone(){if(this.#source!==void 0)return new _Body(this.#source);
const[mine,other]=tee(this.stream,copyOfChunk);this.#readable=mine;return new _Body(other)}consume(convert){if(this.isUnusable)return promiseRejectedWith(unusable());
const source=this.takeSource();if(source!==void 0)return promiseOf(()=>convert(typeof source==="string"?encodeUTF8(source):copy(source)));return readAll(this.#readable,
convert)}text(){if(this.isUnusable||typeof this.#source!=="string")return this.consume(decodeUTF82);return promiseOf(()=>withoutMark(this.takeSource()))}};unusable=
()=>new TypeError2("The body has been used, or is locked");withoutMark=text=>charCodeAt(text,0)===65279?stringSlice(text,1):text}});function checkIntegrity(bytes,integrity){if(integrity!==""&&!matches(bytes,integrity)){throw new TypeError2("fetch: the body is not what the integrity of the re\
quest says")}}var matches;var init_integrity=__esm({"fetch/integrity.ts"(){"use strict";init_host();init_primordials();matches=op("integrityMatches")}});var baseURL,base,parseRelativeURL;var init_base_url=__esm({"base_url.ts"(){"use strict";init_host();init_url_parser();baseURL=op("baseURL");base=ofHost(()=>parseURL(
baseURL()));parseRelativeURL=text=>parseURL(text,base())}});var headers_exports={};__export(headers_exports,{HeaderList:()=>HeaderList,Headers:()=>Headers,headersOf:()=>headersOf,newHeaders:()=>newHeaders});function checkedName(name,where){
if(!isToken(name))fail(where,"The name of the header is not valid.");return toLowerCase(name)}function checkedValue(value2,where){if(!isHeaderValue(value2))fail(
where,"The value of the header is not valid.");return value2}function checkMutable(list,where){if(list.guard==="immutable")throw new TypeError2(`${where}: The h\
eaders are immutable.`)}function newHeaders(list){return new Headers(internal,list)}var HeaderList,headersOf,Headers,listIterator;var init_headers=__esm({"fetch\
/headers.ts"(){"use strict";init_iterable();init_primordials();init_webidl();init_internal();init_http();HeaderList=class _HeaderList{#map;#given;#sorted;guard="\
none";constructor(given=void 0){this.#given=given}get#values(){if(this.#map!==void 0)return this.#map;this.#map=new Map;const given=this.#given;if(given===void 0)
return this.#map;this.#given=void 0;for(let n=0;n<given.length;n+=2)this.append(given[n],given[n+1]);return this.#map}get(name){const values=mapGet(this.#values,
name);return values===void 0?null:join(values,", ")}has(name){return mapHas(this.#values,name)}all(name){const copy4=[];const values=mapGet(this.#values,name)??
copy4;for(let n=0;n<values.length;n++)push(copy4,values[n]);return copy4}append(name,value2){this.#sorted=void 0;const values=mapGet(this.#values,name);if(values===
void 0)mapSet(this.#values,name,[value2]);else push(values,value2)}set(name,value2){this.#sorted=void 0;mapSet(this.#values,name,[value2])}delete(name){this.#sorted=
void 0;mapDelete(this.#values,name)}copy(){const copy4=new _HeaderList;this.each((name,value2)=>copy4.append(name,value2));return copy4}each(fn){mapForEach(this.#values,
(values,name)=>{for(let n=0;n<values.length;n++)fn(name,values[n])})}flat(){const flat=[];this.each((name,value2)=>push(flat,name,value2));return flat}at(index){
const sorted=this.#sorted??=this.#sort();return index<sorted.length?sorted[index]:void 0}#sort(){const pairs2=[];mapForEach(this.#values,(values,name)=>{if(name!==
"set-cookie")push(pairs2,[name,join(values,", ")]);else for(let n=0;n<values.length;n++)push(pairs2,[name,values[n]])});sort(pairs2,(a,b)=>a[0]<b[0]?-1:a[0]>b[0]?
1:0);return pairs2}fill(init,where){if(!isObject(init))fail(where,"The headers are not an object.");const other=headersOf(init);const method2=init[iterator];if(other!==
void 0&&method2===listIterator){other.each((name,value2)=>this.append(name,value2));return}if(method2!==void 0&&method2!==null){const pairs3=iterate(init,method2,
pair=>{const items=asSequence(pair,item=>asByteString(item,where),where);if(items.length!==2)fail(where,"A header is not a pair of a name and a value.");return items},
where);for(let n=0;n<pairs3.length;n++)this.#appendChecked(pairs3[n][0],pairs3[n][1],where);return}const keys2=ownKeys(init);const pairs2=[];for(let n=0;n<keys2.
length;n++){const key=keys2[n];if(!getOwnPropertyDescriptor(init,key)?.enumerable)continue;const name=asByteString(typeof key==="symbol"?fail(where,"A name is a\
 symbol."):key,where);push(pairs2,[name,asByteString(init[key],where)])}for(let n=0;n<pairs2.length;n++)this.#appendChecked(pairs2[n][0],pairs2[n][1],where)}#appendChecked(name,value2,where){
value2=trimmed(value2);this.append(checkedName(name,where),checkedValue(value2,where))}};Headers=class{#list;constructor(init=void 0){if(init===internal){this.#list=
arguments[1];return}this.#list=new HeaderList;if(init!==void 0)this.#list.fill(init,constructing("Headers"))}append(name,value2){const list=this.#list;const where=executing(
"append","Headers");required(arguments.length,2,where);const key=asByteString(name,where);const text=trimmed(asByteString(value2,where));const lower=checkedName(
key,where);checkedValue(text,where);checkMutable(list,where);list.append(lower,text)}delete(name){const list=this.#list;const where=executing("delete","Headers");
required(arguments.length,1,where);const lower=checkedName(asByteString(name,where),where);checkMutable(list,where);list.delete(lower)}get(name){const list=this.#list;
const where=executing("get","Headers");required(arguments.length,1,where);return list.get(checkedName(asByteString(name,where),where))}getSetCookie(){return this.#list.
all("set-cookie")}has(name){const list=this.#list;const where=executing("has","Headers");required(arguments.length,1,where);return list.has(checkedName(asByteString(
name,where),where))}set(name,value2){const list=this.#list;const where=executing("set","Headers");required(arguments.length,2,where);const key=asByteString(name,
where);const text=trimmed(asByteString(value2,where));const lower=checkedName(key,where);checkedValue(text,where);checkMutable(list,where);list.set(lower,text)}static{
headersOf=value2=>isObject(value2)&&#list in value2?value2.#list:void 0;iterable(this,"Headers",(headers,n)=>headers.#list.at(n));exposed(this,"Headers")}};listIterator=
Headers.prototype[iterator]}});var response_exports={};__export(response_exports,{Response:()=>Response,ResponseState:()=>ResponseState,responseOf:()=>responseOf});function asResponseInit(value2,where){
const init=asDictionary(value2,where);const{headers}=init;const{status}=init;const code=status===void 0?200:asInteger(status,16,false,where);const{statusText}=init;
return{headers,status:code,statusText:statusText===void 0?"":asByteString(statusText,where)}}function initialize(init,extracted,where){const{status,statusText,headers}=init;
if(status<200||status>599)throw new RangeError(`${where}: The status is not from 200 to 599.`);if(!isReasonPhrase(statusText))fail(where,"The statusText is not \
valid.");const state=new ResponseState;state.status=status;state.statusText=statusText;if(headers!==void 0)state.headers.fill(headers,where);if(extracted!==void 0){
if(isNullBodyStatus(status))fail(where,`A response with the status ${status} has no body.`);state.body=extracted.body;if(extracted.type!==null&&!state.headers.has(
"content-type"))state.headers.append("content-type",extracted.type)}return state}var ResponseState,responseOf,Response;var init_response=__esm({"fetch/response.\
ts"(){"use strict";init_primordials();init_base_url();init_url_serializer();init_webidl();init_body();init_headers();init_internal();init_http();ResponseState=class{type="\
default";url="";redirected=false;status=200;statusText="";headers=new HeaderList;body=null;facade};Response=class _Response{#state;constructor(body=void 0,init=void 0){
if(body===internal){this.#state=init;return}const where=constructing("Response");const given=asResponseInit(init,where);const extracted=body===void 0||body===null?
void 0:extractBody(body,where);this.#state=initialize(given,extracted,where)}static error(){const state=new ResponseState;state.type="error";state.status=0;state.
headers.guard="immutable";return new _Response(internal,state)}static json(data,init=void 0){const where=executing("json","Response");required(arguments.length,
1,where);const text=stringifyJSON(data);if(text===void 0)fail(where,"The data can not be serialized as JSON.");const given=asResponseInit(init,where);const{body}=extractBody(
text,where);return new _Response(internal,initialize(given,{body,type:"application/json"},where))}static redirect(url,status=302){const where=executing("redirec\
t","Response");required(arguments.length,1,where);const text=asUSVString(url);const code=asInteger(status,16,false,where);const parsed=parseRelativeURL(text);if(parsed===
null)fail(where,`'${text}' is not a valid URL.`);if(!isRedirectStatus(code))throw new RangeError(`${where}: ${code} is not the status of a redirect.`);const state=new ResponseState;
state.status=code;state.headers.append("location",serializeURL(parsed));state.headers.guard="immutable";return new _Response(internal,state)}get type(){return this.#state.
type}get url(){return this.#state.url}get redirected(){return this.#state.redirected}get status(){return this.#state.status}get ok(){const{status}=this.#state;return status>=
200&&status<=299}get statusText(){return this.#state.statusText}get headers(){const state=this.#state;return state.facade??=newHeaders(state.headers)}clone(){const state=this.#state;
if(state.body?.isUnusable)throw new TypeError2("The body has been used, or is locked");const copy4=new ResponseState;copy4.type=state.type;copy4.url=state.url;copy4.
redirected=state.redirected;copy4.status=state.status;copy4.statusText=state.statusText;copy4.headers=state.headers.copy();copy4.headers.guard=state.headers.guard;
copy4.body=state.body?.clone()??null;return new _Response(internal,copy4)}static{responseOf=value2=>isObject(value2)&&#state in value2?value2.#state:void 0;withBody(
this,response=>response.#state);exposed(this,"Response")}}}});function fetchData(request){const data=parse4(request.url);if(data===null)throw new TypeError2("fetch: the data: URL is not valid");checkIntegrity(data.bytes,request.
integrity);const state=new ResponseState;const type=parseMIMEType(data.type);state.type="basic";state.url=request.url;state.statusText="OK";state.headers.append(
"content-type",type===void 0?"text/plain;charset=US-ASCII":mimeTypeText(type));state.headers.guard="immutable";if(request.method!=="HEAD")state.body=new Body(data.
bytes);return new Response(internal,state)}function fetchBlob({blob,method:method2,url,integrity}){if(blob===void 0)throw new TypeError2("fetch: the blob: URL s\
tands for nothing, or was revoked");if(method2!=="GET")throw new TypeError2(`fetch: a blob: URL has no method ${method2}`);checkIntegrity(blob.bytes,integrity);
const state=new ResponseState;state.type="basic";state.url=url;state.statusText="OK";state.headers.append("content-length",`${typedArrayByteLength(blob.bytes)}`);
state.headers.append("content-type",blob.type);state.headers.guard="immutable";state.body=new Body(blob.bytes);return new Response(internal,state)}var parse4;var init_data_url=__esm(
{"fetch/data_url.ts"(){"use strict";init_host();init_internal();init_primordials();init_body();init_integrity();init_mime_type();init_response();parse4=op("data\
URL")}});var request_exports={};__export(request_exports,{Request:()=>Request,RequestState:()=>RequestState,requestOf:()=>requestOf});function signalOf(state){return state.
signal??=aborting().newSignal()}function asRequest(input,init,where){const from=requestOf(input);const url=from===void 0?asURL(asUSVString(input),where):void 0;
const given=asRequestInit(init,where);const state=from===void 0?new RequestState:from.withoutBody();if(url!==void 0){state.url=url;if(startsWith(url,"blob:"))state.
blob=blobAt(url)}if(given.isEmpty===false&&given.mode==="navigate")fail(where,"The mode 'navigate' is not for scripts.");if(given.referrer!==void 0)state.referrer=
asReferrer(given.referrer,where);else if(!given.isEmpty)state.referrer="about:client";if(given.referrerPolicy!==void 0)state.referrerPolicy=given.referrerPolicy;else if(!given.
isEmpty)state.referrerPolicy="";if(given.mode!==void 0)state.mode=given.mode;if(given.credentials!==void 0)state.credentials=given.credentials;if(given.cache!==
void 0)state.cache=given.cache;if(state.cache==="only-if-cached"&&state.mode!=="same-origin"){fail(where,"The cache mode 'only-if-cached' needs the mode 'same-o\
rigin'.")}if(given.redirect!==void 0)state.redirect=given.redirect;if(given.integrity!==void 0)state.integrity=given.integrity;if(given.keepalive!==void 0)state.
keepalive=given.keepalive;if(given.method!==void 0)state.method=asMethod(given.method,where);const signal=given.signal===void 0?from?.signal:given.signal??void 0;
if(signal!==void 0)state.signal=aborting().dependOn([signal]);if(given.headers!==void 0){state.headers=new HeaderList;state.headers.fill(given.headers,where)}const inputBody=from?.
body??null;const hasBody=given.body!==void 0&&given.body!==null;if((hasBody||inputBody!==null)&&(state.method==="GET"||state.method==="HEAD")){fail(where,"A req\
uest with the method GET or HEAD has no body.")}if(hasBody){const{body,type}=extractBody(given.body,where);state.body=body;if(body.isStream&&given.duplex===void 0)
fail(where,"A body that is a stream needs duplex: 'half'.");if(type!==null&&!state.headers.has("content-type"))state.headers.append("content-type",type)}else if(inputBody!==
null){if(inputBody.isUnusable)fail(where,"The body of the request has been used, or is locked.");state.body=inputBody.take()}return state}function asURL(text,where){
const url=parseRelativeURL(text);if(url===null)fail(where,`'${text}' is not a valid URL.`);if(url.username!==""||url.password!=="")fail(where,"The URL has crede\
ntials.");return serializeURL(url)}function asReferrer(text,where){if(text==="")return"";const url=parseRelativeURL(text);if(url===null)fail(where,`The referrer\
 '${text}' is not a valid URL.`);return"about:client"}function asMethod(method2,where){if(!isToken(method2))fail(where,`'${method2}' is not a valid HTTP method.`);
const upper=toUpperCase(method2);switch(upper){case"CONNECT":case"TRACE":case"TRACK":return fail(where,`The method '${method2}' is not for scripts.`);case"DELET\
E":case"GET":case"HEAD":case"OPTIONS":case"POST":case"PUT":return upper}return method2}function asRequestInit(value2,where){const init=asDictionary(value2,where);
let isEmpty=true;const member=(name,as)=>{const value3=init[name];if(value3===void 0)return void 0;isEmpty=false;return as(value3)};const body=member("body",value3=>value3);
const cache=member("cache",value3=>asEnum(value3,["default","no-store","reload","no-cache","force-cache","only-if-cached"],where));const credentials=member("cre\
dentials",value3=>asEnum(value3,["omit","same-origin","include"],where));const duplex=member("duplex",value3=>asEnum(value3,["half"],where));const headers=member(
"headers",value3=>value3);const integrity=member("integrity",asDOMString);const keepalive=member("keepalive",value3=>!!value3);const method2=member("method",value3=>asByteString(
value3,where));const mode=member("mode",value3=>asEnum(value3,["navigate","same-origin","no-cors","cors"],where));member("priority",value3=>asEnum(value3,["high",
"low","auto"],where));const redirect=member("redirect",value3=>asEnum(value3,["follow","error","manual"],where));const referrer=member("referrer",asUSVString);const referrerPolicy=member(
"referrerPolicy",value3=>asEnum(value3,policies,where));const signal=member("signal",value3=>{if(value3!==null&&!isSignal(value3))fail(where,"The member 'signal\
' is not an AbortSignal.");return value3});const window=member("window",value3=>value3);if(window!==void 0&&window!==null)fail(where,"The member 'window' can on\
ly be null.");return{isEmpty,body,cache,credentials,duplex,headers,integrity,keepalive,method:method2,mode,redirect,referrer,referrerPolicy,signal}}var RequestState,
requestOf,Request,policies;var init_request=__esm({"fetch/request.ts"(){"use strict";init_abort();init_blob_url();init_primordials();init_signal();init_base_url();
init_url_serializer();init_webidl();init_body();init_headers();init_internal();init_http();RequestState=class _RequestState{method="GET";url="";headers=new HeaderList;body=null;signal;redirect="\
follow";mode="cors";credentials="same-origin";cache="default";referrer="about:client";referrerPolicy="";integrity="";keepalive=false;blob;facade;withoutBody(){const copy4=new _RequestState;
copy4.method=this.method;copy4.url=this.url;copy4.headers=this.headers.copy();copy4.redirect=this.redirect;copy4.mode=this.mode;copy4.credentials=this.credentials;
copy4.cache=this.cache;copy4.referrer=this.referrer;copy4.referrerPolicy=this.referrerPolicy;copy4.integrity=this.integrity;copy4.keepalive=this.keepalive;copy4.
blob=this.blob;return copy4}};Request=class _Request{#state;constructor(input,init=void 0){if(input===internal){this.#state=init;return}const where=constructing(
"Request");required(arguments.length,1,where);this.#state=asRequest(input,init,where)}get method(){return this.#state.method}get url(){return this.#state.url}get headers(){
const state=this.#state;return state.facade??=newHeaders(state.headers)}get destination(){this.#state;return""}get referrer(){return this.#state.referrer}get referrerPolicy(){
return this.#state.referrerPolicy}get mode(){return this.#state.mode}get credentials(){return this.#state.credentials}get cache(){return this.#state.cache}get redirect(){
return this.#state.redirect}get integrity(){return this.#state.integrity}get keepalive(){return this.#state.keepalive}get isReloadNavigation(){this.#state;return false}get isHistoryNavigation(){
this.#state;return false}get signal(){return signalOf(this.#state)}get duplex(){this.#state;return"half"}clone(){const state=this.#state;if(state.body?.isUnusable)
throw new TypeError2("The body has been used, or is locked");const copy4=state.withoutBody();copy4.body=state.body?.clone()??null;copy4.signal=aborting().dependOn(
[signalOf(state)]);return new _Request(internal,copy4)}static{requestOf=value2=>isObject(value2)&&#state in value2?value2.#state:void 0;withBody(this,request=>request.#state);
exposed(this,"Request")}};policies=["","no-referrer","no-referrer-when-downgrade","same-origin","origin","strict-origin","origin-when-cross-origin","strict-orig\
in-when-cross-origin","unsafe-url"]}});var fetch_exports={};__export(fetch_exports,{fetch:()=>fetch});function fetchRequest(request){const{signal}=request;const{add,isAborted,reasonOf,remove}=aborting();
if(signal!==void 0&&isAborted(signal))return promiseRejectedWith(reasonOf(signal));const{scheme}=parseURL(request.url);if(scheme==="data")return promiseOf(()=>fetchData(
request));if(scheme==="blob")return promiseOf(()=>fetchBlob(request));const{promise,resolve:resolve3,reject:reject2}=deferred();const exchange=open2(request.body?.
isStream===true);let response;const abort=()=>{const reason=reasonOf(signal);end3(exchange);reject2(reason);response?.fail(reason)};const done=()=>{if(signal!==
void 0)remove(signal,abort)};if(signal!==void 0)add(signal,abort);uponPromise(promiseCall(()=>send(asked(exchange,request))),head=>{const state=responseOfHead(head);
if(request.method==="HEAD"||isNullBodyStatus(head.status)){end3(exchange);done()}else{response=new Incoming(exchange,done);state.body=new Body(response.readable);
if(request.integrity!==""){uponPromise(checked2(state.body,request.integrity),body=>{state.body=body.value;resolve3(new Response(internal,state))},reject2);return}}
resolve3(new Response(internal,state))},error=>{end3(exchange);done();reject2(error)});return promise}function checked2(body,integrity){return body.consume(bytes=>{
checkIntegrity(bytes,integrity);return{__proto__:null,value:new Body(bytes)}})}function asked(exchange,request){const{body,headers}=request;let bytes=null;let streams=false;
if(body!==null){streams=body.isStream;if(streams){upload(exchange,body.stream)}else{const source=body.takeSource();bytes=typeof source==="string"?encodeUTF8(source):
source}}return{__proto__:null,exchange,method:request.method,url:request.url,headers:headers.flat(),body:bytes,streams,redirect:request.redirect}}function responseOfHead(head){
const state=new ResponseState;state.type="basic";state.status=head.status;state.statusText=head.statusText;state.url=head.url;state.redirected=head.redirected;const{
headers}=head;for(let n=0;n<headers.length;n+=2)state.headers.append(headers[n],headers[n+1]);state.headers.guard="immutable";return state}function upload(exchange,readable){
const reader=readable.acquireDefaultReader();const stop=error=>{uponPromise(reader.cancel(error),void 0)};const next=()=>reader.read({chunk:chunk=>{if(typedArrayName(
chunk)!=="Uint8Array"){closeBody(exchange,"a chunk is not a Uint8Array");stop(new TypeError2("A chunk of the body is not a Uint8Array"))}else{uponPromise(writeChunk(
exchange,chunk),next,stop)}},close:()=>closeBody(exchange),error:()=>closeBody(exchange,"its stream has failed")});next()}var open2,end3,send,readChunk,writeChunk,
closeBody,functions4,fetch,Incoming;var init_fetch=__esm({"fetch/fetch.ts"(){"use strict";init_abort();init_buffers();init_host();init_primordials();init_promises();
init_readable();init_readable_byte_controller();init_utf8();init_url_parser();init_webidl();init_body();init_data_url();init_http();init_integrity();init_internal();
init_request();init_response();open2=op("fetchOpen");end3=op("fetchEnd");send=op("fetchSend");readChunk=op("fetchRead");writeChunk=op("fetchWrite");closeBody=op(
"fetchClose");functions4={fetch(input,init=void 0){let state;try{required(arguments.length,1,executing("fetch"));state=requestOf(new Request(input,init))}catch(error){
return promiseRejectedWith(error)}return promiseCall(()=>fetchRequest(state))}};({fetch}=functions4);Incoming=class{readable=new Readable;#controller;constructor(exchange,done){
this.#controller=new ReadableByteController(this.readable,{start:void 0,pull:controller=>transformPromise(readChunk(exchange),chunk=>{if(isView(chunk)&&viewByteLength(
chunk)>0){if(controller.canCloseOrEnqueue)controller.enqueue(chunk);return}done();controller.close();controller.byobRequest()?.controller?.respond(0)},error=>{done();
throw error}),cancel:()=>{end3(exchange);done();return promiseOf(()=>void 0)}},0);this.#controller.start()}fail(reason){this.#controller.error(reason)}}}});var serve_exports={};__export(serve_exports,{serve:()=>serve});function serve(incoming,target,env,host=handler){const context=new ExecutionContext;return promiseCall(
()=>{const request=requestOfHead(incoming,host);return transformPromise(promiseOf(()=>call2(target,request,env,context)),response=>{const state=responseOf(response);
const given=answer2(incoming,state);const waits=()=>rest(waitingOf(context));if(!given.streams){if(waitingOf(context)===void 0)return given;host.respond(incoming.
serving,given);return waits()}host.respond(incoming.serving,given);return transformPromise(download(incoming.serving,state.body.stream,host),waits)})})}function call2(target,request,env,context){
if(isFunction(target))return apply(target,void 0,[request,env,context]);const fetch2=isObject(target)?target.fetch:void 0;if(!isFunction(fetch2))throw new TypeError2(
"The handler is neither a function nor an object with a method fetch");return apply(fetch2,target,[request,env,context])}function rest(promises){const{promise,resolve:resolve3,
reject:reject2}=deferred();let failure;const next=()=>{if(promises!==void 0&&promises.length>0){uponPromise(promises.shift(),next,reason=>{failure??={reason};next()})}else if(failure!==
void 0){reject2(failure.reason)}else{resolve3(null)}};next();return promise}function requestOfHead(incoming,host){const url=parseURL(incoming.url);if(url===null)
throw new TypeError2(`The request's URL '${incoming.url}' is not valid`);const state=new RequestState;state.method=incoming.method;state.url=serializeURL(url);state.
signal=aborting().newSignal();state.redirect="manual";state.headers=new HeaderList(incoming.headers);state.headers.guard="immutable";const{method:method2,body,streams,
serving}=incoming;if(method2==="GET"||method2==="HEAD")return new Request(internal,state);if(streams)state.body=new Body(readableOfRequest(serving,host));else if(body!==
null)state.body=new Body(body);return new Request(internal,state)}function readableOfRequest(serving,host){const readable=new Readable;new ReadableByteController(
readable,{start:void 0,pull:controller=>transformPromise(host.read(serving),chunk=>{if(!controller.canCloseOrEnqueue)return;if(isView(chunk)&&viewByteLength(chunk)>
0){controller.enqueue(chunk)}else{controller.close();controller.byobRequest()?.controller?.respond(0)}}),cancel:void 0},0).start();return readable}function answer2({
method:method2},response){if(response===void 0)throw new TypeError2("The handler has given no Response");const{status,statusText,headers,body}=response;if(status===
0)throw new TypeError2("The handler has given Response.error()");if(body?.isUnusable)throw new TypeError2("The body of the Response has been used, or is locked");
const isEmpty=body===null||method2==="HEAD"||isNullBodyStatus(status);const streams=!isEmpty&&body.isStream;if(isEmpty&&body?.isStream)setHandled(body.stream.cancel(
void 0));return{__proto__:null,status,statusText,headers:headers.flat(),body:isEmpty||streams?null:body.takeSource(),streams}}function download(serving,readable,host){
const{promise,resolve:resolve3,reject:reject2}=deferred();const reader=readable.acquireDefaultReader();const failed=error=>{uponPromise(host.end(serving,"the st\
ream of the response has failed"),()=>reject2(error),()=>reject2(error))};const stop=error=>{setHandled(reader.cancel(error));failed(error)};const next=()=>reader.
read({chunk:chunk=>{if(typedArrayName(chunk)==="Uint8Array")uponPromise(host.write(serving,chunk),next,stop);else stop(new TypeError2("A chunk of the body is no\
t a Uint8Array"))},close:()=>uponPromise(host.end(serving),resolve3,reject2),error:failed});next();return promise}var handler,waitingOf,ExecutionContext;var init_serve=__esm(
{"fetch/serve.ts"(){"use strict";init_abort();init_buffers();init_host();init_internal();init_primordials();init_promises();init_queue();init_readable();init_readable_byte_controller();
init_url_parser();init_url_serializer();init_webidl();init_body();init_http();init_headers();init_request();init_response();handler={__proto__:null,read:op("ser\
veRead"),respond:op("serveRespond"),write:op("serveWrite"),end:op("serveEnd")};ExecutionContext=class{#waiting;waitUntil(promise){const promised=promiseResolvedWith(
promise);setHandled(promised);this.#waiting??=new Queue;this.#waiting.push(promised)}passThroughOnException(){this.#waiting}static{waitingOf=context=>context.#waiting;
exposed(this,"ExecutionContext")}}}});var main_exports={};__export(main_exports,{setUp:()=>setUp});init_buffers();init_webidl();init_primordials();var load=build=>{begin();return build()};var interfaces=(part3,built,...names4)=>{const list=[];for(let n=0;n<names4.
length;n++){const name=names4[n];list[n]={part:part3,name,enumerable:false,build:()=>built()[name]}}return list};var value=(part3,name,build)=>({part:part3,name,
enumerable:true,build});var properties=[...interfaces("DOMException",()=>(init_dom_exception(),__toCommonJS(dom_exception_exports)).exceptions(),"DOMException"),
...interfaces("Events",()=>(init_events(),__toCommonJS(events_exports)).events(),"Event","EventTarget","CustomEvent","ErrorEvent"),...interfaces("Abort",()=>(init_abort(),__toCommonJS(abort_exports)).
aborting(),"AbortController","AbortSignal"),value("Self","self",()=>global),value("ReportError","reportError",()=>(init_report(),__toCommonJS(report_exports)).reportError),
...interfaces("URL",()=>(init_url(),__toCommonJS(url_exports)).urls(),"URL","URLSearchParams"),...interfaces("URLPattern",()=>(init_url_pattern(),__toCommonJS(url_pattern_exports)).
urlPatterns(),"URLPattern"),...interfaces("Encoding",()=>(init_encoding(),__toCommonJS(encoding_exports)).encodings(),"TextEncoder","TextDecoder"),value("Base64",
"atob",()=>(init_base64(),__toCommonJS(base64_exports)).atob),value("Base64","btoa",()=>(init_base64(),__toCommonJS(base64_exports)).btoa),...interfaces("Stream\
s",()=>(init_streams(),__toCommonJS(streams_exports)),"ByteLengthQueuingStrategy","CountQueuingStrategy","ReadableByteStreamController","ReadableStream","Readab\
leStreamBYOBReader","ReadableStreamBYOBRequest","ReadableStreamDefaultController","ReadableStreamDefaultReader","TransformStream","TransformStreamDefaultControl\
ler","WritableStream","WritableStreamDefaultController","WritableStreamDefaultWriter"),value("StructuredClone","structuredClone",()=>(init_clone(),__toCommonJS(clone_exports)).
structuredClone),...interfaces("Messaging",()=>(init_messaging(),__toCommonJS(messaging_exports)).messaging(),"MessageChannel","MessagePort","MessageEvent"),...interfaces(
"Messaging",()=>(init_broadcast_channel(),__toCommonJS(broadcast_channel_exports)).broadcasting(),"BroadcastChannel"),...interfaces("Performance",()=>(init_performance(),__toCommonJS(performance_exports)).
performances(),"Performance","PerformanceEntry","PerformanceMark","PerformanceMeasure","PerformanceObserver","PerformanceObserverEntryList"),value("Performance",
"performance",()=>(init_performance(),__toCommonJS(performance_exports)).performances().performance),...interfaces("Navigator",()=>(init_navigator(),__toCommonJS(navigator_exports)).
navigators(),"Navigator"),...interfaces("Crypto",()=>(init_crypto(),__toCommonJS(crypto_exports)).cryptos(),"Crypto","SubtleCrypto","CryptoKey"),value("Crypto",
"crypto",()=>(init_crypto(),__toCommonJS(crypto_exports)).cryptos().crypto),value("Navigator","navigator",()=>(init_navigator(),__toCommonJS(navigator_exports)).
navigators().navigator),...interfaces("Encoding",()=>(init_streams(),__toCommonJS(streams_exports)),"TextDecoderStream","TextEncoderStream"),...interfaces("Comp\
ression",()=>(init_streams(),__toCommonJS(streams_exports)),"CompressionStream","DecompressionStream"),...interfaces("Blob",()=>(init_blob(),__toCommonJS(blob_exports)),
"Blob"),...interfaces("Blob",()=>(init_file(),__toCommonJS(file_exports)),"File"),value("Fetch","fetch",()=>(init_fetch(),__toCommonJS(fetch_exports)).fetch),...interfaces(
"Fetch",()=>(init_form_data(),__toCommonJS(form_data_exports)),"FormData"),...interfaces("Fetch",()=>(init_headers(),__toCommonJS(headers_exports)),"Headers"),...interfaces(
"Fetch",()=>(init_request(),__toCommonJS(request_exports)),"Request"),...interfaces("Fetch",()=>(init_response(),__toCommonJS(response_exports)),"Response")];var lazy=({
name,enumerable:enumerable2,build})=>{const accessors={get[name](){const built=load(build);define(global,name,built,{enumerable:enumerable2});return built},set[name](value2){
define(isObject(this)?this:global,name,value2,{enumerable:enumerable2})}};const descriptor=getOwnPropertyDescriptor(accessors,name);defineProperty(global,name,{
__proto__:null,get:descriptor.get,set:descriptor.set,enumerable:enumerable2,configurable:true})};var install=parts=>{for(const property of properties)if(parts.includes(
property.part))lazy(property)};init_host();var setUp=(functions5,parts)=>{bind2(functions5);install(parts);return{begin:begin2,serve:(incoming,target,env,host)=>load(()=>(init_serve(),__toCommonJS(serve_exports))).
serve(incoming,target,env,host)}};return __toCommonJS(main_exports);})();
return web.setUp
})
