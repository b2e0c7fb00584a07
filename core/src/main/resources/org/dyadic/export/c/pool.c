/* The largest value of each window, or the sum. */
static void @name@(const struct path *path, uint32_t channels, const @in@ *in, @out@ *out)
{
    uint32_t left = path->positions;
    struct walk walk;
    start_walk(path, &walk);
    do {
        struct place place;
        const @in@ *from;
        @out@ *to;
        uint32_t channel = channels;
        take_place(path, &walk, &place);
        from = in + (place.row + place.column);
        to = out + place.out;
        do {
            const int32_t value = (int32_t)*from++;
            @store@
            to++;
        } while (--channel != 0u);
    } while (--left != 0u);
}
