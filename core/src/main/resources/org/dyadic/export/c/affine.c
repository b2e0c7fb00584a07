static void @name@(uint32_t area, uint32_t channels, uint32_t from_step, uint32_t to_step,
    @parameters@const @in@ *in, @out@ *out)
{
    uint32_t channel;
    @constants@
    for (channel = 0u; channel != channels; channel++) {
        const @in@ *from = in + channel;
        @out@ *to = out + channel;
        uint32_t left = area;
        @channel@
        do {
            int32_t value = (int32_t)*from;
            @value@
            *to = (@out@)value;
            from += from_step;
            to += to_step;
            HIDE(from);
            HIDE(to);
        } while (--left != 0u);
    }
}
