// One launch, as 64-bit words, so that Java can write it into a buffer.
#pragma once
#include <stdint.h>

constexpr int MOST_ARGUMENTS = 24;
constexpr int MOST_CONSTANTS = 32;
constexpr int MOST_THREADS = 1024;
constexpr int MOST_SHARED = 101376;

enum Order { UPWARDS, DOWNWARDS, SHUFFLED };

struct Launch {
  int64_t entry;         // of the kernel
  int64_t staticShared;  // address of its library's TLS block of this thread
  int64_t staticBytes;
  int64_t gridX, gridY, threads, sharedBytes;
  int64_t order;  // an Order
  int64_t seed;   // of a shuffled one
  int64_t arguments[MOST_ARGUMENTS];
  int64_t constants[MOST_CONSTANTS];
};

// Runs it to its end. Returns what went wrong, or nullptr.
const char* launch(const Launch& launch);

// C(M,N) = A · B, or C += A · B, in plain loops; see Gpu.Product.
void multiply(const float* a, bool aTransposed, const float* b, bool bTransposed, float* c,
    int64_t m, int64_t n, int64_t k, bool add);

// A kernel's library: its TLS block, where its static shared memory lies.
struct Library {
  void* handle;
  void* entry;
  int64_t parameters;
  int64_t staticBytes;
};

// Returns what went wrong, or nullptr.
const char* openLibrary(const char* path, Library& library);

// Forgets it.
void closeLibrary(const Library& library);

// Where the calling thread has the library's TLS block; 0 if it has none.
int64_t staticShared(const Library& library);
