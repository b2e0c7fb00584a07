/* Every stride-th pixel of every stride-th row, with zero channels around its own. */
static void subsample_@in@(const struct path *path, uint32_t before, uint32_t channels,
    uint32_t after, const @in@ *in, @in@ *out)
{
    uint32_t left = path->positions;
    struct walk walk;
    start_walk(path, &walk);
    do {
        struct place place;
        const @in@ *from;
        @in@ *to;
        uint32_t channel;
        take_place(path, &walk, &place);
        from = in + (place.row + place.column);
        to = out + place.out;
        for (channel = before; channel != 0u; channel--) {
            int32_t zero = 0;
            HIDE(zero);
            *to++ = (@in@)zero;
        }
        for (channel = channels; channel != 0u; channel--) {
            int32_t value = (int32_t)*from++;
            HIDE(value);
            *to++ = (@in@)value;
        }
        for (channel = after; channel != 0u; channel--) {
            int32_t zero = 0;
            HIDE(zero);
            *to++ = (@in@)zero;
        }
    } while (--left != 0u);
}
