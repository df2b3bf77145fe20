// y(ROWS,OUTPUTS) = dropout(activation(z)) in training, where z = gamma (u - mean) / sqrt(variance +
// epsilon) + beta with the batch's mean and biased variance, or z = u + bias. The mean comes first,
// then the variance of the differences: safe where the mean is much larger than the deviation.
// Constants: ROWS, NORM, COLUMNS, LANES, UNBIASED (which variance the running one takes in), and
// those of block.cuh and dropout.cuh.
#include "dropout.cuh"
#include "columns.cuh"

// gamma: or the bias; mean, scale: of the batch, kept for backward; before, after: running mean,
// variance and weight of the block, as they were and with this batch taken in
extern "C" __global__ void forward(const Place* place, long long position, const float* numbers,
                                   const float* u, const float* gamma, const float* beta,
                                   float* mean, float* scale, const float* before, float* after,
                                   float* y) {
  extern __shared__ float smem[];
  int column = blockIdx.x * COLUMNS + threadIdx.x % COLUMNS;
  int lane = threadIdx.x / COLUMNS;
  bool inside = column < OUTPUTS;
  float centre = 0.f;
  float factor = 1.f;
  float shift = inside ? gamma[column] : 0.f;
  if (NORM) {
    float sum = 0.f;
    for (int row = lane; inside && row < ROWS; row += LANES) {
      sum += u[(long long)row * OUTPUTS + column];
    }
    centre = column_sum(sum, smem) / ROWS;
    float squares = 0.f;
    for (int row = lane; inside && row < ROWS; row += LANES) {
      float difference = u[(long long)row * OUTPUTS + column] - centre;
      squares += difference * difference;
    }
    float variance = column_sum(squares, smem) / ROWS;
    float inverse = 1.f / sqrtf(variance + numbers[EPSILON]);
    if (inside) {
      factor = inverse * gamma[column];
      shift = beta[column];
    }
    if (inside && lane == 0) {
      mean[column] = centre;
      scale[column] = inverse;
      float momentum = numbers[MOMENTUM];
      float unbias = UNBIASED && ROWS > 1 ? ROWS / (ROWS - 1.f) : 1.f;
      after[column] = momentum * before[column] + (1.f - momentum) * centre;
      after[OUTPUTS + column] =
          momentum * before[OUTPUTS + column] + (1.f - momentum) * unbias * variance;
      if (column == 0) {
        after[2 * OUTPUTS] = momentum * before[2 * OUTPUTS] + (1.f - momentum);
      }
    }
  }
  for (int row = lane; inside && row < ROWS; row += LANES) {
    long long at = (long long)row * OUTPUTS + column;
    float z = (u[at] - centre) * factor + shift;
    y[at] = activate(z) * mask(place, position, numbers, row, column);
  }
}
