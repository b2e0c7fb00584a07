/* @notation@ */
#ifndef @upper@_H
#define @upper@_H

#include <stdint.h>

/* Bytes of an input: unsigned, channel after channel, row after row. */
#define @upper@_INPUT_BYTES @pixels@

/* Logits of an inference; the class is the first of the largest. */
#define @upper@_CLASSES @classes@

/* Bytes of memory of an inference, besides the stack. */
#define @upper@_ARENA_BYTES @arena-bytes@

/* The memory. What it holds is of no use between inferences. */
typedef union {
    uint8_t bytes[@upper@_ARENA_BYTES];
    int16_t halves[@upper@_ARENA_BYTES / 2];
    uint32_t words[@upper@_ARENA_BYTES / 4];
} @name@_arena;

/* One inference. The input is not changed. */
void @name@_run(const uint8_t pixels[@upper@_INPUT_BYTES], int32_t logits[@upper@_CLASSES],
                @name@_arena *arena);

#endif
