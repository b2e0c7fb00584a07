/* What bounds a network's products on a processor with 256-bit vectors (AVX2), with everything in the first-level cache:
 * float multiply-adds, products of bytes, lookups of sums of two ternary products in registers of 128 bits, and lookups of
 * sums of four in memory, as TableProduct does them: nine taps and four vectors of 16 pixels an output.
 *
 *   gcc -O2 -mavx2 -mfma -o limits_avx2 bench/c/limits_avx2.c && ./limits_avx2
 *
 * Prints thousand million weights applied a second, the best of many rounds. */
#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 400, REPEATS = 2000, OUTPUTS = 64, TAPS = 9, VECTORS = 4, LANES = 16, SUMS = 81, SETS = 32 };

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

#define EIGHT(x) x("0") x("1") x("2") x("3") x("4") x("5") x("6") x("7")
#define FLOATS(sum) "vfmadd231ps %%ymm8,%%ymm9,%%ymm" sum "\n"
#define BYTES(sum) "vpmaddubsw %%ymm8,%%ymm9,%%ymm10\nvpmaddwd %%ymm10,%%ymm11,%%ymm10\nvpaddd %%ymm10,%%ymm" sum ",%%ymm" sum "\n"
/* Codes of 16 outputs, two of 4 bits each: the low and the high bits of both sums. */
#define LOOKUPS(sum)                                                                        \
    "vpand %%xmm8,%%xmm9,%%xmm10\nvpshufb %%xmm10,%%xmm11,%%xmm12\nvpaddb %%xmm12,%%xmm" sum ",%%xmm" sum "\n" \
    "vpshufb %%xmm10,%%xmm13,%%xmm12\nvpaddb %%xmm12,%%xmm" sum ",%%xmm" sum "\n"                                 \
    "vpsrld $4,%%xmm9,%%xmm10\nvpand %%xmm8,%%xmm10,%%xmm10\n"                                                     \
    "vpshufb %%xmm10,%%xmm11,%%xmm12\nvpaddb %%xmm12,%%xmm" sum ",%%xmm" sum "\n"                                  \
    "vpshufb %%xmm10,%%xmm13,%%xmm12\nvpaddb %%xmm12,%%xmm" sum ",%%xmm" sum "\n"

/* Eight groups of instructions a repeat, each for so many weights. */
#define RATE(name, weights, code)                                                                                     \
    do {                                                                                                              \
        double best = 1e9;                                                                                            \
        for (int round = 0; round < ROUNDS; round++) {                                                                \
            double start = seconds();                                                                                 \
            for (int i = 0; i < REPEATS; i++) {                                                                       \
                __asm__ volatile(code ::: "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm10", "xmm12"); \
            }                                                                                                         \
            double took = seconds() - start;                                                                          \
            best = took < best ? took : best;                                                                         \
        }                                                                                                             \
        printf("%-64s %6.1f\n", name, 8e-9 * REPEATS * (weights) / best);                                             \
    } while (0)

static __m256i load(const int16_t *from) { return _mm256_loadu_si256((const __m256i *)from); }

static void store(int16_t *to, __m256i vector) { _mm256_storeu_si256((__m256i *)to, vector); }

/* The sums of four vectors of pixels grow by the entries of nine taps, for each output. */
__attribute__((noinline)) static void look(const int16_t *table, const int *taps, int pitch, const uint8_t *codes, int16_t *sums)
{
    for (int output = 0; output < OUTPUTS; output++) {
        __m256i w = load(sums), x = load(sums + LANES), y = load(sums + 2 * LANES), z = load(sums + 3 * LANES);
#pragma GCC unroll 9
        for (int tap = 0; tap < TAPS; tap++) {
            const int16_t *entry = table + taps[tap] + codes[tap] * pitch;
            w = _mm256_add_epi16(w, load(entry));
            x = _mm256_add_epi16(x, load(entry + LANES));
            y = _mm256_add_epi16(y, load(entry + 2 * LANES));
            z = _mm256_add_epi16(z, load(entry + 3 * LANES));
        }
        store(sums, w);
        store(sums + LANES, x);
        store(sums + 2 * LANES, y);
        store(sums + 3 * LANES, z);
        codes += TAPS;
        sums += VECTORS * LANES;
    }
}

/* Tables of 8 rows of 8 pixels, 2 of padding; the column of a tap is so many shorts further. */
static void memory(const char *name, int row, int column, size_t bytes)
{
    enum { PITCH = 112 };
    static uint8_t codes[OUTPUTS * TAPS];
    static _Alignas(64) char tables[SUMS * PITCH * 2 + 1024], sums[OUTPUTS * VECTORS * LANES * 2 + 64];
    int taps[TAPS];
    double best = 1e9;
    memset(tables, 0, sizeof tables);
    for (int i = 0; i < TAPS; i++) {
        taps[i] = i / 3 * row + i % 3 * column;
    }
    for (size_t i = 0; i < sizeof codes; i++) {
        codes[i] = (uint8_t)(rand() % SUMS);
    }
    for (int round = 0; round < ROUNDS; round++) {
        double start = seconds();
        for (int set = 0; set < SETS; set++) {
            look((const int16_t *)(tables + bytes), taps, PITCH, codes, (int16_t *)(sums + bytes));
        }
        double took = seconds() - start;
        best = took < best ? took : best;
    }
    printf("%-64s %6.1f\n", name, 1e-9 * SETS * OUTPUTS * TAPS * VECTORS * LANES * 4 / best);
}

int main(void)
{
    RATE("floats: vfmadd231ps, 8 products", 8.0, EIGHT(FLOATS));
    RATE("bytes: vpmaddubsw, vpmaddwd and vpaddd, 32 products", 32.0, EIGHT(BYTES));
    RATE("registers: lookups in 16 bytes, 32 sums of two", 64.0, EIGHT(LOOKUPS));
    memory("memory, aligned, columns apart: 64 sums of four", 16, 16, 0);
    memory("memory, 16 bytes off, columns apart", 16, 16, 16);
    memory("memory, 8 bytes off, columns apart", 16, 16, 8);
    memory("memory, neighbouring columns 2 bytes apart", 10, 1, 0);
    memory("memory, neighbouring columns 2 bytes apart, 8 bytes off", 10, 1, 8);
    return 0;
}
