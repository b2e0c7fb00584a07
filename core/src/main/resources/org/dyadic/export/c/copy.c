/* The channels of every pixel, side by side as they are, into pixels of another size. */
static void copy_@in@(uint32_t area, uint32_t channels, uint32_t from_step, uint32_t to_step,
    const @in@ *in, @in@ *out)
{
    uint32_t left = area;
    do {
        const @in@ *from = in;
        @in@ *to = out;
        uint32_t channel = channels;
        do {
            int32_t value = (int32_t)*from++;
            HIDE(value);
            *to++ = (@in@)value;
        } while (--channel != 0u);
        in += from_step;
        out += to_step;
        HIDE(in);
        HIDE(out);
    } while (--left != 0u);
}
