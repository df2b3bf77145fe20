/**
 * The fused engine on NVIDIA GPUs. In comes a plan; it becomes a program, which is pure data: a
 * memory map and nodes (kernel launches and matrix products) that can be printed and counted
 * without a GPU. A session puts the program's memory on the device once, compiles its kernels, and
 * captures its steps as graphs. Everything that touches a GPU lies behind {@code Gpu}.
 */
package dev.pulmu.backend.cuda;
