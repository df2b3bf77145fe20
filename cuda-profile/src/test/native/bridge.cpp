// What Java calls: the natives of HostNative, whose parameters are numbers, and direct buffers where
// memory meets Java. The two functions of the JVM that this takes are called by their places in its
// table, which the JNI specification fixes; so jni.h is not needed.
#include <stdlib.h>
#include <string.h>

#include "launch.h"

using Environment = void***;
using Object = void*;

#define NATIVE(RESULT, NAME)                                        \
  extern "C" __attribute__((visibility("default"))) RESULT          \
      Java_dev_pulmu_backend_cuda_HostNative_##NAME

constexpr int NEW_DIRECT_BYTE_BUFFER = 229;
constexpr int GET_DIRECT_BUFFER_ADDRESS = 230;

NATIVE(Object, view)(Environment env, Object, int64_t address, int64_t bytes) {
  using Function = Object (*)(Environment, void*, int64_t);
  return ((Function)(*env)[NEW_DIRECT_BYTE_BUFFER])(env, (void*)address, bytes);
}

NATIVE(int64_t, address)(Environment env, Object, Object buffer) {
  using Function = void* (*)(Environment, Object);
  return (int64_t)((Function)(*env)[GET_DIRECT_BUFFER_ADDRESS])(env, buffer);
}

NATIVE(int64_t, length)(Environment, Object, int64_t text) {
  return (int64_t)strlen((const char*)text);
}

NATIVE(int64_t, allocate)(Environment, Object, int64_t bytes, int64_t alignment) {
  void* memory = nullptr;
  return posix_memalign(&memory, alignment, bytes) == 0 ? (int64_t)memory : 0;
}

NATIVE(void, free)(Environment, Object, int64_t address) { free((void*)address); }

NATIVE(void, fill)(Environment, Object, int64_t address, int value, int64_t bytes) {
  memset((void*)address, value, bytes);
}

NATIVE(void, copy)(Environment, Object, int64_t from, int64_t to, int64_t bytes) {
  memmove((void*)to, (void*)from, bytes);
}

// Of the first byte that is not 0xff; -1 if there is none.
NATIVE(int64_t, firstTouched)(Environment, Object, int64_t address, int64_t bytes) {
  const unsigned char* p = (const unsigned char*)address;
  // Compares the memory with itself, one byte on: as fast as memcmp.
  if (bytes == 0 || (p[0] == 0xff && memcmp(p, p + 1, bytes - 1) == 0)) {
    return -1;
  }
  int64_t i = 0;
  while (p[i] == 0xff) {
    i++;
  }
  return i;
}

// A Library, or 0 with the reason in the words at `reason`.
NATIVE(int64_t, open)(Environment, Object, int64_t path, int64_t reason) {
  Library* library = new Library;
  const char* failure = openLibrary((const char*)path, *library);
  *(int64_t*)reason = (int64_t)failure;
  if (failure) {
    delete library;
    return 0;
  }
  return (int64_t)library;
}

NATIVE(int64_t, parameters)(Environment, Object, int64_t library) {
  return ((Library*)library)->parameters;
}

NATIVE(int64_t, staticBytes)(Environment, Object, int64_t library) {
  return ((Library*)library)->staticBytes;
}

NATIVE(void, close)(Environment, Object, int64_t library) {
  closeLibrary(*(Library*)library);
  delete (Library*)library;
}

// `words` is a Launch whose entry and static shared memory are put in here. Returns what went wrong
// as the address of a text, or 0.
NATIVE(int64_t, launch)(Environment, Object, int64_t library, int64_t words) {
  Launch& it = *(Launch*)words;
  const Library& kernel = *(Library*)library;
  it.entry = (int64_t)kernel.entry;
  it.staticShared = staticShared(kernel);
  it.staticBytes = kernel.staticBytes;
  return (int64_t)launch(it);
}

NATIVE(void, multiply)(Environment, Object, int64_t a, int aTransposed, int64_t b, int bTransposed,
    int64_t c, int64_t m, int64_t n, int64_t k, int add) {
  multiply((const float*)a, aTransposed, (const float*)b, bTransposed, (float*)c, m, n, k, add);
}
