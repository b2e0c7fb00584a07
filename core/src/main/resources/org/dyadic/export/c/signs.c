/* Adds 16 inputs, or 8, to the sums of every output, for codes of -1 and +1: the sum of all inputs
 * less twice the sum of those whose bit is set. */
static const uint8_t *add_signs_@words@(const uint8_t *codes, uint32_t outputs, uint32_t bytes,
    const uint32_t *table, const uint32_t *before, uint32_t step, uint32_t *sums)
{
    const uint32_t *all = table + (15u << @log@);
    uint32_t left = bytes;
    uint32_t all@t@ = 0u;
    do {
        all@t@ += all[@t@] + all[@words@ + @t@];
        all += 2 * @words@;
    } while (--left != 0u);
    do {
        const uint32_t *from = table;
        uint32_t a@t@ = 0u;
        left = bytes;
        do {
            const uint32_t w = *codes++;
            HIDE(codes);
            const uint32_t *p = from + ((w & 15u) << @log@);
            a@t@ += p[@t@]; KEEP(a@t@);
            p = from + ((w >> 4) << @log@);
            a@t@ += p[@words@ + @t@]; KEEP(a@t@);
            from += 2 * @words@;
        } while (--left != 0u);
        a@t@ <<= 1; HIDE(a@t@);
        sums[@t@] = before[@t@] + all@t@ - a@t@;
        before += step;
        HIDE(before);
        sums += @words@;
    } while (--outputs != 0u);
    return codes;
}
