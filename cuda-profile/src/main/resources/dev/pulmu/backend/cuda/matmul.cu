// c(m,n) = a(m,k) · b(k,n), row-major; a and b may be stored transposed. 256 threads make a tile of
// 16 MICRO × 16 MICRO from slices of 16 products; a thread has every sixteenth row and column of it.
// Constants: A_TRANSPOSED, B_TRANSPOSED, MICRO (2 or 4), EPILOGUE (whether y(m,n) =
// dropout(activation(c + bias)) is made in the same go), and those of dropout.cuh.
#include "dropout.cuh"

#define SLICE 16
#define MOST 4  // the largest MICRO

// Blocks on a multiprocessor: without that number ptxas saves registers until it spills.
// add: whether c is added to; first, tensor: as in forward.cu
extern "C" __global__ void __launch_bounds__(256, MICRO == 2 ? 6 : 3)
    matmul(const float* a, const float* b, float* c, const Place* place, long long position,
           const float* numbers, const float* bias, float* y, long long m, long long n,
           long long k, long long add, long long first, long long tensor) {
  extern __shared__ float smem[];
  const int tile = 16 * MICRO;
  const int width = tile + 1;  // rows of a slice begin in different banks
  float* as = smem;
  float* bs = smem + SLICE * width;
  int x = threadIdx.x % 16;
  int yy = threadIdx.x / 16;
  int firstRow = blockIdx.x * tile;
  int firstColumn = blockIdx.y * tile;
  float sum[MOST][MOST] = {};
  for (int from = 0; from < k; from += SLICE) {
    for (int e = threadIdx.x; e < SLICE * tile; e += 256) {
      int deep = A_TRANSPOSED ? e / tile : e % SLICE;
      int row = A_TRANSPOSED ? e % tile : e / SLICE;
      bool inside = firstRow + row < m && from + deep < k;
      long long at = A_TRANSPOSED ? (from + deep) * m + firstRow + row
                                  : (firstRow + row) * k + from + deep;
      as[deep * width + row] = inside ? a[at] : 0.f;
    }
    for (int e = threadIdx.x; e < SLICE * tile; e += 256) {
      int deep = B_TRANSPOSED ? e % SLICE : e / tile;
      int column = B_TRANSPOSED ? e / SLICE : e % tile;
      bool inside = firstColumn + column < n && from + deep < k;
      long long at = B_TRANSPOSED ? (firstColumn + column) * k + from + deep
                                  : (from + deep) * n + firstColumn + column;
      bs[deep * width + column] = inside ? b[at] : 0.f;
    }
    __syncthreads();
    for (int deep = 0; deep < SLICE; deep++) {
      float left[MOST];
      float right[MOST];
#pragma unroll
      for (int i = 0; i < MICRO; i++) {
        left[i] = as[deep * width + yy + 16 * i];
        right[i] = bs[deep * width + x + 16 * i];
      }
#pragma unroll
      for (int i = 0; i < MICRO; i++) {
#pragma unroll
        for (int j = 0; j < MICRO; j++) {
          sum[i][j] += left[i] * right[j];
        }
      }
    }
    __syncthreads();
  }
#pragma unroll
  for (int i = 0; i < MICRO; i++) {
#pragma unroll
    for (int j = 0; j < MICRO; j++) {
      int row = firstRow + yy + 16 * i;
      int column = firstColumn + x + 16 * j;
      if (row < m && column < n) {
        long long at = row * n + column;
        float value = add ? c[at] + sum[i][j] : sum[i][j];
        c[at] = value;
        if (EPILOGUE) {
          y[at] = activate(value + bias[column]) * mask(place, position, numbers, tensor, first * n + at);
        }
      }
    }
  }
}
