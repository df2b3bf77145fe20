// Sets the gradient of the weights of inputs that never vary to 0, under batch norm, where nothing can
// be learnt of them. What rounding makes of it is multiplied by the input, and Adam would make full
// steps of that.

// columns: the inputs; slopes: the gradient of the first layer's weights, (I,O)
extern "C" __global__ void constant(const int* columns, float* slopes, long long count,
                                    long long outputs) {
  long long stride = gridDim.x * blockDim.x;
  long long all = count * outputs;
  for (long long i = (long long)blockIdx.x * blockDim.x + threadIdx.x; i < all; i += stride) {
    slopes[columns[i / outputs] * outputs + i % outputs] = 0.f;
  }
}
