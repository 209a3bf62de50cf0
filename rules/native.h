/* What the modules in C share: buffers of Python objects, and kernels that use the widest vectors at hand. */
#ifndef ASSIZE_NATIVE_H
#define ASSIZE_NATIVE_H

#include <Python.h>
#include <stddef.h>
#include <stdint.h>

/* A function that is compiled twice; the machine that runs it chooses. Both give the same bits. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__) && (defined(__GNUC__) || defined(__clang__))
#define KERNEL __attribute__((target_clones("avx2", "default")))
#else
#define KERNEL
#endif

#endif
