/* Adds 16 inputs, or 8, to the sums of every output, for codes in two's complement: from plane to
 * plane of bits the sum so far is doubled; that of the sign is subtracted. */
static const uint8_t *add_planes_@words@(const uint8_t *codes, uint32_t outputs, uint32_t bits,
    uint32_t bytes, const uint32_t *table, const uint32_t *before, uint32_t step, uint32_t *sums)
{
    do {
        uint32_t planes = bits;
        uint32_t a@t@ = 0u;
        do {
            const uint32_t *from = table;
            uint32_t left = bytes;
            a@t@ <<= 1;
            do {
                const uint32_t w = *codes++;
            HIDE(codes);
                const uint32_t *p = from + ((w & 15u) << @log@);
                a@t@ += p[@t@]; KEEP(a@t@);
                p = from + ((w >> 4) << @log@);
                a@t@ += p[@words@ + @t@]; KEEP(a@t@);
                from += 2 * @words@;
            } while (--left != 0u);
            if (planes == bits) {
                a@t@ = 0u - a@t@; HIDE(a@t@);
            }
        } while (--planes != 0u);
        sums[@t@] = before[@t@] + a@t@;
        before += step;
        HIDE(before);
        sums += @words@;
    } while (--outputs != 0u);
    return codes;
}
