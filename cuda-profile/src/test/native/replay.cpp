// Does again, in a process of its own, what HostTape wrote down: replay TAPE LIBRARY…
// Each allocation is a piece of heap, so that a sanitizer knows its bounds. What was downloaded then
// must come again, bit by bit. The tape is 64-bit words: an operation, then what belongs to it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <map>
#include <vector>

#include "launch.h"

enum Operation { ALLOCATE, FREE, UPLOAD, DOWNLOAD, CLEAR, LAUNCH, MULTIPLY };

namespace {

struct Piece {
  int64_t bytes;
  char* memory;
};

std::map<int64_t, Piece> pieces;  // by where they were
std::vector<int64_t> tape;
size_t at;

int64_t next() { return tape.at(at++); }

[[noreturn]] void fail(const char* what, const char* why) {
  fprintf(stderr, "replay: %s: %s\n", what, why);
  exit(3);
}

// A word that was an address then, as an address now; others stay as they are.
int64_t translate(int64_t word) {
  auto piece = pieces.upper_bound(word);
  if (piece == pieces.begin()) {
    return word;
  }
  --piece;
  int64_t offset = word - piece->first;
  return offset < piece->second.bytes ? (int64_t)piece->second.memory + offset : word;
}

char* nextAddress() { return (char*)translate(next()); }

const char* nextBytes(int64_t bytes) {
  const char* data = (const char*)&tape.at(at);
  at += (bytes + 7) / 8;
  return data;
}

void allocate() {
  int64_t address = next(), bytes = next();
  char* memory = (char*)malloc(bytes);
  memset(memory, 0xff, bytes);
  pieces[address] = {bytes, memory};
}

void release() {
  auto piece = pieces.find(next());
  free(piece->second.memory);
  pieces.erase(piece);
}

void upload() {
  char* to = nextAddress();
  int64_t bytes = next();
  memcpy(to, nextBytes(bytes), bytes);
}

void download() {
  char* from = nextAddress();
  int64_t bytes = next();
  if (memcmp(from, nextBytes(bytes), bytes) != 0) {
    fail("download", "other bits than those on the tape");
  }
}

void clear() {
  char* to = nextAddress();
  memset(to, 0, next());
}

void start(const std::vector<Library>& libraries) {
  const Library& library = libraries.at(next());
  Launch it = {};
  it.entry = (int64_t)library.entry;
  it.staticShared = staticShared(library);
  it.staticBytes = library.staticBytes;
  it.gridX = next();
  it.gridY = next();
  it.threads = next();
  it.sharedBytes = next();
  int64_t arguments = next(), constants = next();
  for (int64_t i = 0; i < arguments; i++) {
    it.arguments[i] = translate(next());
  }
  for (int64_t i = 0; i < constants; i++) {
    it.constants[i] = next();
  }
  const char* failure = launch(it);
  if (failure) {
    fail("launch", failure);
  }
}

void product() {
  float* a = (float*)nextAddress();
  bool aTransposed = next();
  float* b = (float*)nextAddress();
  bool bTransposed = next();
  float* c = (float*)nextAddress();
  int64_t m = next(), n = next(), k = next();
  multiply(a, aTransposed, b, bTransposed, c, m, n, k, next());
}

void readTape(const char* path) {
  FILE* file = fopen(path, "rb");
  if (!file) {
    fail(path, "cannot be read");
  }
  for (int64_t word; fread(&word, sizeof word, 1, file) == 1;) {
    tape.push_back(word);
  }
  fclose(file);
}

}  // namespace

int main(int count, char** values) {
  readTape(values[1]);
  std::vector<Library> libraries(count - 2);
  for (int i = 2; i < count; i++) {
    const char* failure = openLibrary(values[i], libraries[i - 2]);
    if (failure) {
      fail(values[i], failure);
    }
  }
  int64_t launches = 0;
  while (at < tape.size()) {
    switch (next()) {
      case ALLOCATE: allocate(); break;
      case FREE: release(); break;
      case UPLOAD: upload(); break;
      case DOWNLOAD: download(); break;
      case CLEAR: clear(); break;
      case LAUNCH: start(libraries); launches++; break;
      case MULTIPLY: product(); break;
      default: fail("tape", "no such operation");
    }
  }
  printf("%lld launches\n", (long long)launches);
}
