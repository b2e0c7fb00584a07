/* What bounds sums of ternary products on a processor with 512-bit vectors, with everything in the first-level cache:
 * pairs of a lookup in a register and an addition, dot products of bytes, and lookups in memory of 81 sums of four.
 *
 *   gcc -O2 -march=native -o limits bench/c/limits.c && ./limits
 *
 * Prints thousand million weights applied a second, the best of many rounds. */
#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TABLES = 8, SUMS = 81, LINE = 64, OUTPUTS = 64, SETS = 256, ROUNDS = 400, REPEATS = 2000, STEPS = 32 };

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

#define FOUR(x) x x x x
#define PAIR(table, sum) "vpermw %%zmm" table ",%%zmm31,%%zmm30\nvpaddw %%zmm30,%%zmm" sum ",%%zmm" sum "\n"
#define PAIRS PAIR("16", "0") PAIR("17", "1") PAIR("18", "2") PAIR("19", "3") PAIR("20", "4") PAIR("21", "5") PAIR("22", "6") PAIR("23", "7")
#define DOT(sum) "vpdpbusd %%zmm16,%%zmm17,%%zmm" sum "\n"
#define DOTS DOT("0") DOT("1") DOT("2") DOT("3") DOT("4") DOT("5") DOT("6") DOT("7")
#define CLOBBERS "zmm0", "zmm1", "zmm2", "zmm3", "zmm4", "zmm5", "zmm6", "zmm7", "zmm30"

/* STEPS instructions or pairs a repeat, each for so many weights. */
#define RATE(name, weights, code)                                                                             \
    do {                                                                                                      \
        double best = 1e9;                                                                                    \
        for (int round = 0; round < ROUNDS; round++) {                                                        \
            double start = seconds();                                                                         \
            for (int i = 0; i < REPEATS; i++) {                                                               \
                __asm__ volatile(code ::: CLOBBERS);                                                          \
            }                                                                                                 \
            double took = seconds() - start;                                                                  \
            best = took < best ? took : best;                                                                 \
        }                                                                                                     \
        printf("%-48s %6.0f\n", name, 1e-9 * STEPS * REPEATS * (weights) / best);                             \
    } while (0)

static __m512i entry(const char *tables, int table, uint64_t codes)
{
    uint64_t code = codes >> (8 * table) & 0x7f;
    return _mm512_loadu_si512(tables + table * SUMS * LINE + code * LINE);
}

__attribute__((noinline)) static void look(const char *tables, const uint8_t *codes, char *sums)
{
    for (int o = 0; o < OUTPUTS; o++) {
        __m512i sum = _mm512_loadu_si512(sums + o * LINE);
        uint64_t eight;
        memcpy(&eight, codes + o * TABLES, TABLES);
#pragma GCC unroll 8
        for (int t = 0; t < TABLES; t++) {
            sum = _mm512_add_epi16(sum, entry(tables, t, eight));
        }
        _mm512_storeu_si512(sums + o * LINE, sum);
    }
}

static void memory(const char *name, size_t offset)
{
    static uint8_t codes[SETS * OUTPUTS * TABLES];
    char *tables = aligned_alloc(LINE, (TABLES * SUMS + 2) * LINE);
    char *sums = aligned_alloc(LINE, OUTPUTS * LINE);
    double best = 1e9;
    memset(tables, 1, (TABLES * SUMS + 2) * LINE);
    memset(sums, 0, OUTPUTS * LINE);
    for (size_t i = 0; i < sizeof codes; i++) {
        codes[i] = (uint8_t)(rand() % SUMS);
    }
    for (int round = 0; round < ROUNDS; round++) {
        double start = seconds();
        for (int set = 0; set < SETS; set++) {
            look(tables + offset, codes + set * OUTPUTS * TABLES, sums);
        }
        double took = seconds() - start;
        best = took < best ? took : best;
    }
    printf("%-48s %6.0f\n", name, 1e-9 * sizeof codes * 32 * 4 / best);
    free(tables);
    free(sums);
}

int main(void)
{
    RATE("registers: vpermw and vpaddw, 32 sums of three", 96.0, FOUR(PAIRS));
    RATE("bytes: vpdpbusd, 16 sums of four", 64.0, FOUR(DOTS));
    memory("memory, aligned: 32 sums of four", 0);
    memory("memory, 16 bytes off", 16);
    return 0;
}
