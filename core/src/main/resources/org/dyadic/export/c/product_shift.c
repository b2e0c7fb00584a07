/* The product of two activations, by shifts and additions. */
static int32_t product(int32_t a, int32_t b)
{
    uint32_t bits = (uint32_t)a;
    uint32_t left = b < 0 ? 0u - (uint32_t)b : (uint32_t)b;
    uint32_t sum = 0u;
    while (left != 0u) {
        if ((left & 1u) != 0u) {
            sum += bits;
        }
        bits <<= 1;
        left >>= 1;
    }
    return (int32_t)(b < 0 ? 0u - sum : sum);
}
