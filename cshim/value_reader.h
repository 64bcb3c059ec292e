// What is kept from one reading of plain data to the next.
#ifndef CSHIM_VALUE_READER_H_
#define CSHIM_VALUE_READER_H_

#include <v8.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace shim {

struct ReaderShape {
  const v8::Global<v8::DictionaryTemplate>* shape;
  uint32_t count;  // of its properties
};
struct ReaderMemory {
  std::vector<v8::Local<v8::Value>> values;
  std::vector<ReaderShape> shapes;
  // By the names as they are written; the isolate's.
  std::map<std::string, v8::Global<v8::DictionaryTemplate>, std::less<>> templates;
  size_t made = 0;  // templates, ever
};

}  // namespace shim

#endif  // CSHIM_VALUE_READER_H_
