/* Keeps the largest of @window@ neighbours, or the smallest, in the place of the first. */
static void keep_ends_@window@(int32_t *values, uint32_t count, int smallest)
{
    uint32_t l;
    for (l = 0u; l != count; l += @window@u) {
        int32_t end = values[l];
        uint32_t i;
        for (i = 1u; i != @window@u; i++) {
            const int32_t value = values[l + i];
            if (smallest != 0 ? value < end : value > end) {
                end = value;
            }
        }
        values[l] = end;
    }
}
