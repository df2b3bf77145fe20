// What a GPU has besides threads: libraries of kernels, and matrix products.
#include <dlfcn.h>
#include <link.h>
#include <string.h>

#include <vector>

#include "launch.h"

// Of the C library; what compilers call for a thread_local variable.
struct TlsIndex {
  size_t module, offset;
};
extern "C" void* __tls_get_addr(TlsIndex*);

static size_t moduleOf(void* handle) {
  size_t module = 0;
  dlinfo(handle, RTLD_DI_TLS_MODID, &module);
  return module;
}

const char* openLibrary(const char* path, Library& library) {
  void* handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  void** entry = handle ? (void**)dlsym(handle, "pulmu_entry") : nullptr;
  int* parameters = entry ? (int*)dlsym(handle, "pulmu_arity") : nullptr;
  if (!parameters) {
    return dlerror();
  }
  library = {handle, *entry, *parameters, 0};
  struct Search {
    size_t module;
    int64_t bytes;
  } search = {moduleOf(handle), 0};
  if (search.module != 0) {
    dl_iterate_phdr(
        [](dl_phdr_info* info, size_t, void* data) {
          Search& search = *(Search*)data;
          for (int i = 0; info->dlpi_tls_modid == search.module && i < info->dlpi_phnum; i++) {
            if (info->dlpi_phdr[i].p_type == PT_TLS) {
              search.bytes = info->dlpi_phdr[i].p_memsz;
            }
          }
          return 0;
        },
        &search);
  }
  library.staticBytes = search.bytes;
  return nullptr;
}

void closeLibrary(const Library& library) { dlclose(library.handle); }

int64_t staticShared(const Library& library) {
  TlsIndex index = {moduleOf(library.handle), 0};
  return index.module == 0 ? 0 : (int64_t)__tls_get_addr(&index);
}

// B(N,K) as B(K,N).
static std::vector<float> transposed(const float* from, int64_t rows, int64_t columns) {
  std::vector<float> to(rows * columns);
  for (int64_t r = 0; r < rows; r++) {
    for (int64_t c = 0; c < columns; c++) {
      to[c * rows + r] = from[r * columns + c];
    }
  }
  return to;
}

void multiply(const float* a, bool aTransposed, const float* b, bool bTransposed, float* c,
    int64_t m, int64_t n, int64_t k, bool add) {
  std::vector<float> straight = bTransposed ? transposed(b, n, k) : std::vector<float>();
  const float* rows = bTransposed ? straight.data() : b;
  std::vector<float> sums(n);
  for (int64_t i = 0; i < m; i++) {
    memset(sums.data(), 0, n * sizeof(float));
    for (int64_t l = 0; l < k; l++) {
      float factor = aTransposed ? a[l * m + i] : a[i * k + l];
      const float* row = rows + l * n;
      float* sum = sums.data();
      for (int64_t j = 0; j < n; j++) {
        sum[j] += factor * row[j];
      }
    }
    for (int64_t j = 0; j < n; j++) {
      c[i * n + j] = add ? c[i * n + j] + sums[j] : sums[j];
    }
  }
}
