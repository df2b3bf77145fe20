// y(rows,outputs) = dropout(activation(z)) in training, where z = gamma (u - mean) / sqrt(variance +
// epsilon) + beta with the batch's mean and biased variance, or z = u + bias. The mean comes first,
// by differences from the first row, then the variance of the differences from it: safe where the
// mean is much larger than the deviation.
// Constants: NORM, and those of dropout.cuh.
#include "dropout.cuh"
#include "columns.cuh"

// gamma: or the bias; mean, scale: of the batch, kept for backward; before, after: running mean,
// variance and weight of the block, as they were and with this batch taken in; first: place of the
// batch's first row in its step; tensor: see mask; columns: of a thread block; unbiased: which
// variance the running one takes in
extern "C" __global__ void forward(const Place* place, long long position, const float* numbers,
                                   const float* u, const float* gamma, const float* beta,
                                   float* mean, float* scale, const float* before, float* after,
                                   float* y, long long rows, long long outputs,
                                   long long first, long long tensor, long long columns,
                                   long long unbiased) {
  extern __shared__ float smem[];
  int column = blockIdx.x * columns + threadIdx.x % columns;
  int lane = threadIdx.x / columns;
  int lanes = blockDim.x / columns;
  bool inside = column < outputs;
  float centre = 0.f;
  float factor = 1.f;
  float shift = inside ? gamma[column] : 0.f;
  if (NORM) {
    float pivot = inside ? u[column] : 0.f;
    float sum = 0.f;
    for (int row = lane; inside && row < rows; row += lanes) {
      sum += u[row * outputs + column] - pivot;
    }
    centre = pivot + column_sum(sum, columns, smem) / rows;
    float squares = 0.f;
    for (int row = lane; inside && row < rows; row += lanes) {
      float difference = u[row * outputs + column] - centre;
      squares += difference * difference;
    }
    float variance = column_sum(squares, columns, smem) / rows;
    float inverse = 1.f / sqrtf(variance + numbers[EPSILON]);
    if (inside) {
      factor = inverse * gamma[column];
      shift = beta[column];
    }
    if (inside && lane == 0) {
      mean[column] = centre;
      scale[column] = inverse;
      float momentum = numbers[MOMENTUM];
      float unbias = unbiased && rows > 1 ? rows / (rows - 1.f) : 1.f;
      after[column] = momentum * before[column] + (1.f - momentum) * centre;
      after[outputs + column] =
          momentum * before[outputs + column] + (1.f - momentum) * unbias * variance;
      if (column == 0) {
        after[2 * outputs] = momentum * before[2 * outputs] + (1.f - momentum);
      }
    }
  }
  for (int row = lane; inside && row < rows; row += lanes) {
    long long at = row * outputs + column;
    float z = (u[at] - centre) * factor + shift;
    y[at] = activate(z) * mask(place, position, numbers, tensor, first * outputs + at);
  }
}
