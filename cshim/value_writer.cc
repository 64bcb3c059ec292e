//go:build ignore

// v8::ValueSerializer for plain data, three times as fast.
//
// What it writes differs from V8's wire format in two things, which package
// clone reads from here alone: the names of an object's properties are written
// once for all objects of a hidden class, and the header says whether anything
// is there twice.
//
// Objects and arrays without accessors, strings, numbers and the like are read
// where they lie in V8's heap. Nothing is called and nothing is allocated there
// meanwhile, so that nothing moves. At whatever is not plain it gives up, before
// anybody could notice, and V8 does it all.
//
// It knows how V8 lays out objects: for the version that is pinned, and no
// other. TestValueWriter compares what it writes with V8's. Without this file,
// by CGO_CXXFLAGS=-DSHIM_NO_VALUE_WRITER, V8 writes everything.
#include "value_writer.h"

#include <v8-version.h>

#include <algorithm>

#include "entry.h"
#include "lent.h"
#include "wire.h"

#if V8_MAJOR_VERSION == 13 && V8_MINOR_VERSION == 6 && defined(V8_COMPRESS_POINTERS) && \
    !defined(SHIM_NO_VALUE_WRITER)

namespace shim {
namespace {

using v8::internal::Address;
using v8::internal::Internals;

// Offsets in bytes, and bits; src/objects/*.tq and map.h.
constexpr int kProperties = 4, kElements = 8, kArrayLength = 12;
constexpr int kMapInstanceSize = 4, kMapInObjectStart = 5;  // in words
constexpr int kMapBitField = 10, kMapBitField2 = 11, kMapBitField3 = 12, kMapDescriptors = 24;
constexpr uint8_t kMapSpecial =
    1 << 1 | 1 << 2 | 1 << 3 | 1 << 5;  // callable, interceptors, checks
constexpr uint32_t kMapIsDictionary = 1 << 21;
constexpr int kDescriptorsHeader = 16, kDescriptorSize = 12;
constexpr int kFixedArrayLength = 4, kFixedArrayHeader = 8;
constexpr int kStringLength = 8, kStringChars = 12, kStringSecond = 16;
constexpr int kHeapNumberValue = 4;
constexpr uint64_t kHoleNaN = 0xFFF7FFFFFFF7FFFF;
constexpr uint32_t kHash = 0x9E3779B1;  // 2^32 by the golden ratio, for addresses

enum ElementsKind { kPackedSmi, kHoleySmi, kPacked, kHoley, kPackedDouble, kHoleyDouble };
enum StringKind { kSequential, kCons, kExternal, kSliced, kThin = 5 };

template <typename T>
T Raw(Address object, int offset) {
  return Internals::ReadRawField<T>(object, offset);
}
Address Field(Address object, int offset) {
  return Internals::ReadTaggedPointerField(object, offset);
}
bool IsOneByte(int string_type) { return string_type & Internals::kStringEncodingMask; }
int KindOf(int string_type) { return string_type & 7; }
uint32_t Length(Address string) { return Raw<uint32_t>(string, kStringLength); }
// What stands for a string that it was made flat to, or internalized.
void Unwrap(Address* string, int* type) {
  while (KindOf(*type) == kThin ||
         (KindOf(*type) == kCons && Length(Field(*string, kStringSecond)) == 0)) {
    *string = Field(*string, kStringChars);
    *type = Internals::GetInstanceType(*string);
  }
}
bool IsSmi(Address value) { return !Internals::HasHeapObjectTag(value); }
int32_t Smi(Address value) { return Internals::SmiValue(value); }

// What no header of V8's names, as V8 has it: instance types, and the hole.
struct Types {
  int array, number;
  uint32_t hole;

  explicit Types(v8::Isolate* isolate)
      : array(InstanceType(array_type, [&] { return v8::Array::New(isolate, 0); })),
        number(InstanceType(number_type, [&] { return v8::Number::New(isolate, 0.5); })),
        hole(
            static_cast<uint32_t>(Internals::GetRoot(isolate, Internals::kTheHoleValueRootIndex))) {
  }

 private:
  template <typename Make>
  static int InstanceType(std::atomic<int>& known, Make&& make) {
    int type = known.load(std::memory_order_relaxed);
    if (type == 0) {
      v8::Local<v8::Value> local = make();
      type = Internals::GetInstanceType(*reinterpret_cast<Address*>(ToRef(local)));
      known.store(type, std::memory_order_relaxed);
    }
    return type;
  }

  static inline std::atomic<int> array_type{0}, number_type{0};
};

class PlainWriter {
 public:
  PlainWriter(shim_isolate* self, Wire& wire, size_t limit)
      : self_(self), memory_(self->writer), types_(self->isolate), wire_(wire), limit_(limit) {
    memory_.shapes.clear();
    memory_.places.clear();
  }
  ~PlainWriter() {
    Shrink(memory_.identities);
    Shrink(memory_.shapes);
    Shrink(memory_.places);
  }

  bool Write(Address value) {
    size_t flags = wire_.size + 1;
    if (!Byte(kPlain) || !Byte(0) || !Value(value)) return false;
    if (has_references_) wire_.data[flags] |= kHasReferences;
    return true;
  }

 private:
  bool Value(Address value) {
    if (IsSmi(value)) return Int32(Smi(value));
    int type = Internals::GetInstanceType(value);
    if (type < Internals::kFirstNonstringType) return String(value, type);
    if (type == Internals::kJSObjectType) return Receiver(value, &PlainWriter::Object);
    if (type == types_.array) return Receiver(value, &PlainWriter::Array);
    if (type == types_.number) return Double(Raw<uint64_t>(value, kHeapNumberValue));
    if (type == Internals::kOddballType) return Oddball(value);
    return false;
  }

  bool Oddball(Address value) {
    constexpr uint8_t kTags[] = {'F', 'T', 0, '0', '_'};  // by kind; 2 is unknown
    int kind = Internals::GetOddballKind(value);
    return kind >= 0 && kind <= 4 && kTags[kind] && Byte(kTags[kind]);
  }

  bool Receiver(Address object, bool (PlainWriter::*write)(Address, Address)) {
    uint32_t id;
    if (Seen(object, &id)) {
      has_references_ = true;
      return Byte('^') && Varint(id);
    }
    constexpr int kDeepest = 500;
    uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
    if (depth_ == kDeepest || here < self_->stack.limit) return false;
    Address map = Internals::LoadMap(object);
    if (Raw<uint8_t>(map, kMapBitField) & kMapSpecial) return false;
    if (Raw<uint32_t>(map, kMapBitField3) & kMapIsDictionary) return false;
    depth_++;
    bool ok = (this->*write)(object, map);
    depth_--;
    return ok;
  }

  bool Object(Address object, Address map) {
    if (Smi(Field(Field(object, kElements), kFixedArrayLength)) != 0) return false;
    PlainShape shape;
    if (!BeginObject(map, &shape)) return false;
    for (uint32_t i = 0; i < shape.count; i++) {
      int place = memory_.places[shape.first + i];
      Address value = place >= 0 ? Field(object, place) : Field(Field(object, kProperties), -place);
      if (!Value(value)) return false;
    }
    return true;
  }

  // Writes which properties the objects of a hidden class have: names, or the
  // number that they were given when they were written.
  bool BeginObject(Address map, PlainShape* shape) {
    uint32_t low = static_cast<uint32_t>(map);
    uint32_t* recent = &recent_[low * kHash >> 26];
    if (*recent && memory_.shapes[*recent - 1].map == low) {
      *shape = memory_.shapes[*recent - 1];
      return Byte(kShape) && Varint(*recent - 1);
    }
    shape->map = low;
    shape->first = static_cast<uint32_t>(memory_.places.size());
    int in_object_start = Raw<uint8_t>(map, kMapInObjectStart);
    int in_object = Raw<uint8_t>(map, kMapInstanceSize) - in_object_start;
    bool plain = EachProperty(map, [&](Address, int, uint32_t details) {
      bool is_field = (details & (1 | 1 << 5)) == 0;  // no accessor, not in the descriptor
      int index = static_cast<int>(details >> 19 & 0x3FF);
      memory_.places.push_back(index < in_object ? (in_object_start + index) * 4
                                                 : -(kFixedArrayHeader + (index - in_object) * 4));
      return is_field;
    });
    if (!plain) return false;
    shape->count = static_cast<uint32_t>(memory_.places.size()) - shape->first;
    memory_.shapes.push_back(*shape);
    *recent = static_cast<uint32_t>(memory_.shapes.size());
    return Byte(kNewShape) && Varint(*recent - 1) && Varint(shape->count) &&
           EachProperty(map, [&](Address name, int type, uint32_t) { return String(name, type); });
  }

  // Calls visit for each property that is enumerable and has a string as name,
  // until it is false.
  template <typename Visit>
  bool EachProperty(Address map, Visit&& visit) {
    Address descriptors = Field(map, kMapDescriptors);
    int count = Raw<uint32_t>(map, kMapBitField3) >> 10 & 0x3FF;
    for (int i = 0; i < count; i++) {
      int at = kDescriptorsHeader + i * kDescriptorSize;
      Address name = Field(descriptors, at);
      uint32_t details = static_cast<uint32_t>(Smi(Field(descriptors, at + 4)));
      int type = Internals::GetInstanceType(name);
      bool hidden = details & 1 << 3;
      if (type >= Internals::kFirstNonstringType || hidden) continue;
      if (!visit(name, type, details)) return false;
    }
    return true;
  }

  bool Array(Address array, Address map) {
    constexpr uint32_t kOnlyLength = 1;
    if ((Raw<uint32_t>(map, kMapBitField3) >> 10 & 0x3FF) != kOnlyLength) return false;
    Address tagged_length = Field(array, kArrayLength), elements = Field(array, kElements);
    if (!IsSmi(tagged_length)) return false;
    uint32_t length = static_cast<uint32_t>(Smi(tagged_length));
    int kind = Raw<uint8_t>(map, kMapBitField2) >> 2;
    if (kind > kHoleyDouble) return false;
    bool sparse = kind == kHoleySmi || kind == kHoley || kind == kHoleyDouble;
    if (!Byte(sparse ? 'a' : 'A') || !Varint(length)) return false;
    uint32_t written = 0;
    for (uint32_t i = 0; i < length; i++) {
      if (kind == kPackedDouble || kind == kHoleyDouble) {
        uint64_t bits = Raw<uint64_t>(elements, kFixedArrayHeader + static_cast<int>(i) * 8);
        if (!sparse) {
          if (!Double(bits)) return false;
          continue;
        }
        if (bits == kHoleNaN) continue;
        if (!Int32(static_cast<int32_t>(i)) || !Number(bits)) return false;
      } else {
        Address value = Field(elements, kFixedArrayHeader + static_cast<int>(i) * 4);
        if (static_cast<uint32_t>(value) == types_.hole) {
          if (!sparse) return false;
          continue;
        }
        if (sparse && !Int32(static_cast<int32_t>(i))) return false;
        if (!Value(value)) return false;
      }
      written++;
    }
    return Byte(sparse ? '@' : '$') && Varint(sparse ? written : 0) && Varint(length);
  }

  bool String(Address string, int type) {
    Unwrap(&string, &type);
    uint32_t length = Length(string);
    if (IsOneByte(type)) {
      if (!Byte('"') || !Varint(length) || !wire_.Reserve(length, limit_)) return false;
      if (!Copy(string, 0, length, wire_.data + wire_.size)) return false;
      wire_.size += length;
      return true;
    }
    uint32_t size = 2 * length;
    int varint = (std::bit_width(size | 1) + 6) / 7;
    if ((wire_.size + 1 + varint) % 2 != 0 && !Byte(0)) return false;
    if (!Byte('c') || !Varint(size) || !wire_.Reserve(size, limit_)) return false;
    // The memory begins at an even address, and this is an even one.
    if (!Copy(string, 0, length, reinterpret_cast<uint16_t*>(wire_.data + wire_.size))) {
      return false;
    }
    wire_.size += size;
    return true;
  }

  // Copies a part of a string. It calls itself for the shorter half of a
  // string that was joined, and so never deep.
  template <typename Char>
  bool Copy(Address string, uint32_t from, uint32_t length, Char* to) {
    while (length > 0) {
      int type = Internals::GetInstanceType(string);
      switch (KindOf(type)) {
        case kSequential: {
          const char* chars =
              reinterpret_cast<const char*>(string - v8::internal::kHeapObjectTag) + kStringChars;
          if (IsOneByte(type)) {
            CopyBytes(chars + from, length, to);
          } else if constexpr (sizeof(Char) == 2) {
            memcpy(to, chars + size_t{2} * from, size_t{2} * length);
          } else {
            return false;
          }
          return true;
        }
        case kThin:
          string = Field(string, kStringChars);
          break;
        case kSliced:
          from += static_cast<uint32_t>(Smi(Field(string, kStringSecond)));
          string = Field(string, kStringChars);
          break;
        case kCons: {
          Address first = Field(string, kStringChars), second = Field(string, kStringSecond);
          uint32_t boundary = Length(first);
          uint32_t left = from < boundary ? std::min(length, boundary - from) : 0;
          uint32_t right = length - left, right_from = from < boundary ? 0 : from - boundary;
          if (left <= right) {
            if (!Copy(first, from, left, to)) return false;
            string = second, from = right_from, length = right, to += left;
          } else {
            if (!Copy(second, right_from, right, to + left)) return false;
            string = first, length = left;
          }
          break;
        }
        default:  // external
          return false;
      }
    }
    return true;
  }

  // Most strings are short, and a call of memcpy takes longer than they do.
  static void CopyBytes(const char* from, size_t length, uint8_t* to) {
    if (length > 32) {
      memcpy(to, from, length);
    } else if (length >= 8) {
      for (size_t i = 0; i + 8 < length; i += 8) memcpy(to + i, from + i, 8);
      memcpy(to + length - 8, from + length - 8, 8);
    } else {
      for (size_t i = 0; i < length; i++) to[i] = static_cast<uint8_t>(from[i]);
    }
  }
  static void CopyBytes(const char* from, size_t length, uint16_t* to) {
    for (size_t i = 0; i < length; i++) to[i] = static_cast<uint8_t>(from[i]);
  }

  bool Byte(uint8_t byte) {
    if (!wire_.Reserve(1, limit_)) return false;
    wire_.data[wire_.size++] = byte;
    return true;
  }

  bool Varint(uint32_t n) {
    if (!wire_.Reserve(5, limit_)) return false;
    while (n >= 0x80) {
      wire_.data[wire_.size++] = static_cast<uint8_t>(n | 0x80);
      n >>= 7;
    }
    wire_.data[wire_.size++] = static_cast<uint8_t>(n);
    return true;
  }

  bool Int32(int32_t n) {
    uint32_t zigzag = static_cast<uint32_t>(n) << 1 ^ static_cast<uint32_t>(n >> 31);
    return Byte('I') && Varint(zigzag);
  }

  bool Double(uint64_t bits) {
    if (!Byte('N') || !wire_.Reserve(8, limit_)) return false;
    memcpy(wire_.data + wire_.size, &bits, 8);
    wire_.size += 8;
    return true;
  }

  // As V8 makes a number of a double that it reads.
  bool Number(uint64_t bits) {
    double number = std::bit_cast<double>(bits);
    constexpr int32_t kMin = -(1 << 30), kMax = (1 << 30) - 1;
    if (number >= kMin && number <= kMax) {
      int32_t n = static_cast<int32_t>(number);
      if (n == number && (n != 0 || bits == 0)) return Int32(n);
    }
    return Double(bits);
  }

  // The ids of the objects that were met, by address: a hash table, in place as
  // long as they are few. An entry is the address's low half and the id + 1.
  bool Seen(Address object, uint32_t* id) {
    if (4 * static_cast<size_t>(next_) >= 3 * slot_count_) Grow();
    uint64_t* entry = Find(static_cast<uint32_t>(object));
    if (*entry) {
      *id = static_cast<uint32_t>(*entry) - 1;
      return true;
    }
    *entry = uint64_t{static_cast<uint32_t>(object)} << 32 | ++next_;
    return false;
  }

  uint64_t* Find(uint32_t address) {
    size_t mask = slot_count_ - 1, i = address * kHash >> 7 & mask;
    while (slots_[i] && slots_[i] >> 32 != address) i = (i + 1) & mask;
    return &slots_[i];
  }

  void Grow() {
    std::vector<uint64_t> old(slots_, slots_ + slot_count_);
    memory_.identities.assign(4 * slot_count_, 0);
    slots_ = memory_.identities.data();
    slot_count_ *= 4;
    for (uint64_t entry : old) {
      if (entry) *Find(static_cast<uint32_t>(entry >> 32)) = entry;
    }
  }

  shim_isolate* self_;
  WriterMemory& memory_;
  const Types types_;
  Wire& wire_;
  size_t limit_;
  int depth_ = 0;
  uint32_t next_ = 0;
  static constexpr size_t kFew = 32;
  uint64_t few_[kFew] = {};
  uint64_t* slots_ = few_;
  size_t slot_count_ = kFew;
  bool has_references_ = false;
  uint32_t recent_[64] = {};  // numbers of shapes + 1, by hidden class
};

}  // namespace

bool WritePlain(shim_isolate* self, v8::Local<v8::Value> value, Wire& wire, size_t limit) {
  PlainWriter writer(self, wire, limit);
  bool ok = writer.Write(*reinterpret_cast<Address*>(ToRef(value)));
  if (!ok) wire.size = 0;
  return ok;
}

shim_bytes OneByteCharacters(v8::Local<v8::String> string) {
  Address address = *reinterpret_cast<Address*>(ToRef(string));
  int type = Internals::GetInstanceType(address);
  Unwrap(&address, &type);
  if (KindOf(type) != kSequential || !IsOneByte(type)) return {};
  return {reinterpret_cast<const char*>(address - v8::internal::kHeapObjectTag) + kStringChars,
          Length(address)};
}

}  // namespace shim

#else

namespace shim {

bool WritePlain(shim_isolate*, v8::Local<v8::Value>, Wire&, size_t) { return false; }
shim_bytes OneByteCharacters(v8::Local<v8::String>) { return {}; }

}  // namespace shim

#endif
