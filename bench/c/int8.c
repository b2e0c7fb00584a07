/* LeNet-5 with 8-bit weights and 8-bit activations, as one would write it for a processor with a
 * multiplier: the opponent of an exported model with 2-bit weights. Same shapes, same rounding rule,
 * convolution and pool joined, no library. Weights lie in blocks of OUTPUTS channels and inputs are
 * gathered for PLACES positions, so that every loaded number is used several times. The weights are
 * arbitrary: the count of instructions does not depend on them. */
#include <stdint.h>

#ifndef OUTPUTS
#define OUTPUTS 4
#endif
#ifndef PLACES
#define PLACES 4
#endif

#define CODES_1 (32 * 25)
#define CODES_2 (64 * 800)
#define CODES_3 (512 * 1024)
#define CODES_4 (12 * 512)

static const int8_t codes1[CODES_1] = {1}, codes2[CODES_2] = {1};
static const int8_t codes3[CODES_3] = {1}, codes4[CODES_4] = {1};
static const int32_t factor[512] = {1}, offset[512] = {1};

static uint8_t image[28 * 28], hidden1[12 * 12 * 32], hidden2[4 * 4 * 64], hidden3[512];
static int16_t gathered[800 * PLACES];

static uint8_t rescaled(int32_t sum, uint32_t channel)
{
    const int32_t value = (factor[channel] * sum + offset[channel]) >> 14;
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

#define EACH4(X, o) X(o, 0) X(o, 1) X(o, 2) X(o, 3)
#define EACH2(X, o) X(o, 0) X(o, 1)
#if PLACES == 4
#define EACH_PLACE EACH4
#else
#define EACH_PLACE EACH2
#endif
#if OUTPUTS == 4
#define EACH_OUTPUT(X) X(0) X(1) X(2) X(3)
#else
#define EACH_OUTPUT(X) X(0) X(1)
#endif

#define START_ONE(o, p) int32_t s##o##p = 0;
#define START(o) EACH_PLACE(START_ONE, o)
#define READ(o, p) const int32_t x##p = *x++;
#define ADD_ONE(o, p) s##o##p += w * x##p;
#define ADD(o) { const int32_t w = *codes++; EACH_PLACE(ADD_ONE, o) }
#define STORE_ONE(o, p) sums[o * PLACES + p] = s##o##p;
#define STORE(o) EACH_PLACE(STORE_ONE, o)

/* Sums of OUTPUTS channels at PLACES positions. */
static const int8_t *multiply(const int8_t *codes, uint32_t inputs, int32_t *sums)
{
    const int16_t *x = gathered;
    EACH_OUTPUT(START)
    do {
        EACH_PLACE(READ, 0)
        EACH_OUTPUT(ADD)
    } while (--inputs != 0u);
    EACH_OUTPUT(STORE)
    return codes;
}

/* A valid 5 x 5 convolution with a 2 x 2 max pool; channels last. */
static void convolve(const int8_t *codes, const uint8_t *in, uint32_t width, uint32_t channels,
                     uint32_t pooled, uint32_t outputs, uint8_t *out)
{
    const uint32_t row = width * channels;
    const uint32_t run = 5u * channels;
    uint32_t y, x;
    for (y = 0u; y != pooled; y++) {
        for (x = 0u; x != pooled; x++) {
            uint8_t *to = out;
            uint32_t part;
            for (part = 0u; part != 4u / PLACES; part++) {
                const uint8_t *corner = in + 2u * y * row + 2u * x * channels + part * row;
                const int8_t *weights = codes;
                int16_t *gather = gathered;
                uint32_t r, i, o;
                for (r = 0u; r != 5u; r++) {
                    for (i = 0u; i != run; i++) {
                        *gather++ = (int16_t)corner[i];
                        *gather++ = (int16_t)corner[i + channels];
#if PLACES == 4
                        *gather++ = (int16_t)corner[i + row];
                        *gather++ = (int16_t)corner[i + row + channels];
#endif
                    }
                    corner += row;
                }
                to = out;
                for (o = 0u; o != outputs; o += OUTPUTS) {
                    int32_t sums[OUTPUTS * PLACES];
                    uint32_t j;
                    weights = multiply(weights, 5u * run, sums);
                    for (j = 0u; j != OUTPUTS; j++) {
                        int32_t largest = sums[j * PLACES];
                        uint32_t p;
                        uint8_t value;
                        for (p = 1u; p != PLACES; p++) {
                            largest = sums[j * PLACES + p] > largest ? sums[j * PLACES + p] : largest;
                        }
                        value = rescaled(largest, o + j);
                        if (part == 0u || value > *to) {
                            *to = value;
                        }
                        to++;
                    }
                }
            }
            out = to;
        }
    }
}

/* Sums of four rows at once. */
static void connect(const int8_t *codes, const uint8_t *in, uint32_t inputs, uint32_t outputs,
                    int32_t *sums)
{
    uint32_t o;
    for (o = 0u; o < outputs; o += 4u) {
        const uint8_t *x = in;
        int32_t a = 0, b = 0, c = 0, d = 0;
        uint32_t left = inputs;
        do {
            const int32_t value = *x++;
            a += codes[0] * value;
            b += codes[1] * value;
            c += codes[2] * value;
            d += codes[3] * value;
            codes += 4;
        } while (--left != 0u);
        sums[0] = a;
        sums[1] = b;
        sums[2] = c;
        sums[3] = d;
        sums += 4;
    }
}

int main(void)
{
    static int32_t sums[512];
    volatile int32_t keep;
    uint32_t i;
    convolve(codes1, image, 28u, 1u, 12u, 32u, hidden1);
    convolve(codes2, hidden1, 12u, 32u, 4u, 64u, hidden2);
    connect(codes3, hidden2, 1024u, 512u, sums);
    for (i = 0u; i != 512u; i++) {
        hidden3[i] = rescaled(sums[i], i);
    }
    connect(codes4, hidden3, 512u, 12u, sums);
    keep = sums[0];
    (void)keep;
    return 0;
}
