// The numbers of a block, and the text of its activation.
#pragma once
#include "activation.cuh"
#include "block_numbers.cuh"
