// The norms of all tensors, of what measure.cu has summed; a block each.
#include "update.cuh"

// sums: of so many blocks for each norm
extern "C" __global__ void __launch_bounds__(256)
    norms(const double* sums, float* norms, long long blocks) {
  __shared__ double scratch[THREADS];
  double part = threadIdx.x < blocks ? sums[blockIdx.x * blocks + threadIdx.x] : 0.;
  double all = block_sum(part, scratch);
  if (threadIdx.x == 0) {
    norms[blockIdx.x] = (float)sqrt(all);
  }
}
