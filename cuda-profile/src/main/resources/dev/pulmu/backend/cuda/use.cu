// y(rows,outputs) = activation(z) in use, where z = gamma (u - mean) / sqrt(variance + epsilon) + beta
// with the running statistics, each divided by their weight, or z = u + bias. Before any training
// (weight 0) as if mean 0 and variance 1 had been seen.
// Constant: NORM.
#include "block.cuh"

// gamma: or the bias; statistics: running mean, variance and weight
extern "C" __global__ void use(const float* numbers, const float* u, const float* gamma,
                               const float* beta, const float* statistics, float* y,
                               long long rows, long long outputs) {
  long long stride = (long long)gridDim.x * blockDim.x;
  for (long long at = (long long)blockIdx.x * blockDim.x + threadIdx.x;
       at < rows * outputs; at += stride) {
    int column = (int)(at % outputs);
    float z;
    if (NORM) {
      float seen = statistics[2 * outputs];
      float mean = seen > 0.f ? statistics[column] / seen : 0.f;
      float variance = seen > 0.f ? statistics[outputs + column] / seen : 1.f;
      float factor = gamma[column] / sqrtf(variance + numbers[EPSILON]);
      z = (u[at] - mean) * factor + beta[column];
    } else {
      z = u[at] + gamma[column];
    }
    y[at] = activate(z) * numbers[USED];
  }
}
