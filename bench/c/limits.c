/* What bounds sums of ternary products on a processor with 512-bit vectors, with everything in the first-level cache:
 * pairs of a lookup in a register and an addition, in turns and two by two, the loop of PermTaps.pixels8x32 with its loads,
 * shifts and masks, dot products of bytes, and lookups in memory of 81 sums of four.
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

enum { TABLES = 8, SUMS = 81, LINE = 64, OUTPUTS = 64, SETS = 256, ROUNDS = 400, REPEATS = 2000, STEPS = 32, UNIT_COUNT = 30 };

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

#define FOUR(x) x x x x
#define PAIR(table, sum) "vpermw %%zmm" table ",%%zmm31,%%zmm30\nvpaddw %%zmm30,%%zmm" sum ",%%zmm" sum "\n"
#define PAIRS PAIR("16", "0") PAIR("17", "1") PAIR("18", "2") PAIR("19", "3") PAIR("20", "4") PAIR("21", "5") PAIR("22", "6") PAIR("23", "7")
#define TWO(code, first, second, one, other)                                                              \
    "vpermw %%zmm" first ",%%zmm" code ",%%zmm24\nvpermw %%zmm" second ",%%zmm" code ",%%zmm25\n"         \
    "vpaddw %%zmm24,%%zmm" one ",%%zmm" one "\nvpaddw %%zmm25,%%zmm" other ",%%zmm" other "\n"
#define EIGHT(code, a, b, c, d, e, f, g, h)                                                               \
    TWO(code, a, b, "0", "1") TWO(code, c, d, "2", "3") TWO(code, e, f, "4", "5") TWO(code, g, h, "6", "7")
#define TWICE EIGHT("31", "8", "9", "10", "11", "12", "13", "14", "15")
#define LOAD(at, to) "vmovdqu32 64*" at "(%0),%%zmm" to "\n"
#define MASK(codes) "vpandd %%zmm30,%%zmm" codes ",%%zmm" codes "\n"
#define CODES "vmovdqu32 (%1),%%zmm18\nvpsrlw $5,%%zmm18,%%zmm19\nvpsrlw $10,%%zmm18,%%zmm20\n"
#define TABLES_OF_TEN                                                                                     \
    LOAD("0", "8") LOAD("1", "9") LOAD("2", "10") LOAD("3", "11") LOAD("4", "12") LOAD("5", "13")           \
    LOAD("6", "14") LOAD("7", "15") LOAD("8", "16") LOAD("9", "17")
#define LOOKUPS                                                                                           \
    EIGHT("18", "8", "9", "10", "11", "12", "13", "14", "15")                                              \
    EIGHT("19", "9", "10", "11", "12", "13", "14", "15", "16")                                             \
    EIGHT("20", "10", "11", "12", "13", "14", "15", "16", "17")
#define UNITS(code) "1:\n" code "add $640,%0\nadd $64,%1\ndec %2\njnz 1b\n"
#define DOT(sum) "vpdpbusd %%zmm16,%%zmm17,%%zmm" sum "\n"
#define DOTS DOT("0") DOT("1") DOT("2") DOT("3") DOT("4") DOT("5") DOT("6") DOT("7")
#define CLOBBERS                                                                                          \
    "zmm0", "zmm1", "zmm2", "zmm3", "zmm4", "zmm5", "zmm6", "zmm7", "zmm8", "zmm9", "zmm10", "zmm11", "zmm12",  \
        "zmm13", "zmm14", "zmm15", "zmm16", "zmm17", "zmm18", "zmm19", "zmm20", "zmm24", "zmm25", "zmm30"

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

/* Units of a loop, each of 24 lookups. */
#define LOOP(name, code)                                                                                      \
    do {                                                                                                      \
        double best = 1e9;                                                                                    \
        for (int round = 0; round < ROUNDS; round++) {                                                        \
            double start = seconds();                                                                         \
            for (int i = 0; i < REPEATS / UNIT_COUNT; i++) {                                                  \
                const char *tables = memory_of_tables;                                                        \
                const char *codes = memory_of_codes;                                                          \
                long units = UNIT_COUNT;                                                                      \
                __asm__ volatile(UNITS(code) : "+r"(tables), "+r"(codes), "+r"(units)::"memory", CLOBBERS);   \
            }                                                                                                 \
            double took = seconds() - start;                                                                  \
            best = took < best ? took : best;                                                                 \
        }                                                                                                     \
        printf("%-48s %6.0f\n", name, 1e-9 * 24 * 96.0 * (REPEATS / UNIT_COUNT) * UNIT_COUNT / best);          \
    } while (0)

static __attribute__((aligned(64))) char memory_of_tables[640 * UNIT_COUNT];
static __attribute__((aligned(64))) char memory_of_codes[64 * UNIT_COUNT];

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
    RATE("registers: two vpermw, two vpaddw", 96.0, FOUR(TWICE));
    LOOP("loop: eight pixels, 32 sums", CODES MASK("18") MASK("19") MASK("20") TABLES_OF_TEN LOOKUPS);
    LOOP("loop: the same without masks", CODES TABLES_OF_TEN LOOKUPS);
    RATE("bytes: vpdpbusd, 16 sums of four", 64.0, FOUR(DOTS));
    memory("memory, aligned: 32 sums of four", 0);
    memory("memory, 16 bytes off", 16);
    return 0;
}
