/* The sums over every subset of 8 inputs: those of the first 3, then doubled 5 times. */
static void sum_bytes(const uint32_t *inputs, uint32_t *table)
{
    const uint32_t a = inputs[0], b = inputs[1], c = inputs[2];
    uint32_t *to = table + 8;
    uint32_t input, size = 8u;
    table[0] = 0u;
    table[1] = a;
    table[2] = b;
    table[3] = a + b;
    table[4] = c;
    table[5] = a + c;
    table[6] = b + c;
    table[7] = a + b + c;
    for (input = 3u; input != 8u; input++) {
        const uint32_t value = inputs[input];
        const uint32_t *from = table;
        const uint32_t *const end = table + size;
        do {
            to[0] = from[0] + value;
            to[1] = from[1] + value;
            to[2] = from[2] + value;
            to[3] = from[3] + value;
            to[4] = from[4] + value;
            to[5] = from[5] + value;
            to[6] = from[6] + value;
            to[7] = from[7] + value;
            from += 8;
            to += 8;
        } while (from != end);
        size += size;
    }
}

/* Adds 16 inputs to the sums of every output, 8 inputs a look-up. */
static void add_bytes(const uint32_t *codes, uint32_t outputs, const uint32_t *table,
                      const uint32_t *before, uint32_t step, uint32_t *sums)
{
    do {
        const uint32_t w = *codes++;
        *sums++ = *before + table[w & 255u] - table[(w >> 8) & 255u]
            + table[256u + ((w >> 16) & 255u)] - table[256u + (w >> 24)];
        before += step;
        HIDE(before);
    } while (--outputs != 0u);
}
