/* Moves sums from lanes to whole numbers before a lane could overflow. */
static void settle(const uint32_t *sums, uint32_t outputs, uint32_t first, int32_t *whole)
{
    do {
        uint32_t word;
        int32_t low@t@, high@t@;
        word = sums[@t@]; low@t@ = low_lane(word); high@t@ = high_lane(word);
        if (first == 0u) {
            low@t@ += whole[2 * @t@]; high@t@ += whole[2 * @t@ + 1];
        }
        whole[2 * @t@] = low@t@; whole[2 * @t@ + 1] = high@t@;
        sums += @words@;
        whole += 2 * @words@;
    } while (--outputs != 0u);
}
