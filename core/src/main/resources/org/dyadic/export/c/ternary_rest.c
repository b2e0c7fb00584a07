/* The same for what is left: 1 to 3 groups of 4 inputs, a byte of codes each. */
static const uint8_t *add_@kind@_rest_@words@(const uint8_t *codes, uint32_t outputs,
    uint32_t groups, const uint32_t *table, const uint32_t *before, uint32_t step, uint32_t *sums)
{
    do {
        const uint32_t *from = table;
        uint32_t left = groups;
        uint32_t a@t@ = before[@t@];
        uint32_t b@t@ = before[@words@ + @t@]; @if-split@
        do {
            const uint32_t w = *codes++;
            HIDE(codes);
            const uint32_t *p = from + ((w & 15u) << @log@);
            a@t@ += p[@t@]; KEEP(a@t@);
            p = from + ((w >> 4) << @log@);
            @minus@@t@ -= p[@t@]; KEEP(@minus@@t@);
            from += @words@;
        } while (--left != 0u);
        sums[@t@] = a@t@;
        sums[@words@ + @t@] = b@t@; @if-split@
        before += step;
        HIDE(before);
        sums += @step@;
    } while (--outputs != 0u);
    return codes;
}
