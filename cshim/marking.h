// A collection of garbage that is under way.
#ifndef CSHIM_MARKING_H_
#define CSHIM_MARKING_H_

namespace shim {

struct Collection {
  bool running = false;  // a death now leaves the heap in pieces
  bool marking = false;  // between its steps
};

}  // namespace shim

#endif  // CSHIM_MARKING_H_
