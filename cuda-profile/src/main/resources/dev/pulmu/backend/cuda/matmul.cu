// c(M,N) = a(M,K) · b(K,N), row-major; a and b may be stored transposed. 256 threads make a tile of
// 16 MICRO × 16 MICRO from slices of 16 products; a thread has every sixteenth row and column of it.
// Constants: M, N, K, A_TRANSPOSED, B_TRANSPOSED, ADD (whether c is added to), MICRO (2 or 4),
// EPILOGUE: whether y(M,N) = dropout(activation(c + bias)) is made in the same go, and then those of
// block.cuh and dropout.cuh.
#include "dropout.cuh"

#define SLICE 16
#define MOST 4  // the largest MICRO

extern "C" __global__ void __launch_bounds__(256)
    matmul(const float* a, const float* b, float* c, const Place* place, long long position,
           const float* numbers, const float* bias, float* y) {
  extern __shared__ float smem[];
  const int tile = 16 * MICRO;
  const int width = tile + 1;  // rows of a slice begin in different banks
  float* as = smem;
  float* bs = smem + SLICE * width;
  int x = threadIdx.x % 16;
  int yy = threadIdx.x / 16;
  int firstRow = blockIdx.y * tile;
  int firstColumn = blockIdx.x * tile;
  float sum[MOST][MOST] = {};
  for (int k0 = 0; k0 < K; k0 += SLICE) {
    for (int e = threadIdx.x; e < SLICE * tile; e += 256) {
      int k = A_TRANSPOSED ? e / tile : e % SLICE;
      int row = A_TRANSPOSED ? e % tile : e / SLICE;
      int m = firstRow + row;
      bool inside = m < M && k0 + k < K;
      long long at = A_TRANSPOSED ? (long long)(k0 + k) * M + m : (long long)m * K + k0 + k;
      as[k * width + row] = inside ? a[at] : 0.f;
    }
    for (int e = threadIdx.x; e < SLICE * tile; e += 256) {
      int k = B_TRANSPOSED ? e % SLICE : e / tile;
      int column = B_TRANSPOSED ? e / SLICE : e % tile;
      int n = firstColumn + column;
      bool inside = n < N && k0 + k < K;
      long long at = B_TRANSPOSED ? (long long)n * K + k0 + k : (long long)(k0 + k) * N + n;
      bs[k * width + column] = inside ? b[at] : 0.f;
    }
    __syncthreads();
    for (int k = 0; k < SLICE; k++) {
      float left[MOST];
      float right[MOST];
#pragma unroll
      for (int i = 0; i < MICRO; i++) {
        left[i] = as[k * width + yy + 16 * i];
        right[i] = bs[k * width + x + 16 * i];
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
      if (row < M && column < N) {
        long long at = (long long)row * N + column;
        float value = ADD ? c[at] + sum[i][j] : sum[i][j];
        c[at] = value;
        if (EPILOGUE) {
          y[at] = activate(value + bias[column]) * mask(place, position, numbers, row, column);
        }
      }
    }
  }
}
