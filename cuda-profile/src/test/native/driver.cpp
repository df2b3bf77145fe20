// A driver that shows one GPU of compute capability 9.0 and can do nothing with it: as much as is asked before a
// session opens, and what NVRTC asks when it compiles.
#include <stddef.h>
#include <stdio.h>

extern "C" {
int cuInit(unsigned) { return 0; }

int cuDriverGetVersion(int* version) {
  *version = 13010;
  return 0;
}

int cuDeviceGetCount(int* count) {
  *count = 1;
  return 0;
}

int cuDeviceGet(int* device, int) {
  *device = 0;
  return 0;
}

int cuDeviceGetName(char* name, int length, int) {
  snprintf(name, length, "a stand-in");
  return 0;
}

int cuDeviceTotalMem_v2(size_t* bytes, int) {
  *bytes = (size_t)1 << 33;
  return 0;
}

int cuDeviceGetAttribute(int* value, int attribute, int) {
  const int major = 75, minor = 76;
  *value = attribute == major ? 9 : attribute == minor ? 0 : 1;
  return 0;
}

int cuGetExportTable(const void** table, const void*) {
  *table = nullptr;
  return 1;  // CUDA_ERROR_INVALID_VALUE
}
}
