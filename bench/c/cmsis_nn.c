/* LeNet-5 with 8-bit weights by the functions of CMSIS-NN: the other opponent of an exported model.
 * Not part of this project's build: lenet.sh compiles it against a checkout of
 * https://github.com/ARM-software/CMSIS-NN. Weights are arbitrary, as in int8.c. */
#include <stddef.h>

#include "arm_nnfunctions.h"

static const int8_t codes1[32 * 25] = {1}, codes2[64 * 800] = {1};
static const int8_t codes3[512 * 1024] = {1}, codes4[10 * 512] = {1};
static const int32_t bias[512] = {1};
static int32_t multiplier[64], shift[64];
static int8_t image[28 * 28], convolved[24 * 24 * 32], pooled[12 * 12 * 32], hidden[512], logits[10];
static int32_t buffer[2 * 800 + 64];
static int32_t sums[512];

/* CMSIS-NN calls these; there is no C library here. */
#undef memcpy
void *memcpy(void *to, const void *from, size_t bytes)
{
    uint8_t *t = to;
    const uint8_t *f = from;
    if ((((uintptr_t)t | (uintptr_t)f) & 3u) == 0u) {
        for (; bytes >= 4u; bytes -= 4u, t += 4, f += 4) {
            *(uint32_t *)(void *)t = *(const uint32_t *)(const void *)f;
        }
    }
    while (bytes-- != 0u) {
        *t++ = *f++;
        __asm__("" : "+r"(t));
    }
    return to;
}

void *memset(void *to, int value, size_t bytes)
{
    uint8_t *t = to;
    while (bytes-- != 0u) {
        *t++ = (uint8_t)value;
        __asm__("" : "+r"(t));
    }
    return to;
}

static void convolve(int side, int channels, int outputs, const int8_t *codes, const int8_t *in)
{
    const cmsis_nn_context context = {buffer, sizeof buffer};
    const cmsis_nn_conv_params params = {0, 0, {1, 1}, {0, 0}, {1, 1}, {-128, 127}};
    const cmsis_nn_per_channel_quant_params quant = {multiplier, shift};
    const cmsis_nn_dims input = {1, side, side, channels}, filter = {outputs, 5, 5, channels};
    const cmsis_nn_dims biases = {1, 1, 1, outputs}, output = {1, side - 4, side - 4, outputs};
    const cmsis_nn_dims window = {1, 2, 2, 1}, small = {1, (side - 4) / 2, (side - 4) / 2, outputs};
    const cmsis_nn_pool_params pool = {{2, 2}, {0, 0}, {-128, 127}};
    if (arm_convolve_wrapper_s8(&context, &params, &quant, &input, in, &filter, codes, &biases, bias,
                                &output, convolved) != ARM_CMSIS_NN_SUCCESS
        || arm_max_pool_s8(&context, &pool, &output, convolved, &window, &small, pooled)
            != ARM_CMSIS_NN_SUCCESS) {
        for (;;) {
        }
    }
}

static void connect(int inputs, int outputs, const int8_t *codes, const int8_t *in, int8_t *out)
{
    const cmsis_nn_context context = {sums, sizeof sums};
    const cmsis_nn_fc_params params = {0, 0, 0, {-128, 127}};
    const cmsis_nn_per_tensor_quant_params quant = {1 << 30, -7};
    const cmsis_nn_dims input = {1, 1, 1, inputs}, filter = {inputs, 1, 1, outputs};
    const cmsis_nn_dims biases = {1, 1, 1, outputs}, output = {1, 1, 1, outputs};
    if (arm_fully_connected_s8(&context, &params, &quant, &input, in, &filter, codes, &biases, bias,
                               &output, out) != ARM_CMSIS_NN_SUCCESS) {
        for (;;) {
        }
    }
}

int main(void)
{
    int i;
    for (i = 0; i < 64; i++) {
        multiplier[i] = 1 << 30;
        shift[i] = -7;
    }
    convolve(28, 1, 32, codes1, image);
    convolve(12, 32, 64, codes2, pooled);
    connect(1024, 512, codes3, pooled, hidden);
    connect(512, 10, codes4, hidden, logits);
    return 0;
}
