/* Adds 16 inputs to the sums of every output. A word holds the codes of one output, -1, 0 or +1:
 * 4 bits say which of 4 inputs are added, 4 more which are subtracted. The sums of the inputs'
 * subsets stand in the table, so that 4 weights cost two additions a word of lanes.
 * Codes below zero have sums of their own, next to the others. @if-split@
 * Sums go on from those before, step words apart. */
static void add_@kind@_@words@(const uint32_t *codes, uint32_t outputs,
    const uint32_t *table, const uint32_t *before, uint32_t step, uint32_t *sums)
{
    do {
        const uint32_t *p;
        const uint32_t w = *codes++;
        uint32_t a@t@ = before[@t@];
        uint32_t b@t@ = before[@words@ + @t@]; @if-split@
        p = table + ((w & 15u) << @log@);
        a@t@ += p[@t@]; KEEP(a@t@);
        p = table + (((w >> 4) & 15u) << @log@);
        a@t@ += p[@words@ + @t@]; KEEP(a@t@);
        p = table + (((w >> 8) & 15u) << @log@);
        @minus@@t@ -= p[@t@]; KEEP(@minus@@t@);
        p = table + (((w >> 12) & 15u) << @log@);
        @minus@@t@ -= p[@words@ + @t@]; KEEP(@minus@@t@);
        p = table + (((w >> 16) & 15u) << @log@);
        a@t@ += p[2 * @words@ + @t@]; KEEP(a@t@);
        p = table + (((w >> 20) & 15u) << @log@);
        a@t@ += p[3 * @words@ + @t@]; KEEP(a@t@);
        p = table + (((w >> 24) & 15u) << @log@);
        @minus@@t@ -= p[2 * @words@ + @t@]; KEEP(@minus@@t@);
        p = table + ((w >> 28) << @log@);
        @minus@@t@ -= p[3 * @words@ + @t@]; KEEP(@minus@@t@);
        sums[@t@] = a@t@;
        sums[@words@ + @t@] = b@t@; @if-split@
        before += step;
        HIDE(before);
        sums += @step@;
    } while (--outputs != 0u);
}
