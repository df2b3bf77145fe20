package dev.pulmu.backend.cuda;

import java.util.Map;

/**
 * What a GPU is and can do.
 *
 * @param name as the driver says it: {@code NVIDIA H200}
 * @param major first number of its compute capability
 * @param minor second number
 * @param totalBytes its memory
 * @param multiprocessors how many run blocks side by side
 * @param sharedBytesPerBlock the most dynamic shared memory that a block may ask for
 * @param hasBlas whether there is a cuBLAS for matrix products
 * @param versions of driver and libraries, by name; {@code cublas} says where it was looked for if
 *     there is none
 */
record GpuInfo(
    String name,
    int major,
    int minor,
    long totalBytes,
    int multiprocessors,
    int sharedBytesPerBlock,
    boolean hasBlas,
    Map<String, String> versions) {}
