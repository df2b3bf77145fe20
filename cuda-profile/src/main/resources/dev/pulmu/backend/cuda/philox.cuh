// Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011): a random word has an address instead of a state.
// The same words as dev.pulmu.random.Draws.
#pragma once

// Word number `element` of (seed, use, tensor, step).
__device__ __forceinline__ unsigned random_word(long long seed, unsigned use, unsigned tensor,
                                                long long step, unsigned long long element) {
  unsigned c0 = (unsigned)(element >> 2);
  unsigned c1 = use << 24 | tensor;
  unsigned c2 = (unsigned)step;
  unsigned c3 = (unsigned)(step >> 32);
  unsigned key0 = (unsigned)seed;
  unsigned key1 = (unsigned)(seed >> 32);
  for (int round = 0; round < 10; round++) {
    unsigned high0 = __umulhi(0xD2511F53u, c0);
    unsigned low0 = 0xD2511F53u * c0;
    unsigned high1 = __umulhi(0xCD9E8D57u, c2);
    unsigned low1 = 0xCD9E8D57u * c2;
    c0 = high1 ^ c1 ^ key0;
    c1 = low1;
    c2 = high0 ^ c3 ^ key1;
    c3 = low0;
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  unsigned word = (unsigned)element & 3;
  return word == 0 ? c0 : word == 1 ? c1 : word == 2 ? c2 : c3;
}
