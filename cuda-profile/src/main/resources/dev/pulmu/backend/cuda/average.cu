// Writes the moving average of the weights, corrected for its start at 0; before any training the
// weights themselves.

extern "C" __global__ void average(const float* weights, const float* averages, const float* seen,
                                   float* corrected, long long parameters) {
  long long stride = gridDim.x * blockDim.x;
  for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < parameters; i += stride) {
    corrected[i] = *seen > 0.f ? averages[i] / *seen : weights[i];
  }
}
